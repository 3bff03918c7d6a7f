package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    @Test
    void averagesThePrecisionAtEachPositive() {
        assertThat(AveragePrecision.of(Outcomes.of("0011", 0.1, 0.4, 0.35, 0.8)))
                .isEqualTo((1 + 2.0 / 3) / 2, within(1e-15));
    }

    @Test
    void isTheShareOfPositivesForAConstantScore() {
        assertThat(AveragePrecision.of(Outcomes.of("10000", 3, 3, 3, 3, 3))).isEqualTo(0.2, within(1e-15));
    }

    @Test
    void isOneWhenEveryRowIsPositive() {
        assertThat(AveragePrecision.of(Outcomes.of("11", 0.1, 0.2))).isEqualTo(1);
    }

    @Test
    void needsAPositive() {
        assertThatThrownBy(() -> AveragePrecision.of(Outcomes.of("00", 0.1, 0.2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Average precision needs at least 1 positive row, found 0 positive and 2 negative");
    }

    @Property(seed = "31")
    void equalsTheAreaOverAllThresholds(@ForAll("outcomes") BinaryOutcomes outcomes) {
        double area = 0;
        double recallBefore = 0;
        double[] thresholds = Arrays.stream(Outcomes.scores(outcomes))
                .distinct()
                .map(score -> -score)
                .sorted()
                .map(negated -> -negated)
                .toArray();
        for (double threshold : thresholds) {
            ConfusionCounts counts = ConfusionCounts.at(threshold, outcomes);
            double recall = counts.recall();
            area += (recall - recallBefore) * counts.precision();
            recallBefore = recall;
        }

        assertThat(AveragePrecision.of(outcomes)).isEqualTo(area, within(1e-12));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }
}
