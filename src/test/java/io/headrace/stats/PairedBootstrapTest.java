package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(2_000, 42);

    @Test
    void repeatsItselfForTheSameSeedOnly() {
        double[] values = normals(200, 1);

        assertThat(BOOTSTRAP.mean(values, 0.95)).isEqualTo(BOOTSTRAP.mean(values, 0.95));
        assertThat(new PairedBootstrap(2_000, 43).mean(values, 0.95)).isNotEqualTo(BOOTSTRAP.mean(values, 0.95));
    }

    @Test
    void comesNearTheNormalIntervalOfAMean() {
        double[] values = normals(4_000, 2);
        double mean = Arrays.stream(values).average().orElseThrow();

        MeanEstimate estimate = BOOTSTRAP.mean(values, 0.95);

        double halfWidth = 1.96 / Math.sqrt(4_000);
        assertThat(estimate.mean()).isEqualTo(mean, within(1e-12));
        assertThat(estimate.interval().lower()).isEqualTo(mean - halfWidth, within(0.1 * halfWidth));
        assertThat(estimate.interval().upper()).isEqualTo(mean + halfWidth, within(0.1 * halfWidth));
    }

    @Test
    void coversTheTruthAboutAsOftenAsItSays() {
        int covered = 0;
        for (int run = 0; run < 400; run++) {
            if (new PairedBootstrap(300, run)
                    .mean(normals(80, 1_000 + run), 0.9)
                    .interval()
                    .contains(0)) {
                covered++;
            }
        }

        assertThat(covered / 400.0).isBetween(0.85, 0.94);
    }

    @Test
    void cancelsWhatBothSidesShare() {
        double[] first = normals(500, 3);
        double[] second = Arrays.stream(first).map(value -> value - 0.25).toArray();
        double[] differences = new double[first.length];
        Arrays.setAll(differences, row -> first[row] - second[row]);

        MeanEstimate difference = BOOTSTRAP.mean(differences, 0.95);

        assertThat(difference.mean()).isEqualTo(0.25, within(1e-12));
        assertThat(difference.interval().lower()).isEqualTo(0.25, within(1e-12));
        assertThat(difference.interval().upper()).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void widensWithConfidence() {
        double[] values = normals(100, 4);
        Interval narrow = BOOTSTRAP.mean(values, 0.8).interval();
        Interval wide = BOOTSTRAP.mean(values, 0.99).interval();

        assertThat(wide.lower()).isLessThan(narrow.lower());
        assertThat(wide.upper()).isGreaterThan(narrow.upper());
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> new PairedBootstrap(10, 1)).hasMessage("resamples must be 100 or more, found 10");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[0], 0.95))
                .hasMessage("A bootstrap needs at least 1 row, found 0");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, Double.NaN}, 0.95))
                .hasMessage("values[1] must be finite, found NaN");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1}, 1))
                .hasMessage("confidence must lie strictly between 0 and 1, found 1.0");
    }

    private static double[] normals(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        Arrays.setAll(values, index -> random.nextGaussian());
        return values;
    }
}
