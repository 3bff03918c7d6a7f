package io.headrace.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.added.OwnMetrics;
import io.headrace.metric.Evaluation.Slice;
import io.headrace.run.Json;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.Interval;
import io.headrace.stats.MeanEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateJudgeTest {
    /** Scores that rise; the labels of the last are positive, but for some that are swapped. */
    private static BinaryOutcomes rows(int negatives, int positives, int swapped) {
        double[] scores = new double[negatives + positives];
        boolean[] labels = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = (row + 1d) / (scores.length + 1);
            labels[row] = row >= negatives ? row >= negatives + swapped : row < swapped;
        }
        return BinaryOutcomes.of(scores, labels);
    }

    /** The same labels, with scores that tell little. */
    private static BinaryOutcomes rival() {
        double[] scores = new double[100];
        boolean[] labels = new boolean[100];
        for (int row = 0; row < 100; row++) {
            scores[row] = (row * 37 % 100 + 1) / 101d;
            labels[row] = row >= 60 ? row >= 64 : row < 4;
        }
        return BinaryOutcomes.of(scores, labels);
    }

    private static BinaryEvaluation evaluation(Optional<BinaryOutcomes> other) {
        return new BinaryEvaluation(
                new Outcomes.Binary(rows(60, 40, 4), Optional.of(new DecisionCounts(30, 10, 10, 50))),
                other,
                other,
                false,
                List.of(slice("north", rows(20, 20, 0)), slice("south", rows(40, 20, 5)), slice(null, rows(3, 2, 1))),
                Optional.of(worth()),
                OptionalDouble.of(0.125));
    }

    private static DecisionValue worth() {
        return new DecisionValue(
                Double.NaN,
                100,
                0.4,
                mean(-0.05),
                mean(0.01),
                mean(0.02),
                Optional.of(mean(0.03)),
                Optional.empty(),
                "euros");
    }

    /** A mean that may be off by 0.002. */
    private static MeanEstimate mean(double value) {
        return new MeanEstimate(value, new Interval(value - 0.002, value + 0.002, 0.95));
    }

    private static Slice slice(String value, BinaryOutcomes rows) {
        return new Slice(new Of.Slice("region", value), new Outcomes.Binary(rows));
    }

    private static GateOutcome judged(String gate, double bound) {
        return GateJudge.judge(
                        Gates.of(Map.of(gate, bound)),
                        Target.BINARY,
                        evaluation(Optional.of(rival())).figures(),
                        true)
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "test-rows-at-least, 100, 101",
        "auc-at-least, 0.5, 0.99",
        "score-shift-at-most, 0.2, 0.1",
        "worst-slice-auc-at-least, 0.5, 0.95",
        "slice-auc-difference-at-most, 0.9, 0.01",
        "gain-over-champion-at-least, 0.1, 0.9",
        "value-per-1000-at-least, -53, -50",
        "value-gain-over-none-at-least, 7.9, 10",
        "value-gain-over-all-at-least, 17.9, 20",
        "value-gain-over-champion-at-least, 27.9, 30",
        "accuracy-at-least, 0.8, 0.81",
        "precision-at-least, 0.75, 0.76",
        "recall-at-least, 0.75, 0.76",
        "f1-at-least, 0.75, 0.76",
        "gain-over-baseline-at-least, 0.1, 0.9"
    })
    void aBoundIsMetOrNot(String gate, double met, double missed) {
        assertThat(judged(gate, met).passed()).isTrue();
        assertThat(judged(gate, missed).passed()).isFalse();
    }

    @Test
    void theOutcomeSaysWhatWasMeasured() {
        assertThat(judged("score-shift-at-most", 0.1).text())
                .isEqualTo(
                        "failed score-shift-at-most: score shift on the test rows is 0.1250, must be 0.1000 or less");
        assertThat(judged("worst-slice-auc-at-least", 0.5).meaning()).contains("worst slice, region = south");
        assertThat(judged("gain-over-champion-at-least", 0).meaning())
                .startsWith("lower 95 % end of the AUC gain over the champion, ");
    }

    /** F5: honest costs make a loss where acting on none makes a larger one. */
    @Test
    void decisionsAreJudgedByWhatTheyAreWorthOverActingOnNoneAndOnAll() {
        assertThat(judged("value-per-1000-at-least", 0).passed()).isFalse();
        GateOutcome overNone = judged("value-gain-over-none-at-least", 0);
        assertThat(overNone.passed()).isTrue();
        assertThat(overNone.text())
                .isEqualTo("passed value-gain-over-none-at-least: lower 95 % end of the value gain per 1,000 rows over"
                        + " acting on none, 10.0000, is 8.0000, must be 0.0000 or more");
        assertThat(judged("value-gain-over-all-at-least", 0).meaning()).contains("over acting on all");
    }

    @Test
    void withoutAChampionNothingIsComparedWithIt() {
        Gates gates = Gates.of(Map.of("gain-over-champion-at-least", 0d, "gain-over-baseline-at-least", 0d));
        List<GateOutcome> outcomes = GateJudge.judge(
                gates, Target.BINARY, evaluation(Optional.empty()).figures(), false);
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).passed()).isFalse();
        assertThat(outcomes.get(0).found()).isEqualTo("AUC gain over the baseline is not known");
    }

    @Test
    void aMetricAndAGateAreAddedByOneClassEach() throws IOException {
        List<Figure> figures = new ArrayList<>(evaluation(Optional.empty()).figures());
        assertThat(figures)
                .filteredOn(figure -> figure.metric().equals(OwnMetrics.BALANCE))
                .extracting(Figure::value)
                .containsExactly(40 / 60d, 1d, 0.5);
        GateOutcome outcome = judged("worst-slice-balance-at-least", 0.6);
        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.value()).isEqualTo(0.5);
        assertThat(Files.readString(Path.of("docs/add-a-metric-or-gate.md"))).contains("\n" + outcome.text() + "\n");
    }

    @Test
    void figuresAreReadAsTheyWereWritten() {
        for (Figure figure : evaluation(Optional.of(rival())).figures()) {
            assertThat(Json.read(Json.write(figure), Figure.class)).isEqualTo(figure);
        }
    }

    @Test
    void namesAreUnique() {
        assertThat(Metric.all()).extracting(Metric::name).doesNotHaveDuplicates();
        assertThat(Gate.all()).extracting(Gate::key).doesNotHaveDuplicates();
    }
}
