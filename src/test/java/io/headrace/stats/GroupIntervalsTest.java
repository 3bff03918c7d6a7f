package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.DecisionCounts.Share;
import org.junit.jupiter.api.Test;

/** Intervals of differences and ratios of shares, and p values adjusted for their number. */
class GroupIntervalsTest {
    private static Interval newcombe(long first, long ofFirst, long second, long ofSecond) {
        Share one = new Share(first, ofFirst);
        Share two = new Share(second, ofSecond);
        return Mover.difference(one.value(), one.interval(0.95), two.value(), two.interval(0.95));
    }

    /** Newcombe 1998, table II, method 10. */
    @Test
    void differencesAreNewcombes() {
        assertEnds(newcombe(56, 70, 48, 80), 0.0524, 0.3339, 5e-5);
        assertEnds(newcombe(9, 10, 3, 10), 0.1705, 0.8090, 5e-5);
        assertEnds(newcombe(5, 56, 0, 29), -0.0381, 0.1926, 5e-5);
        assertEnds(newcombe(0, 10, 0, 10), -0.2775, 0.2775, 5e-5);
        assertEnds(newcombe(10, 10, 0, 20), 0.6791, 1, 5e-5);
    }

    @Test
    void symmetricIntervalsGiveTheNormalOne() {
        Interval mover = Mover.difference(5, Interval.normal(5, 0.3, 0.9), 2, Interval.normal(2, 0.4, 0.9));
        Interval normal = Interval.normal(3, 0.5, 0.9);
        assertEnds(mover, normal.lower(), normal.upper(), 1e-12);
    }

    /** By hand: ln(0.5) ± 1.96·√(0.8/20 + 0.6/40). */
    @Test
    void ratiosAreKatz() {
        Interval interval = KatzInterval.of(new Share(20, 100), new Share(40, 100), 0.95);
        double wide = 1.959964 * Math.sqrt(0.8 / 20 + 0.6 / 40);
        assertEnds(interval, 0.5 * Math.exp(-wide), 0.5 * Math.exp(wide), 1e-6);
    }

    @Test
    void ratiosOfBareSharesAreFinite() {
        assertThat(KatzInterval.of(new Share(0, 20), new Share(5, 20), 0.95).lower())
                .isZero();
        assertThat(KatzInterval.of(new Share(0, 20), new Share(5, 20), 0.95).upper())
                .isLessThan(2);
        Interval both = KatzInterval.of(new Share(20, 20), new Share(30, 30), 0.95);
        assertThat(both.contains(1)).isTrue();
        assertThat(both.upper()).isGreaterThan(1.02);
        assertThat(KatzInterval.of(new Share(5, 20), new Share(0, 20), 0.95).lower())
                .isGreaterThan(0.5);
        assertThatThrownBy(() -> KatzInterval.of(new Share(0, 0), new Share(1, 2), 0.95))
                .hasMessage("each share needs 1 row or more, found 0 and 2");
    }

    /** R's p.adjust(c(.01, .04, .03, .005), "holm"). */
    @Test
    void holmAdjustsStepByStep() {
        assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.adjusted(new double[] {0.02, Double.NaN, 0.02})).containsExactly(0.04, Double.NaN, 0.04);
        assertThat(Holm.adjusted(new double[] {0.9, 0.8})).containsExactly(1, 1);
    }

    private static void assertEnds(Interval interval, double lower, double upper, double hair) {
        assertThat(interval.lower()).isCloseTo(lower, within(hair));
        assertThat(interval.upper()).isCloseTo(upper, within(hair));
    }
}
