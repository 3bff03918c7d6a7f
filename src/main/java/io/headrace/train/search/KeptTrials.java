package io.headrace.train.search;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.table.Lake;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Finished trials, so that a search that was killed goes on where it ended. */
public interface KeptTrials {
    /** Keeps nothing. */
    KeptTrials NONE = new KeptTrials() {
        @Override
        public Optional<Trial> find(Map<String, Double> settings, double share) {
            return Optional.empty();
        }

        @Override
        public void keep(Map<String, Double> settings, Trial trial) {}
    };

    /** The trial of the settings on the share of the rows, if it was finished. */
    Optional<Trial> find(Map<String, Double> settings, double share);

    /** Keeps a finished trial of the settings. */
    void keep(Map<String, Double> settings, Trial trial);

    /** Those of a run, as small files below {@code LAKE/trials/}; attempts of the same run share them. */
    static KeptTrials of(Lake lake, String runId) {
        String folder = "trials/" + runId + "/";
        return new KeptTrials() {
            @Override
            public Optional<Trial> find(Map<String, Double> settings, double share) {
                return lake.readText(folder + name(settings, share)).map(text -> Json.read(text, Trial.class));
            }

            @Override
            public void keep(Map<String, Double> settings, Trial trial) {
                lake.writeOnce(
                        folder + name(settings, trial.share()),
                        Json.write(trial).getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    /** The name of a trial's file. */
    static String name(Map<String, Double> settings, double share) {
        return Digest.of((Json.write(settings) + share).getBytes(StandardCharsets.UTF_8)) + ".json";
    }
}
