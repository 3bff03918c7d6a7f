package io.headrace.spec.hocon;

import io.headrace.spec.JobKind;
import java.util.Map;

/** The readers of all kinds of job: a new kind is registered here. */
final class JobReaders {
    static final Map<JobKind, JobReader> BY_KIND = Map.of(
            JobKind.INGEST, new IngestReader(),
            JobKind.FEATURES, new FeaturesReader(),
            JobKind.TRAIN, new TrainReader(),
            JobKind.SCORE, new ScoreReader(),
            JobKind.EXPORT, new ExportReader());

    private JobReaders() {}
}
