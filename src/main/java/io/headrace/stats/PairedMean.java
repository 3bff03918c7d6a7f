package io.headrace.stats;

/**
 * The mean of what two models differ by on the same rows.
 *
 * @param rows 1 or more
 * @param mean of the differences
 * @param variance of the differences, 0 or more
 */
public record PairedMean(long rows, double mean, double variance) {
    public PairedMean {
        if (rows < 1 || !(variance >= 0)) {
            throw new IllegalArgumentException(
                    "rows must be 1 or more and variance 0 or more, found " + rows + " and " + variance);
        }
    }

    /** The normal interval of the mean. */
    public Interval interval(double confidence) {
        return Interval.normal(mean, Math.sqrt(variance / rows), confidence);
    }
}
