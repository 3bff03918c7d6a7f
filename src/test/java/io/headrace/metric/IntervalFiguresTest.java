package io.headrace.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Evaluation.Slice;
import io.headrace.stats.IntervalCounts;
import io.headrace.stats.NumberErrors;
import io.headrace.stats.PairedMean;
import io.headrace.stats.WilsonInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Coverage and width of prediction intervals as figures and gates. */
class IntervalFiguresTest {
    private static Outcomes.Regression rows(int count, Optional<IntervalCounts> intervals) {
        double[] zeros = new double[count];
        return new Outcomes.Regression(NumberErrors.of(zeros, zeros), intervals);
    }

    private static Optional<IntervalCounts> held(long held, long rows, double width) {
        return Optional.of(new IntervalCounts(held, new PairedMean(rows, width, 4)));
    }

    private static RegressionEvaluation evaluation(Outcomes.Regression all, Outcomes.Regression south) {
        return new RegressionEvaluation(
                all,
                Optional.empty(),
                Optional.empty(),
                List.of(new Slice(new Of.Slice("region", "south"), south)),
                List.of(),
                OptionalDouble.empty());
    }

    private static GateOutcome judged(String gate, double bound, Evaluation evaluation) {
        return GateJudge.judge(Gates.of(Map.of(gate, bound)), Target.REGRESSION, evaluation.figures(), false)
                .get(0);
    }

    @Test
    void theShareOfLabelsHeldHasWilsonsIntervalAndTheWidthANormalOne() {
        Evaluation evaluation = evaluation(rows(100, held(87, 100, 12)), rows(40, held(30, 40, 10)));
        List<Figure> coverage = evaluation.figures().stream()
                .filter(figure -> figure.metric().equals(StandardMetrics.INTERVAL_COVERAGE))
                .toList();
        assertThat(coverage).extracting(Figure::value).containsExactly(0.87, 0.75);
        assertThat(coverage.get(0).lower())
                .isEqualTo(WilsonInterval.of(87.0, 100, 0.95).lower());
        assertThat(coverage.get(1).upper())
                .isEqualTo(WilsonInterval.of(30.0, 40, 0.95).upper());
        Figure width = evaluation.figures().stream()
                .filter(figure -> figure.id().equals(MetricId.of(StandardMetrics.INTERVAL_WIDTH)))
                .findFirst()
                .orElseThrow();
        assertThat(width.value()).isEqualTo(12);
        assertThat(width.upper()).isCloseTo(12 + 1.959964 * 0.2, within(1e-6));
    }

    @Test
    void gatesBoundCoverageFromBelowAndWidthFromAbove() {
        Evaluation evaluation = evaluation(rows(100, held(87, 100, 12)), rows(40, held(30, 40, 10)));
        assertThat(judged("interval-coverage-at-least", 0.87, evaluation).passed())
                .isTrue();
        assertThat(judged("interval-coverage-at-least", 0.88, evaluation).text())
                .isEqualTo("failed interval-coverage-at-least: interval coverage on the test rows is 0.8700, must be"
                        + " 0.8800 or more");
        assertThat(judged("interval-width-at-most", 12, evaluation).passed()).isTrue();
        assertThat(judged("interval-width-at-most", 11, evaluation).passed()).isFalse();
        assertThat(judged("worst-slice-interval-coverage-at-least", 0.75, evaluation)
                        .passed())
                .isTrue();
        assertThat(judged("worst-slice-interval-coverage-at-least", 0.76, evaluation)
                        .meaning())
                .contains("worst slice, region = south");
    }

    @Test
    void modelsWithoutIntervalHaveNoSuchFigures() {
        Evaluation evaluation = evaluation(rows(100, Optional.empty()), rows(40, Optional.empty()));
        assertThat(evaluation.figures())
                .extracting(figure -> figure.metric().name())
                .doesNotContain("interval_coverage", "interval_width")
                .contains("rmse");
        assertThat(judged("interval-coverage-at-least", 0.1, evaluation).passed())
                .isFalse();
    }
}
