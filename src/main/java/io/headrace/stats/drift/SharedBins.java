package io.headrace.stats.drift;

/** What two samples counted by the same bins have in common. */
final class SharedBins {
    private SharedBins() {}

    /** Bins with a row in either; refuses different numbers of bins. */
    static int filled(long[] reference, long[] now) {
        if (reference.length != now.length) {
            throw new IllegalArgumentException(
                    "both must have the same bins, found " + reference.length + " and " + now.length);
        }
        int filled = 0;
        for (int bin = 0; bin < now.length; bin++) {
            filled += reference[bin] + now[bin] > 0 ? 1 : 0;
        }
        return filled;
    }

    /** All rows; refuses none. */
    static long total(String name, long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        if (total == 0) {
            throw new IllegalArgumentException(name + " must have rows, found none");
        }
        return total;
    }
}
