package io.headrace.stats.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.value.BreakEven.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CostMatrixTest {
    /** B1. */
    @Test
    void aMissThatCostsFiveTimesAFalseAlarmBreaksEvenAtOneSixth() {
        BreakEven breakEven = CostMatrix.ofCosts(1, 5, "EUR").breakEven();
        assertThat(breakEven.kind()).isEqualTo(Kind.FROM);
        assertThat(breakEven.probability()).isCloseTo(1.0 / 6, within(1e-15));
    }

    @Test
    void saysWhereNoProbabilityBreaksEven() {
        assertThat(kind(5, 1, 0, 0)).isEqualTo(Kind.ALWAYS);
        assertThat(kind(0, 0, 5, 1)).isEqualTo(Kind.NEVER);
        assertThat(kind(2, 3, 2, 3)).isEqualTo(Kind.INDIFFERENT);
        assertThat(kind(-1, 4, 0, 0)).isEqualTo(Kind.UP_TO);
        assertThat(new CostMatrix(-1, 4, 0, 0, "EUR").breakEven().probability()).isEqualTo(0.8);
    }

    private static Kind kind(double hit, double falseAlarm, double miss, double rest) {
        return new CostMatrix(hit, falseAlarm, miss, rest, "EUR").breakEven().kind();
    }

    @Property
    void actingPaysWhereItIsExpectedToEarnNoLess(
            @ForAll @DoubleRange(min = -5, max = 5) double hit,
            @ForAll @DoubleRange(min = -5, max = 5) double falseAlarm,
            @ForAll @DoubleRange(min = -5, max = 5) double miss,
            @ForAll @DoubleRange(min = 0, max = 1) double probability) {
        CostMatrix matrix = new CostMatrix(hit, falseAlarm, miss, 1, "EUR");
        double gain = matrix.acted(probability) - matrix.spared(probability);
        if (Math.abs(gain) > 1e-9) {
            assertThat(matrix.breakEven().pays(probability)).isEqualTo(gain > 0);
        }
    }

    @Test
    void refusesWhatIsNoValue() {
        assertThatThrownBy(() -> new CostMatrix(Double.NaN, 0, 0, 0, "EUR"))
                .hasMessage("hit must be finite, found NaN");
        assertThatThrownBy(() -> new CostMatrix(1, 0, 0, 0, " ")).hasMessage("currency must be named");
    }
}
