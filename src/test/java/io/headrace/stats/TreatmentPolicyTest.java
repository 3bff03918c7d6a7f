package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TreatmentPolicyTest {
    @Test
    void treatsTheHighestScores() {
        assertThat(chances(TreatmentPolicy.highest(new double[] {0.2, 0.9, 0.5}, 2)))
                .containsExactly(0, 1, 1);
    }

    @Test
    void givesTiedRowsTheLastPlacesInEqualParts() {
        assertThat(chances(TreatmentPolicy.highest(new double[] {0.5, 0.9, 0.5, 0.5, 0.1}, 2)))
                .containsExactly(1.0 / 3, 1, 1.0 / 3, 1.0 / 3, 0);
    }

    @Test
    void treatsNobodyEverybodyOrAShare() {
        assertThat(chances(TreatmentPolicy.nobody(2))).containsExactly(0, 0);
        assertThat(chances(TreatmentPolicy.everybody(2))).containsExactly(1, 1);
        assertThat(chances(TreatmentPolicy.random(2, 0.3))).containsExactly(0.3, 0.3);
        assertThat(TreatmentPolicy.nobody(0).expectedShare()).isZero();
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> TreatmentPolicy.highest(new double[2], 3))
                .hasMessage("count must lie between 0 and the number of rows, 2, found 3");
        assertThatThrownBy(() -> TreatmentPolicy.highest(new double[] {1, Double.NaN}, 1))
                .hasMessage("scores[1] must be a number, found NaN");
        assertThatThrownBy(() -> TreatmentPolicy.random(2, 1.2))
                .hasMessage("share must lie between 0 and 1, found 1.2");
    }

    @Property(seed = "101")
    void treatsAsManyAsAsked(
            @ForAll("outcomes") BinaryOutcomes outcomes, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int count = (int) (share * outcomes.rows());

        assertThat(TreatmentPolicy.highest(Outcomes.scores(outcomes), count).expectedShare())
                .isEqualTo((double) count / outcomes.rows(), within(1e-12));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }

    private static double[] chances(TreatmentPolicy policy) {
        return IntStream.range(0, policy.rows()).mapToDouble(policy::chance).toArray();
    }
}
