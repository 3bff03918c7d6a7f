package io.headrace.stats;

/**
 * How prediction intervals fit the labels of some rows.
 *
 * @param held rows whose label lies within its interval, ends included
 * @param width of the intervals
 */
public record IntervalCounts(long held, PairedMean width) {
    public IntervalCounts {
        if (held < 0 || held > width.rows()) {
            throw new IllegalArgumentException("held must lie in 0 to " + width.rows() + ", found " + held);
        }
    }

    /** The share of the labels that lie within. */
    public DecisionCounts.Share coverage() {
        return new DecisionCounts.Share(held, width.rows());
    }
}
