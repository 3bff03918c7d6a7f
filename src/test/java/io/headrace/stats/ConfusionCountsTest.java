package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ConfusionCountsTest {
    @Test
    void actsAtTheThresholdItself() {
        assertThat(ConfusionCounts.at(0.5, Outcomes.of("10110", 0.5, 0.5, 0.4, 0.9, 0.1)))
                .isEqualTo(new ConfusionCounts(2, 1, 1, 1));
    }

    @Test
    void givesTheUsualShares() {
        ConfusionCounts counts = new ConfusionCounts(3, 1, 2, 4);

        assertThat(counts.accuracy()).hasValue(0.7);
        assertThat(counts.precision()).hasValue(0.75);
        assertThat(counts.recall()).hasValue(0.6);
        assertThat(counts.falsePositiveRate()).hasValue(0.2);
    }

    @Test
    void hasNoShareOfNothing() {
        ConfusionCounts counts = ConfusionCounts.at(0.5, Outcomes.of(""));

        assertThat(counts.accuracy()).isEmpty();
        assertThat(counts.precision()).isEmpty();
        assertThat(counts.recall()).isEmpty();
        assertThat(counts.falsePositiveRate()).isEmpty();
    }

    @Test
    void refusesNegativeCountsAndNanThresholds() {
        assertThatThrownBy(() -> new ConfusionCounts(1, 1, -1, 1))
                .hasMessage("falseNegatives must be 0 or more, found -1");
        assertThatThrownBy(() -> ConfusionCounts.at(Double.NaN, Outcomes.of("1", 0.5)))
                .hasMessage("threshold must be a number, found NaN");
    }

    @Property(seed = "51")
    void addsUpOverPartsOfTheRows(
            @ForAll("outcomes") BinaryOutcomes first,
            @ForAll("outcomes") BinaryOutcomes second,
            @ForAll @DoubleRange(min = 0, max = 1) double threshold) {
        ConfusionCounts whole = ConfusionCounts.at(threshold, Outcomes.joined(first, second));

        assertThat(ConfusionCounts.at(threshold, first).plus(ConfusionCounts.at(threshold, second)))
                .isEqualTo(whole);
        assertThat(whole.rows()).isEqualTo(first.rows() + second.rows());
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }
}
