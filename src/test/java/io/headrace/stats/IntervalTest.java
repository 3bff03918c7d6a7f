package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void normalIntervalsUseTheKnownQuantiles() {
        assertThat(StandardNormal.twoSidedCritical(0.90)).isEqualTo(1.6448536269514722, within(1e-12));
        assertThat(StandardNormal.twoSidedCritical(0.95)).isEqualTo(1.959963984540054, within(1e-12));
        assertThat(StandardNormal.twoSidedCritical(0.99)).isEqualTo(2.5758293035489004, within(1e-12));
        assertThat(StandardNormal.twoSidedPValue(-1.959963984540054)).isEqualTo(0.05, within(1e-12));
        assertThat(StandardNormal.twoSidedPValue(Double.NEGATIVE_INFINITY)).isZero();
    }

    @Test
    void refusesEndsOutOfOrderAndConfidenceOutsideItsRange() {
        assertThatThrownBy(() -> new Interval(2, 1, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lower and upper must be finite and in order, found 2.0 and 1.0");
        assertThatThrownBy(() -> new Interval(1, 2, 95))
                .hasMessage("confidence must lie strictly between 0 and 1, found 95.0");
        assertThatThrownBy(() -> new Interval(Double.NaN, 2, 0.95)).hasMessageContaining("found NaN and 2.0");
    }

    @Test
    void wilsonMatchesItsPublishedExamples() {
        // Newcombe, Statistics in Medicine 1998, table I: 81/263, 15/148, 0/20 and 1/29.
        assertWilson(81, 263, 0.2553, 0.3662);
        assertWilson(15, 148, 0.0624, 0.1605);
        assertWilson(0, 20, 0, 0.1611);
        assertWilson(1, 29, 0.0061, 0.1718);
    }

    @Test
    void wilsonRefusesImpossibleCounts() {
        assertThatThrownBy(() -> WilsonInterval.of(0, 0, 0.95)).hasMessage("trials must be 1 or more, found 0");
        assertThatThrownBy(() -> WilsonInterval.of(3, 2, 0.95))
                .hasMessage("successes must lie between 0 and the trials, 2, found 3.0");
    }

    @Property(seed = "91")
    void wilsonHoldsItsShareAndGrowsWithConfidence(
            @ForAll @IntRange(min = 1, max = 100_000) int trials, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double successes = Math.floor(share * trials);
        Interval narrow = WilsonInterval.of(successes, trials, 0.8);
        Interval wide = WilsonInterval.of(successes, trials, 0.99);

        assertThat(narrow.contains(successes / trials)).isTrue();
        assertThat(wide.lower()).isBetween(0.0, narrow.lower());
        assertThat(wide.upper()).isBetween(narrow.upper(), 1.0);
    }

    private static void assertWilson(int successes, int trials, double lower, double upper) {
        Interval interval = WilsonInterval.of(successes, trials, 0.95);

        assertThat(interval.lower()).isEqualTo(lower, within(5e-5));
        assertThat(interval.upper()).isEqualTo(upper, within(5e-5));
    }
}
