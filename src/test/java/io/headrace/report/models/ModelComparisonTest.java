package io.headrace.report.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Figure;
import io.headrace.metric.Gate.Side;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Measured;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.VersionRecord;
import io.headrace.report.models.ModelComparison.Line;
import io.headrace.run.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
    private static ModelVersion version(int number, Map<String, Double> settings, List<String> features, double auc) {
        VersionRecord record = new VersionRecord(
                "0123456789abcdef",
                new VersionRecord.Provenance(
                        "",
                        "",
                        Target.BINARY,
                        "",
                        "",
                        "",
                        "",
                        features,
                        List.of(),
                        "xgboost",
                        "none",
                        "",
                        "",
                        "",
                        42,
                        100,
                        50),
                new VersionRecord.Purpose("", ""),
                new TreeMap<>(settings),
                List.of(Figure.test(StandardMetrics.AUC, Of.ALL, Measured.exactly(auc), 50)),
                new VersionRecord.Terms(
                        "where it pays to act",
                        "-days",
                        new TreeMap<>(Map.of("hit", "3 * rate", "miss", "0")),
                        "euros"));
        return new ModelVersion(
                number, "train-m/2026-01-01/" + number, Optional.of(Verdict.PROMOTED), false, record, Optional.empty());
    }

    private static ModelComparison.Side side(ModelVersion version, long table, double bound) {
        double auc = version.record().figures().get(0).value();
        return new ModelComparison.Side(
                version,
                Map.of("silver.t", table),
                List.of(new GateOutcome("auc-at-least", auc, bound, Side.AT_LEAST, auc >= bound, "AUC")));
    }

    @Test
    void showsWhatDiffers() {
        ModelVersion one = version(1, Map.of("num-round", 50.0, "max-depth", 3.0), List.of("age", "town"), 0.5);
        ModelVersion other = version(2, Map.of("num-round", 80.0, "max-depth", 3.0), List.of("age", "income"), 0.75);
        List<Line> lines = new ModelComparison(side(one, 3, 0.7), side(other, 4, 0.6)).lines();
        assertThat(lines)
                .containsExactly(
                        new Line("verdict", "promoted", "promoted"),
                        new Line("digest", "0123456789abcdef", "0123456789abcdef"),
                        new Line("learner", "xgboost", "xgboost"),
                        new Line("calibrator", "none", "none"),
                        new Line("decision", "where it pays to act", "where it pays to act"),
                        new Line("value hit", "3 * rate", "3 * rate"),
                        new Line("value miss", "0", "0"),
                        new Line("currency", "euros", "euros"),
                        new Line("baseline", "-days", "-days"),
                        new Line("seed", 42L, 42L),
                        new Line("setting max-depth", 3.0, 3.0),
                        new Line("setting num-round", 50.0, 80.0),
                        new Line("table silver.t", 3L, 4L),
                        new Line("feature income", "no", "yes"),
                        new Line("feature town", "yes", "no"),
                        new Line("train_rows", 100L, 100L),
                        new Line("test_rows", 50L, 50L),
                        new Line("auc", 0.5, 0.75),
                        new Line(
                                "gate auc-at-least",
                                "failed: 0.5000, must be 0.7000 or more",
                                "passed: 0.7500, must be 0.6000 or more"));
        assertThat(lines.stream().map(Line::difference))
                .containsExactly(
                        "", "", "", "", "", "", "", "", "", "", "", 30.0, "differs", "differs", "differs", "", "", 0.25,
                        "differs");
    }
}
