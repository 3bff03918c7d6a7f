package io.headrace.stats;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

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

    /** For each row, the share of the other class on the right side of it. */
    private static final class Placements {
        private final double[] ofPositives;
        private final double[] ofNegatives;
        private final double auc;

        private Placements(double[] ofPositives, double[] ofNegatives, double auc) {
            this.ofPositives = ofPositives;
            this.ofNegatives = ofNegatives;
            this.auc = auc;
        }

        static Placements of(BinaryOutcomes outcomes) {
            outcomes.requireOfEachClass("The variance of the AUC", 2);
            double[] positives = outcomes.positiveScores();
            double[] negatives = outcomes.negativeScores();
            double[] ofPositives = sharesBelow(positives, negatives);
            double[] ofNegatives = sharesBelow(negatives, positives);
            for (int row = 0; row < ofNegatives.length; row++) {
                ofNegatives[row] = 1 - ofNegatives[row];
            }
            return new Placements(ofPositives, ofNegatives, RocAuc.of(outcomes));
        }

        AucEstimate estimate() {
            return new AucEstimate(auc, covariance(this));
        }

        double covariance(Placements other) {
            return covariance(ofPositives, other.ofPositives) / ofPositives.length
                    + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length;
        }

        private static double covariance(double[] first, double[] second) {
            double firstMean = DoubleStream.of(first).sum() / first.length;
            double secondMean = DoubleStream.of(second).sum() / second.length;
            double sum = 0;
            for (int row = 0; row < first.length; row++) {
                sum += (first[row] - firstMean) * (second[row] - secondMean);
            }
            return sum / (first.length - 1);
        }

        private static double[] sharesBelow(double[] scores, double[] others) {
            double[] ascending = others.clone();
            Arrays.sort(ascending);
            double[] shares = new double[scores.length];
            for (int row = 0; row < scores.length; row++) {
                double score = scores[row];
                double below = countLeading(ascending, other -> other < score);
                double notAbove = countLeading(ascending, other -> other <= score);
                shares[row] = (below + notAbove) / 2 / ascending.length;
            }
            return shares;
        }

        /** How many elements meet a condition that holds for the first ones only. */
        private static int countLeading(double[] ascending, DoublePredicate condition) {
            int low = 0;
            int high = ascending.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (condition.test(ascending[middle])) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
