package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberErrorsTest {
    @Test
    void aSmallExample() {
        NumberErrors errors = NumberErrors.of(new double[] {1, 2, 6}, new double[] {2, 2, 3});
        assertThat(errors.rootMeanSquared()).isCloseTo(Math.sqrt(10 / 3.0), within(1e-12));
        assertThat(errors.meanAbsolute()).isCloseTo(4 / 3.0, within(1e-12));
        assertThat(errors.bias()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(errors.explained()).isCloseTo(1 - 10 / (2 / 3.0), within(1e-12));
        assertThat(NumberErrors.of(new double[] {1}, new double[] {1}).explained())
                .isNaN();
    }

    @Test
    void intervalsCoverAsOftenAsTheySay() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int repetition = 0; repetition < 400; repetition++) {
            double[] predicted = random.doubles(300, -1, 1).toArray();
            NumberErrors errors = NumberErrors.of(predicted, new double[300]);
            covered += errors.rootMeanSquaredInterval(0.95).contains(Math.sqrt(1 / 3.0)) ? 1 : 0;
        }
        assertThat(covered).isBetween(365, 393);
    }
}
