package io.headrace.stats;

/**
 * Whether two sets of decisions on the same rows are right equally often (Q. McNemar 1947).
 *
 * <p>Only rows on which one is right and the other wrong tell them apart. Exact binomial test up to 1,000 such rows, above that the
 * normal approximation with continuity correction.
 *
 * @param onlyFirst rows on which only the first is right
 * @param onlySecond rows on which only the second is right
 */
public record McNemar(long onlyFirst, long onlySecond) {
    private static final long EXACT_UP_TO = 1000;

    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("counts must be 0 or more, found " + onlyFirst + " and " + onlySecond);
        }
    }

    /** Two-sided p-value of "both are right equally often"; 1 where they never differ. */
    public double pValue() {
        long rows = onlyFirst + onlySecond;
        if (rows == 0) {
            return 1;
        }
        return rows <= EXACT_UP_TO ? exact(rows) : approximate(rows);
    }

    /** Twice the smaller tail of a fair coin. */
    private double exact(long rows) {
        double tail = 0;
        double logHalf = -rows * Math.log(2);
        double logChoose = 0;
        for (long k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            tail += Math.exp(logChoose + logHalf);
            logChoose += Math.log((double) (rows - k) / (k + 1));
        }
        return Math.min(1, 2 * tail);
    }

    private double approximate(long rows) {
        double distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
        return StandardNormal.twoSidedPValue(distance / Math.sqrt((double) rows));
    }
}
