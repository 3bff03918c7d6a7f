package io.headrace.registry;

import io.headrace.run.Verdict;
import java.util.Objects;
import java.util.Optional;

/**
 * One trained version of a model, trained in this lake or in another one.
 *
 * @param number 1 or more
 * @param runId the training run; of a version that was imported the name of the import, by which its figures and statistics are found
 * @param verdict promoted or refused; empty before the gates judged; of a version that was imported that of the gates where it was trained
 * @param isRetired whether it may not be used any more
 * @param record what is known of it
 * @param imported where it comes from; empty where it was trained in this lake
 */
public record ModelVersion(
        int number,
        String runId,
        Optional<Verdict> verdict,
        boolean isRetired,
        VersionRecord record,
        Optional<EventDetail.Imported> imported) {
    /** What {@link #verdictWord} says of a version that was imported. */
    public static final String IMPORTED = "imported";

    public ModelVersion {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(imported, "imported");
    }

    static ModelVersion registered(ModelEvent event) {
        return new ModelVersion(
                event.version(),
                event.runId(),
                event.judgement().map(Judgement::verdict),
                false,
                event.trained().orElseThrow(),
                event.imported());
    }

    ModelVersion judged(ModelEvent event) {
        return new ModelVersion(number, runId, event.judgement().map(Judgement::verdict), isRetired, record, imported);
    }

    ModelVersion retire() {
        return new ModelVersion(number, runId, verdict, true, record, imported);
    }

    /** SHA-256 of the artifact's bytes. */
    public String digest() {
        return record.digest();
    }

    /** The verdict as a word; empty before the gates judged; {@value #IMPORTED} of a version that no gates of this lake have judged. */
    public String verdictWord() {
        return imported.isPresent() ? IMPORTED : verdict.map(Verdict::word).orElse("");
    }
}
