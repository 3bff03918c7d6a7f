package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlattScalingTest {
    @Test
    void findsTheCurveThatMadeTheOutcomes() {
        SplittableRandom random = new SplittableRandom(5);
        double[] scores = new double[40_000];
        boolean[] labels = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = 6 * random.nextDouble() - 3;
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-(0.6 * scores[row] - 1)));
        }
        PlattScaling curve = PlattScaling.fit(BinaryOutcomes.of(scores, labels));
        assertThat(curve.slope()).isCloseTo(0.6, within(0.03));
        assertThat(curve.offset()).isCloseTo(-1, within(0.05));
    }

    /** The gradient of the smoothed likelihood is zero: sums of targets and probabilities agree. */
    @Test
    void smoothedTargetsAndProbabilitiesAgreeInSum() {
        BinaryOutcomes outcomes = Outcomes.of("0010111011", -2, -1, -0.5, 0, 0.2, 0.4, 1, 1.5, 2, 3);
        PlattScaling curve = PlattScaling.fit(outcomes);
        double sum = 0;
        double moment = 0;
        for (int row = 0; row < outcomes.rows(); row++) {
            double target = outcomes.isPositive(row) ? 7 / 8.0 : 1 / 6.0;
            sum += target - curve.at(outcomes.score(row));
            moment += (target - curve.at(outcomes.score(row))) * outcomes.score(row);
        }
        assertThat(sum).isCloseTo(0, within(1e-8));
        assertThat(moment).isCloseTo(0, within(1e-8));
    }

    @Test
    void separatedClassesGiveAFiniteCurve() {
        PlattScaling curve = PlattScaling.fit(Outcomes.of("000111", -3, -2, -1, 1, 2, 3));
        assertThat(curve.slope()).isFinite().isPositive();
    }

    @Test
    void oneClassIsRefused() {
        assertThatThrownBy(() -> PlattScaling.fit(Outcomes.of("00", 1, 2))).hasMessageContaining("positive");
    }
}
