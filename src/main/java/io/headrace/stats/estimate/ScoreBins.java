package io.headrace.stats.estimate;

/**
 * The bins in which probabilities are counted: 1,000 of equal width on 0 to 1, right-closed, and 0 belongs to the first.
 *
 * <p>An edge is the double nearest to {@code b/1000}, the same that {@link io.headrace.stats.CalibrationTable} has for a
 * bin count that divides 1,000; a probability on an edge is in the bin below it.
 */
public final class ScoreBins {
    /** Number of bins. */
    public static final int COUNT = 1000;

    private ScoreBins() {}

    /**
     * The bin of a probability, 0 for the lowest.
     *
     * @param probability 0 to 1
     */
    public static int of(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability must lie between 0 and 1, found " + probability);
        }
        int bin = Math.min((int) (probability * COUNT), COUNT - 1);
        while (bin > 0 && probability <= edge(bin)) {
            bin--;
        }
        while (probability > edge(bin + 1)) {
            bin++;
        }
        return bin;
    }

    /** The open lower edge of a bin; with {@code bin + 1} its closed upper edge. */
    public static double edge(int bin) {
        return (double) bin / COUNT;
    }
}
