package io.headrace.stats.drift;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How fine bins are put together to coarse ones. */
final class Coarse {
    private Coarse() {}

    /** A copy, if it has a number for each fine bin and leaves none out. */
    static int[] checked(int[] decile, int bins) {
        int[] numbers = Arrays.stream(decile).distinct().sorted().toArray();
        boolean whole = decile.length == bins && numbers[0] == 0 && numbers[numbers.length - 1] == numbers.length - 1;
        if (!whole) {
            throw new IllegalArgumentException("each of " + bins
                    + " bins must have a coarse bin, numbered from 0 without a gap; found " + Arrays.toString(decile));
        }
        return decile.clone();
    }

    /** Neighbours together, to tenths of the rows. */
    static int[] ofShares(long[] rows) {
        double total = Math.max(1, LongStream.of(rows).sum());
        int[] tenths = new int[rows.length];
        double below = 0;
        for (int bin = 0; bin < rows.length; bin++) {
            double middle = (below + rows[bin] / 2.0) / total;
            tenths[bin] = Math.min((int) (middle * NumberBins.MOST_DECILES), NumberBins.MOST_DECILES - 1);
            below += rows[bin];
        }
        return withoutGaps(tenths);
    }

    /**
     * Bins with rows are the numbers of the reference, each by itself if they are few, else to tenths; what it does not have
     * is one more bin.
     */
    static int[] ofNumbers(long[] rows) {
        long[] filled = LongStream.of(rows).filter(count -> count > 0).toArray();
        int[] tenths = ofShares(filled);
        int others = Arrays.stream(tenths).max().orElse(-1) + 1;
        boolean each = filled.length <= NumberBins.MOST_DECILES;
        int[] decile = new int[rows.length];
        int next = 0;
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] == 0) {
                decile[bin] = each ? filled.length : others;
            } else {
                decile[bin] = each ? next : tenths[next];
                next++;
            }
        }
        return decile;
    }

    private static int[] withoutGaps(int[] ascending) {
        int[] numbers = Arrays.stream(ascending).distinct().toArray();
        return Arrays.stream(ascending)
                .map(number -> Arrays.binarySearch(numbers, number))
                .toArray();
    }
}
