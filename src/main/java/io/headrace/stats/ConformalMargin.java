package io.headrace.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * By how much bounds on a number must be moved outwards so that a share of labels lies within them: conformalised quantile regression (Y.
 * Romano, E. Patterson and E. J. Candès, "Conformalized Quantile Regression", NeurIPS 2019, algorithm 1).
 *
 * <p>Of each of n rows that the bounds were not fitted to, {@link #score} says by how much they miss its label, or, below 0, have room to
 * spare. The margin is the ⌈(n+1) × coverage⌉-th smallest of the scores. Of a further row that is exchangeable with these, bounds moved by it
 * hold the label with a probability of at least the coverage, whatever the bounds and the distribution, and of at most coverage +
 * 1/(n+1) where no two scores are equal.
 */
public final class ConformalMargin {
    private ConformalMargin() {}

    /**
     * The least margin by which bounds hold a label; below 0 where they would hold it if moved inwards.
     *
     * @param lower at most {@code upper}, finite
     * @param actual the label, finite
     */
    public static double score(double lower, double upper, double actual) {
        double margin = Math.max(lower - actual, actual - upper);
        boolean isHeld = lower - margin <= actual && actual <= upper + margin;
        return isHeld ? margin : Math.nextUp(margin);
    }

    /**
     * The fewest rows that have a margin: 9 for a coverage of 0.9, 99 for 0.99.
     *
     * @param coverage more than 0, less than 1; its decimals count, as {@link Double#toString} has them
     */
    public static long leastRows(double coverage) {
        BigDecimal share = share(coverage);
        return share.divide(BigDecimal.ONE.subtract(share), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    /**
     * The margin; the order of the scores does not matter.
     *
     * @param scores {@link #leastRows} or more
     * @param coverage as for {@link #leastRows}
     */
    public static double of(double[] scores, double coverage) {
        int rank = share(coverage)
                .multiply(BigDecimal.valueOf(scores.length + 1L))
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
        if (rank > scores.length) {
            throw new IllegalArgumentException("a coverage of " + coverage + " needs " + leastRows(coverage)
                    + " scores or more, found " + scores.length);
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[rank - 1];
    }

    private static BigDecimal share(double coverage) {
        Requirements.requireOpenShare("coverage", coverage);
        return BigDecimal.valueOf(coverage);
    }
}
