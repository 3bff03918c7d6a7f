package io.headrace.registry;

import java.util.Map;
import java.util.Objects;

/**
 * One trained version of a model.
 *
 * @param number 1 or more
 * @param digest SHA-256 of the artifact's bytes
 * @param runId the training run
 * @param verdict promoted or refused; empty before the gates judged
 * @param isRetired whether it may not be used any more
 * @param facts what was recorded when it was registered
 */
public record ModelVersion(
        int number, String digest, String runId, String verdict, boolean isRetired, Map<String, String> facts) {
    public ModelVersion {
        Objects.requireNonNull(digest, "digest");
        facts = Map.copyOf(facts);
    }

    static ModelVersion registered(ModelEvent event) {
        String digest = Objects.requireNonNull(event.facts().get("digest"), "digest");
        return new ModelVersion(event.version(), digest, event.runId(), "", false, event.facts());
    }

    ModelVersion judged(ModelEvent event) {
        String verdict = event.facts().getOrDefault("verdict", "");
        return new ModelVersion(number, digest, runId, verdict, isRetired, facts);
    }

    ModelVersion retire() {
        return new ModelVersion(number, digest, runId, verdict, true, facts);
    }
}
