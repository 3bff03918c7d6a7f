package io.headrace.bundle;

import io.headrace.registry.Judgement;
import io.headrace.registry.Origin;
import io.headrace.registry.VersionRecord;
import java.util.List;
import java.util.Objects;

/**
 * What the registry knows of a version.
 *
 * @param record as it was registered
 * @param judgement of its gates, where it was trained
 * @param origins lakes that it was in before, where it was trained first; none where it was trained in the lake that made the bundle
 */
record BundledRecord(VersionRecord record, Judgement judgement, List<Origin> origins) {
    BundledRecord {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(judgement, "judgement");
        origins = List.copyOf(origins);
    }
}
