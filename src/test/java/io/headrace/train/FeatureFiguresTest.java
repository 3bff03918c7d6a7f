package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Figure;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.model.CompiledModel;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.model.Predictor;
import io.headrace.train.FeatureFigures.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureFiguresTest {
    private static final int ROWS = 1000;

    /** The answer is 3 a + noise; the model knows it, and nothing of b. */
    private static List<Figure> figures() {
        CompiledModel model = LinearModel.of(
                FeatureEncoder.of(List.of(number("a"), number("b"))),
                Output.NUMBER,
                0,
                new double[] {3, 0},
                new double[2]);
        SplittableRandom random = new SplittableRandom(7);
        List<Labelled> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double a = row % 10;
            rows.add(new Labelled(List.of(a, random.nextDouble()), 3 * a + (row % 2 == 0 ? 1 : -1)));
        }
        rows.add(new Labelled(List.of("not a number", 0d), 0));
        return FeatureFigures.of(Predictor.of(model), rows, 42);
    }

    private static Figure figure(Metric metric, String feature) {
        return figures().stream()
                .filter(figure -> figure.id().equals(new MetricId(metric, new Of.Feature(feature))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFeatureWithoutWeightMattersNot() {
        assertThat(figure(StandardMetrics.IMPORTANCE, "b").value()).isZero();
        assertThat(figure(StandardMetrics.PERMUTATION_IMPORTANCE, "b").value()).isZero();
        assertThat(figure(StandardMetrics.IMPORTANCE, "b").rows()).isEqualTo(ROWS);
    }

    @Test
    void shufflingCostsTwiceTheVarianceOfWhatTheFeatureGives() {
        // E (3 a' − 3 a)² = 2 · 9 · var a, and var a = 8.25 of 0 to 9.
        Figure rise = figure(StandardMetrics.PERMUTATION_IMPORTANCE, "a");
        assertThat(rise.lower()).isLessThan(148.5);
        assertThat(rise.upper()).isGreaterThan(148.5);
        assertThat(rise.upper() - rise.lower()).isBetween(1.0, 30.0);
        assertThat(figures()).isEqualTo(figures());
    }

    @Test
    void dependenceIsTheMeanContributionInEachBin() {
        for (int a = 0; a < 10; a++) {
            MetricId id = new MetricId(StandardMetrics.DEPENDENCE, new Of.FeatureBin("a", a + 1, "" + a));
            Figure bin = figures().stream()
                    .filter(figure -> figure.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(bin.value()).isCloseTo(3 * a, within(1e-12));
            assertThat(bin.rows()).isEqualTo(ROWS / 10);
        }
    }

    private static Encoding number(String name) {
        return new Encoding.Numeric(name, 0, false);
    }
}
