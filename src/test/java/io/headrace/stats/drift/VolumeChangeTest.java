package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VolumeChangeTest {
    @Test
    void fiveWindowsByHand() {
        VolumeChange change = VolumeChange.of(List.of(100L, 200L, 100L, 200L), 300);
        double low = Math.log(100.5);
        double high = Math.log(200.5);
        double deviation = Math.sqrt((high - low) * (high - low) / 3);
        assertThat(change.usual()).isCloseTo(Math.sqrt(100.5 * 200.5) - 0.5, within(1e-9));
        assertThat(change.logRatio()).isCloseTo(Math.log(300.5) - (low + high) / 2, within(1e-12));
        assertThat(change.error()).isCloseTo(deviation * Math.sqrt(1.25), within(1e-12));
        assertThat(change.degrees()).isEqualTo(3);
        assertThat(change.effect()).isCloseTo(1 - Math.sqrt(100.5 * 200.5) / 300.5, within(1e-12));
        assertThat(change.pValue()).isBetween(0.15, 0.25);
    }

    @Test
    void halfAndTwiceAsManyAreTheSameEffect() {
        List<Long> steady = Collections.nCopies(10, 1_000_000L);
        assertThat(VolumeChange.of(steady, 500_000).effect()).isCloseTo(0.5, within(1e-5));
        assertThat(VolumeChange.of(steady, 2_000_000).effect()).isCloseTo(0.5, within(1e-5));
        assertThat(VolumeChange.of(steady, 1_000_000).effect()).isZero();
        assertThat(VolumeChange.of(steady, 1_000_000).pValue()).isOne();
    }

    /** Counts that never vary are taken to vary as Poisson counts do, else one row more would be certain. */
    @Test
    void aSteadyCountMayVaryByChance() {
        VolumeChange change = VolumeChange.of(Collections.nCopies(14, 400L), 410);
        assertThat(change.error()).isCloseTo(Math.sqrt(1 / 400.5 * (1 + 1.0 / 14)), within(1e-12));
        assertThat(change.pValue()).isGreaterThan(0.5);
        VolumeChange gone = VolumeChange.of(Collections.nCopies(14, 400L), 0);
        assertThat(gone.pValue()).isLessThan(1e-12);
        assertThat(gone.effect()).isGreaterThan(0.99);
    }

    /** The law: with one mean and spread of the logarithms the p value is uniform. */
    @Test
    void withoutAChangeThePValueIsUniform() {
        SplittableRandom random = new SplittableRandom(7);
        int below5 = 0;
        int below20 = 0;
        for (int window = 0; window < 4_000; window++) {
            List<Long> counts = Stream.generate(() -> Math.round(1e6 * Math.exp(0.3 * Worlds.normal(random))))
                    .limit(9)
                    .toList();
            double p = VolumeChange.of(counts.subList(0, 8), counts.get(8)).pValue();
            below5 += p < 0.05 ? 1 : 0;
            below20 += p < 0.2 ? 1 : 0;
        }
        // Binomial with four standard errors.
        assertThat(below5).isBetween(200 - 56, 200 + 56);
        assertThat(below20).isBetween(800 - 102, 800 + 102);
    }

    @Test
    void aRowSaysWhatItWouldSee() {
        VolumeChange change = VolumeChange.of(Collections.nCopies(14, 10_000L), 10_000);
        assertThat(change.quantile(0.95)).isBetween(0.02, 0.025);
        assertThat(change.power(0.3, 0.01)).isGreaterThan(0.999);
        assertThat(change.detectable(0.01, 0.8)).isBetween(0.03, 0.05);
        assertThat(change.power(change.detectable(0.01, 0.8), 0.01)).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void refusesTooFewWindows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeChange.of(List.of(1L, 2L, 3L), 1))
                .withMessageContaining("of 4 earlier windows or more, found [1, 2, 3] and 1");
    }
}
