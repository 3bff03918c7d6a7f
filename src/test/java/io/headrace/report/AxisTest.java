package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Property(tries = 300)
    void marksHoldTheValuesAndAreFew(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double one,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double other,
            @ForAll @IntRange(min = 2, max = 8) int marks) {
        Axis axis = Axis.around(Math.min(one, other), Math.max(one, other), marks);
        assertThat(axis.least()).isLessThanOrEqualTo(Math.min(one, other) + 1e-6);
        assertThat(axis.most()).isGreaterThanOrEqualTo(Math.max(one, other) - 1e-6);
        assertThat(axis.marks()).hasSizeBetween(2, marks + 2).isSorted();
    }

    @Test
    void marksAreRound() {
        assertThat(Axis.around(-1_100, 4_660, 6).marks()).containsExactly(-2_000.0, 0.0, 2_000.0, 4_000.0, 6_000.0);
        assertThat(Axis.around(0.03, 0.98, 6).marks())
                .as("shares")
                .startsWith(0.0)
                .endsWith(1.0);
        assertThat(Axis.around(5, 5, 6).marks()).as("one value").hasSizeGreaterThan(1);
    }

    @Test
    void labelsHaveTheDecimalsOfTheStep() {
        Axis axis = Axis.around(-0.0035, 0.0055, 6);
        assertThat(axis.label(axis.marks().get(0), 2)).isEqualTo("\u22120.004");
        assertThat(axis.label(0, 2)).isEqualTo("0.000");
        assertThat(Axis.around(0, 12_000, 4).label(5_000, 2)).isEqualTo("5,000");
    }
}
