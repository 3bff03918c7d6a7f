package io.headrace.stats;

import java.util.Arrays;

/**
 * What a policy would have earned in total on the rows of a randomised trial, though it was not the one followed.
 *
 * <p>A row whose arm is what the policy wants stands for others like it, by the inverse of the chance it had of that arm
 * (Horvitz and Thompson 1952), with weights made to sum to the rows they stand for (Hájek 1971; self-normalised as in
 * Swaminathan and Joachims 2015). With {@code π_i} the policy's chance of treating row i, {@code e_i} the trial's, and
 * {@code T_i}, {@code Y_i} arm and value:
 *
 * <pre>
 *   w_i    = π_i·T_i / e_i                 v_i    = (1−π_i)·(1−T_i) / (1−e_i)
 *   μ₁     = Σ w_i·Y_i / Σ w_i             μ₀     = Σ v_i·Y_i / Σ v_i
 *   total  = Σ π_i · μ₁ + Σ (1−π_i) · μ₀
 *   u_i    = Σ π_i · w_i·(Y_i−μ₁) / Σ w_i + Σ (1−π_i) · v_i·(Y_i−μ₀) / Σ v_i
 *   error² = Σ u_i²
 * </pre>
 *
 * So nobody is the mean of the control rows times all rows, everybody that of the treated rows. The gain of one policy
 * over another uses the differences of their {@code u_i}: rows on which both agree cancel as far as they can. The error
 * is the linearised one, for the number treated as given; it is poor where a policy's arm was seen in few rows only.
 * Assumes that a row's value does not depend on who else is treated, and that scores were fixed before the outcome.
 *
 * @param total in the unit of the values, over all rows
 * @param standardError of the total, 0 or more
 */
public record PolicyValue(double total, double standardError) {
    private static final int FEWEST_ROWS_OF_ARM = 2;

    public PolicyValue {
        if (!Double.isFinite(total)) {
            throw new IllegalArgumentException("total must be finite, found " + total);
        }
        if (!(standardError >= 0 && Double.isFinite(standardError))) {
            throw new IllegalArgumentException("standardError must be finite and 0 or more, found " + standardError);
        }
    }

    /**
     * The total the policy would have earned.
     *
     * <p>Refuses a policy that treats (or spares) rows of which fewer than two were treated (or spared) in the trial.
     */
    public static PolicyValue of(TreatmentPolicy policy, RandomisedTrial trial) {
        Linearised linearised = Linearised.of(policy, trial);
        return new PolicyValue(linearised.total, rootOfSquares(linearised.influences));
    }

    /** What the policy would have earned more than the other, or less where negative. */
    public static PolicyValue gain(TreatmentPolicy policy, TreatmentPolicy other, RandomisedTrial trial) {
        Linearised first = Linearised.of(policy, trial);
        Linearised second = Linearised.of(other, trial);
        double[] influences = new double[trial.rows()];
        Arrays.setAll(influences, row -> first.influences[row] - second.influences[row]);
        return new PolicyValue(first.total - second.total, rootOfSquares(influences));
    }

    /**
     * The normal interval of the total.
     *
     * @param confidence strictly between 0 and 1
     */
    public Interval interval(double confidence) {
        return Interval.normal(total, standardError, confidence);
    }

    private static double rootOfSquares(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    /** The total of a policy, and how far each row pulls it up or down. */
    private static final class Linearised {
        private final double[] influences;
        private double total;

        private Linearised(int rows) {
            influences = new double[rows];
        }

        static Linearised of(TreatmentPolicy policy, RandomisedTrial trial) {
            Requirements.requireSameLength("policy", policy.rows(), "trial", trial.rows());
            Linearised result = new Linearised(trial.rows());
            result.addArm("treats", policy, trial, true);
            result.addArm("spares", policy, trial, false);
            return result;
        }

        private void addArm(String verb, TreatmentPolicy policy, RandomisedTrial trial, boolean treated) {
            double wanted = 0;
            double weights = 0;
            double weightedValues = 0;
            int seen = 0;
            for (int row = 0; row < trial.rows(); row++) {
                wanted += chanceOfArm(policy, row, treated);
                double weight = weight(policy, trial, row, treated);
                weights += weight;
                weightedValues += weight * trial.value(row);
                seen += weight > 0 ? 1 : 0;
            }
            if (wanted == 0) {
                return;
            }
            if (seen < FEWEST_ROWS_OF_ARM) {
                throw new IllegalArgumentException("the policy " + verb + " rows of which the trial saw only " + seen
                        + " in that arm; it needs " + FEWEST_ROWS_OF_ARM + " or more");
            }
            double mean = weightedValues / weights;
            total += wanted * mean;
            for (int row = 0; row < trial.rows(); row++) {
                influences[row] += wanted * weight(policy, trial, row, treated) * (trial.value(row) - mean) / weights;
            }
        }

        private static double weight(TreatmentPolicy policy, RandomisedTrial trial, int row, boolean treated) {
            return trial.isTreated(row) == treated ? chanceOfArm(policy, row, treated) / trial.chanceOfOwnArm(row) : 0;
        }

        private static double chanceOfArm(TreatmentPolicy policy, int row, boolean treated) {
            return treated ? policy.chance(row) : 1 - policy.chance(row);
        }
    }
}
