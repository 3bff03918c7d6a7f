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

class IsotonicCurveTest {
    @Test
    void matchesThePublishedExample() {
        IsotonicCurve curve = IsotonicCurve.fit(Outcomes.CALIBRATION_EXAMPLE);

        assertThat(Arrays.stream(Outcomes.scores(Outcomes.CALIBRATION_EXAMPLE))
                        .map(curve::at)
                        .toArray())
                .containsExactly(new double[] {0, 0, 0, 0.5, 0.5, 0.6667, 0.6667, 0.6667, 1, 1}, within(5e-5));
    }

    @Test
    void runsStraightBetweenScoresAndFlatOutside() {
        IsotonicCurve curve = IsotonicCurve.fit(Outcomes.of("01", 0.2, 0.6));

        assertThat(curve.at(0.3)).isEqualTo(0.25, within(1e-15));
        assertThat(curve.at(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(curve.at(7)).isEqualTo(1);
    }

    @Test
    void isConstantWithOneClass() {
        assertThat(IsotonicCurve.fit(Outcomes.of("000", 0.1, 0.2, 0.3)).at(0.25))
                .isZero();
    }

    @Test
    void refusesNoRowsInfiniteAndMissingScores() {
        assertThatThrownBy(() -> IsotonicCurve.fit(Outcomes.of("")))
                .hasMessage("An isotonic curve needs at least 1 row, found 0");
        assertThatThrownBy(() -> IsotonicCurve.fit(Outcomes.of("01", 0.5, Double.POSITIVE_INFINITY)))
                .hasMessage("scores[1] must be finite, found Infinity");
        assertThatThrownBy(() -> IsotonicCurve.fit(Outcomes.of("01", 0.5, 0.6)).at(Double.NaN))
                .hasMessage("score must be a number, found NaN");
    }

    /** The value at a score is the largest, over starts, of the smallest mean, over ends, of the runs around it. */
    @Property(seed = "81")
    void equalsTheMaxMinFormula(@ForAll("outcomes") BinaryOutcomes outcomes) {
        IsotonicCurve curve = IsotonicCurve.fit(outcomes);
        double[] ascending =
                Arrays.stream(Outcomes.scores(outcomes)).distinct().sorted().toArray();
        for (double score : ascending) {
            double largest = 0;
            for (double start : ascending) {
                double smallest = 1;
                for (double end : ascending) {
                    if (start <= score && score <= end) {
                        smallest = Math.min(smallest, meanBetween(start, end, outcomes));
                    }
                }
                largest = start <= score ? Math.max(largest, smallest) : largest;
            }
            assertThat(curve.at(score)).isEqualTo(largest, within(1e-12));
        }
    }

    @Property(seed = "82")
    void keepsTheOverallRate(@ForAll("outcomes") BinaryOutcomes outcomes) {
        IsotonicCurve curve = IsotonicCurve.fit(outcomes);

        assertThat(Arrays.stream(Outcomes.scores(outcomes)).map(curve::at).sum())
                .isEqualTo(outcomes.positives(), within(1e-9));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }

    private static double meanBetween(double start, double end, BinaryOutcomes outcomes) {
        int rows = 0;
        int positives = 0;
        for (int row = 0; row < outcomes.rows(); row++) {
            if (start <= outcomes.score(row) && outcomes.score(row) <= end) {
                rows++;
                positives += outcomes.isPositive(row) ? 1 : 0;
            }
        }
        return (double) positives / rows;
    }
}
