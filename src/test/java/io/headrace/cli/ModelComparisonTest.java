package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.registry.ModelVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
    private static ModelVersion version(int number, Map<String, String> facts) {
        return new ModelVersion(number, "0123456789abcdef", "train-m/2026-01-01/" + number, "promoted", false, facts);
    }

    @Test
    void tellsWhatDiffers() {
        ModelVersion one = version(
                1,
                Map.of(
                        "learner", "xgboost",
                        "settings", "{\"num-round\":50.0,\"max-depth\":3.0}",
                        "features", "age, town",
                        "auc", "0.71234",
                        "train_rows", "100"));
        ModelVersion other = version(
                2,
                Map.of(
                        "learner", "xgboost",
                        "settings", "{\"num-round\":80.0,\"max-depth\":3.0}",
                        "features", "age, income",
                        "auc", "0.75",
                        "train_rows", "100"));
        assertThat(new ModelComparison(one, other, Map.of("silver.t", 3L), Map.of("silver.t", 4L)).rows())
                .containsExactly(
                        List.of("verdict", "promoted", "promoted", ""),
                        List.of("digest", "0123456789ab", "0123456789ab", ""),
                        List.of("learner", "xgboost", "xgboost", ""),
                        List.of("setting max-depth", "3.000", "3.000", ""),
                        List.of("setting num-round", "50.00", "80.00", "differs"),
                        List.of("table silver.t", "version 3", "version 4", "differs"),
                        List.of("feature income", "no", "yes", "differs"),
                        List.of("feature town", "yes", "no", "differs"),
                        List.of("auc", "0.7123", "0.7500", "+0.03766"),
                        List.of("train_rows", "100", "100", ""));
    }
}
