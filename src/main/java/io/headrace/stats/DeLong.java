package io.headrace.stats;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The sampling error of AUCs, and the paired test of two scores on the same rows.
 *
 * <p>Each positive row i has a placement {@code V₁₀(i)}, the share of negatives it outranks, each negative row j has
 * {@code V₀₁(j)}, the share of positives that outrank it; ties count half. The AUC is the mean of either, and
 * {@code cov(AUC_a, AUC_b) = S₁₀/P + S₀₁/N} with the sample covariances S of the placements under a and b (DeLong,
 * DeLong and Clarke-Pearson, Biometrics 1988). Placements come from sorted scores of the other class, in O(n log n), as
 * the midranks of Sun and Xu (2014) do.
 *
 * <p>Needs two rows of each class. The normal approximation is poor for a handful of them.
 */
public final class DeLong {
    private DeLong() {}

    /** The AUC with its variance. */
    public static AucEstimate estimate(BinaryOutcomes outcomes) {
        Placements placements = Placements.of(outcomes);
        return placements.estimate();
    }

    /**
     * Compares two scores of the same rows, given in the same order.
     *
     * @param first its AUC is the minuend of the difference
     * @param second must have the same labels as {@code first}
     */
    public static AucComparison compare(BinaryOutcomes first, BinaryOutcomes second) {
        Requirements.requireSameLength("first", first.rows(), "second", second.rows());
        if (!first.sameLabelsAs(second)) {
            throw new IllegalArgumentException("first and second must have the same labels in the same order");
        }
        Placements firstPlacements = Placements.of(first);
        Placements secondPlacements = Placements.of(second);
        return new AucComparison(
                firstPlacements.estimate(), secondPlacements.estimate(), firstPlacements.covariance(secondPlacements));
    }

    /** For each group, the share of the other class on the right side of its rows. */
    private static final class Placements {
        private final BinaryOutcomes outcomes;
        private final double[] ofPositives;
        private final double[] ofNegatives;
        private final double auc;

        private Placements(BinaryOutcomes outcomes, double[] ofPositives, double[] ofNegatives, double auc) {
            this.outcomes = outcomes;
            this.ofPositives = ofPositives;
            this.ofNegatives = ofNegatives;
            this.auc = auc;
        }

        static Placements of(BinaryOutcomes outcomes) {
            outcomes.requireOfEachClass("The variance of the AUC", 2);
            double[] ascending = outcomes.distinctScores();
            long[] positivesAt = new long[ascending.length];
            long[] negativesAt = new long[ascending.length];
            int[] levels = new int[outcomes.groups()];
            for (int group = 0; group < levels.length; group++) {
                levels[group] = Arrays.binarySearch(ascending, outcomes.score(group));
                positivesAt[levels[group]] += outcomes.positives(group);
                negativesAt[levels[group]] += outcomes.negatives(group);
            }
            double[] below = midranks(negativesAt, outcomes.negatives());
            double[] positivesBelow = midranks(positivesAt, outcomes.positives());
            double[] ofPositives = new double[levels.length];
            double[] ofNegatives = new double[levels.length];
            for (int group = 0; group < levels.length; group++) {
                ofPositives[group] = below[levels[group]];
                ofNegatives[group] = 1 - positivesBelow[levels[group]];
            }
            return new Placements(outcomes, ofPositives, ofNegatives, RocAuc.of(outcomes));
        }

        /** For each level the share of rows below it, those at it counted half. */
        private static double[] midranks(long[] at, double rows) {
            double[] shares = new double[at.length];
            long before = 0;
            for (int level = 0; level < at.length; level++) {
                shares[level] = (before + at[level] / 2.0) / rows;
                before += at[level];
            }
            return shares;
        }

        AucEstimate estimate() {
            return new AucEstimate(auc, covariance(this));
        }

        double covariance(Placements other) {
            return covariance(ofPositives, other.ofPositives, outcomes::positives) / outcomes.positives()
                    + covariance(ofNegatives, other.ofNegatives, outcomes::negatives) / outcomes.negatives();
        }

        private static double covariance(double[] first, double[] second, IntUnaryOperator count) {
            long rows = 0;
            double firstSum = 0;
            double secondSum = 0;
            for (int group = 0; group < first.length; group++) {
                rows += count.applyAsInt(group);
                firstSum += first[group] * count.applyAsInt(group);
                secondSum += second[group] * count.applyAsInt(group);
            }
            double sum = 0;
            for (int group = 0; group < first.length; group++) {
                sum += (first[group] - firstSum / rows) * (second[group] - secondSum / rows) * count.applyAsInt(group);
            }
            return sum / (rows - 1);
        }
    }
}
