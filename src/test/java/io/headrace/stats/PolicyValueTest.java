package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicyValueTest {
    private static final RandomisedTrial SMALL =
            RandomisedTrial.of(new boolean[] {true, true, false, false, false}, new double[] {6, 2, 1, 2, 3}, 0.4);

    @Test
    void nobodyIsTheControlMeanAndEverybodyTheTreatedMeanTimesAllRows() {
        PolicyValue nobody = PolicyValue.of(TreatmentPolicy.nobody(5), SMALL);
        PolicyValue everybody = PolicyValue.of(TreatmentPolicy.everybody(5), SMALL);

        assertThat(nobody.total()).isEqualTo(10, within(1e-12));
        assertThat(nobody.standardError()).isEqualTo(5.0 / 3 * Math.sqrt(2), within(1e-12));
        assertThat(everybody.total()).isEqualTo(20, within(1e-12));
        assertThat(everybody.standardError()).isEqualTo(5.0 / 2 * Math.sqrt(8), within(1e-12));
    }

    @Test
    void randomTreatmentLiesBetweenInProportion() {
        PolicyValue random = PolicyValue.of(TreatmentPolicy.random(5, 0.25), SMALL);

        assertThat(random.total()).isEqualTo(0.75 * 10 + 0.25 * 20, within(1e-12));
    }

    @Test
    void usesTreatedRowsOfThoseChosenAndControlRowsOfTheRest() {
        RandomisedTrial trial =
                RandomisedTrial.of(Outcomes.labels("11001100"), new double[] {5, 7, 0, 0, 100, 100, 1, 3}, 0.5);
        TreatmentPolicy firstHalf = TreatmentPolicy.highest(new double[] {1, 1, 1, 1, 0, 0, 0, 0}, 4);

        assertThat(PolicyValue.of(firstHalf, trial).total()).isEqualTo(4 * 6 + 4 * 2, within(1e-12));
    }

    @Test
    void weighsRowsByTheInverseOfTheirChance() {
        RandomisedTrial trial = RandomisedTrial.of(
                Outcomes.labels("1100"), new double[] {10, 20, 0, 0}, new double[] {0.8, 0.2, 0.5, 0.5});

        assertThat(PolicyValue.of(TreatmentPolicy.everybody(4), trial).total())
                .isEqualTo(4 * (10 / 0.8 + 20 / 0.2) / (1 / 0.8 + 1 / 0.2), within(1e-12));
    }

    @Test
    void hasNoGainOverItself() {
        TreatmentPolicy policy = TreatmentPolicy.random(5, 0.3);

        assertThat(PolicyValue.gain(policy, policy, SMALL)).isEqualTo(new PolicyValue(0, 0));
    }

    @Test
    void refusesAPolicyTheTrialSaysNothingAbout() {
        TreatmentPolicy lastThree = TreatmentPolicy.highest(new double[] {0, 0, 1, 1, 1}, 3);

        assertThatThrownBy(() -> PolicyValue.of(lastThree, SMALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the policy treats rows of which the trial saw only 0 in that arm; it needs 2 or more");
        assertThatThrownBy(() -> PolicyValue.of(TreatmentPolicy.nobody(4), SMALL))
                .hasMessage("policy and trial must have the same length, found 4 and 5");
    }

    @Test
    void refusesATrialThatCannotBe() {
        assertThatThrownBy(() -> RandomisedTrial.of(new boolean[2], new double[3], 0.5))
                .hasMessage("treated and values must have the same length, found 2 and 3");
        assertThatThrownBy(() -> RandomisedTrial.of(new boolean[1], new double[1], 1))
                .hasMessage("propensity must lie strictly between 0 and 1, found 1.0");
        assertThatThrownBy(() -> RandomisedTrial.of(new boolean[2], new double[2], new double[] {0.5, 0}))
                .hasMessage("propensities[1] must lie strictly between 0 and 1, found 0.0");
        assertThatThrownBy(() -> RandomisedTrial.of(new boolean[1], new double[] {Double.NaN}, 0.5))
                .hasMessage("values[0] must be finite, found NaN");
        assertThatThrownBy(() -> RandomisedTrial.of(new boolean[0], new double[0], 0.5))
                .hasMessage("A trial needs at least 1 row, found 0");
    }

    /** Over many trials of one made-up population whose every outcome is known, totals centre on the truth. */
    @Test
    void coversTheTrueTotalAndGainAsOftenAsItSays() {
        int runs = 400;
        int totalCovered = 0;
        int gainCovered = 0;
        for (int run = 0; run < runs; run++) {
            MadeUpTrial made = new MadeUpTrial(1_500, 9_000 + run);
            TreatmentPolicy model = TreatmentPolicy.highest(made.scores, 500);
            TreatmentPolicy random = TreatmentPolicy.random(1_500, 1.0 / 3);
            RandomisedTrial trial = made.trial();
            totalCovered += PolicyValue.of(model, trial).interval(0.9).contains(made.trueTotal(model)) ? 1 : 0;
            gainCovered += PolicyValue.gain(model, random, trial)
                            .interval(0.9)
                            .contains(made.trueTotal(model) - made.trueTotal(random))
                    ? 1
                    : 0;
        }

        assertThat(totalCovered / (double) runs).isBetween(0.87, 0.99);
        assertThat(gainCovered / (double) runs).isBetween(0.87, 0.99);
    }

    /** Rows whose treatment pays the more the higher their score, and costs money below 0.4. */
    private static final class MadeUpTrial {
        private final double[] scores;
        private final double[] untreatedValues;
        private final boolean[] treated;

        MadeUpTrial(int rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            scores = new double[rows];
            untreatedValues = new double[rows];
            treated = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                scores[row] = random.nextDouble();
                untreatedValues[row] = 3 + random.nextGaussian();
                treated[row] = random.nextDouble() < 0.7;
            }
        }

        RandomisedTrial trial() {
            double[] values = untreatedValues.clone();
            for (int row = 0; row < values.length; row++) {
                values[row] += treated[row] ? effect(row) : 0;
            }
            return RandomisedTrial.of(treated, values, 0.7);
        }

        double trueTotal(TreatmentPolicy policy) {
            double total = 0;
            for (int row = 0; row < scores.length; row++) {
                total += untreatedValues[row] + policy.chance(row) * effect(row);
            }
            return total;
        }

        private double effect(int row) {
            return 2 * (scores[row] - 0.4);
        }
    }
}
