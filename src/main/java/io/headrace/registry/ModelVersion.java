package io.headrace.registry;

import io.headrace.run.Verdict;
import java.util.Objects;
import java.util.Optional;

/**
 * One trained version of a model.
 *
 * @param number 1 or more
 * @param runId the training run
 * @param verdict promoted or refused; empty before the gates judged
 * @param isRetired whether it may not be used any more
 * @param record what is known of it
 */
public record ModelVersion(
        int number, String runId, Optional<Verdict> verdict, boolean isRetired, VersionRecord record) {
    public ModelVersion {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(record, "record");
    }

    static ModelVersion registered(ModelEvent event) {
        return new ModelVersion(
                event.version(),
                event.runId(),
                Optional.empty(),
                false,
                event.trained().orElseThrow());
    }

    ModelVersion judged(ModelEvent event) {
        return new ModelVersion(number, runId, event.judgement().map(Judgement::verdict), isRetired, record);
    }

    ModelVersion retire() {
        return new ModelVersion(number, runId, verdict, true, record);
    }

    /** SHA-256 of the artifact's bytes. */
    public String digest() {
        return record.digest();
    }

    /** The verdict as a word; empty before the gates judged. */
    public String verdictWord() {
        return verdict.map(Verdict::word).orElse("");
    }
}
