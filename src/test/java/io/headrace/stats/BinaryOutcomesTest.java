package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BinaryOutcomesTest {
    @Test
    void countsTheClasses() {
        BinaryOutcomes outcomes = Outcomes.of("0010", 0.1, 0.2, 0.3, 0.4);

        assertThat(outcomes.rows()).isEqualTo(4);
        assertThat(outcomes.positives()).isEqualTo(1);
        assertThat(outcomes.negatives()).isEqualTo(3);
        assertThat(outcomes.hasBothClasses()).isTrue();
    }

    @Test
    void allowsNoRowsAndOneClass() {
        assertThat(Outcomes.of("").hasBothClasses()).isFalse();
        assertThat(Outcomes.of("11", 0.1, 0.2).hasBothClasses()).isFalse();
        assertThat(Outcomes.of("00", 0.1, 0.2).hasBothClasses()).isFalse();
    }

    @Test
    void doesNotSeeLaterChangesOfItsArrays() {
        double[] scores = {0.1, 0.2};
        boolean[] labels = {false, true};
        BinaryOutcomes outcomes = BinaryOutcomes.of(scores, labels);

        scores[0] = 9;
        labels[0] = true;

        assertThat(outcomes.score(0)).isEqualTo(0.1);
        assertThat(outcomes.isPositive(0)).isFalse();
    }

    @Test
    void treatsBothZerosAsOneScore() {
        assertThat(RocAuc.of(Outcomes.of("10", -0.0, 0.0))).isEqualTo(0.5);
    }

    @Test
    void refusesUnequalLengths() {
        assertThatThrownBy(() -> BinaryOutcomes.of(new double[3], new boolean[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores and labels must have the same length, found 3 and 2");
    }

    @Test
    void refusesNanWithItsPosition() {
        assertThatThrownBy(() -> Outcomes.of("010", 0.1, Double.NaN, 0.3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores[1] must be a number, found NaN");
    }
}
