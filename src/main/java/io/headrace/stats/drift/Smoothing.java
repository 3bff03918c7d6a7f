package io.headrace.stats.drift;

/**
 * What an index makes of a bin without rows, whose logarithm would be infinite. The choice moves PSI by a factor of two and
 * more, so it stands beside every value.
 *
 * @param rowsAdded rows added to every bin, 0 or more
 * @param leastShare a share that is smaller counts as this one, and nothing is taken from the others; 0 or more
 */
public record Smoothing(double rowsAdded, double leastShare) {
    /** Half a row more in every bin, the default: a rare bin weighs less the fewer rows there are. */
    public static final Smoothing HALF_A_ROW = new Smoothing(0.5, 0);

    /** An empty bin has a share of 0.0001, as Evidently has it. */
    public static final Smoothing TEN_THOUSANDTH = new Smoothing(0, 1e-4);

    public Smoothing {
        if (!(rowsAdded >= 0 && leastShare >= 0 && rowsAdded + leastShare > 0 && leastShare < 1)) {
            throw new IllegalArgumentException("an empty bin must get a share above 0, found " + rowsAdded
                    + " rows added and a least share of " + leastShare);
        }
    }

    double share(long rows, long total, int bins) {
        return Math.max(leastShare, (rows + rowsAdded) / (total + rowsAdded * bins));
    }

    /** For the row of the value, such as {@code +0.5 rows}. */
    public String words() {
        return leastShare > 0 ? "least share " + leastShare : "+" + rowsAdded + " rows";
    }
}
