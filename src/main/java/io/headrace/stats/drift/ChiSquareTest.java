package io.headrace.stats.drift;

import java.util.Arrays;

/**
 * Pearson's test whether two samples have the same shares.
 *
 * <p>Two-sample: both are samples of something, as a contingency table of two rows. The one-sample form takes the
 * reference's shares as exact, which they never are, and so finds drift too often (35 % instead of 5 % with equal sizes and
 * five bins); it is here to compare with Deequ and Evidently.
 *
 * @param statistic 0 or more
 * @param degrees bins with a row in either sample, less 1
 * @param pValue the chance of a statistic this large or larger without drift
 */
public record ChiSquareTest(double statistic, int degrees, double pValue) {
    /** Expected rows of a bin from which the chi-square distribution describes its noise (Cochran). */
    private static final double ENOUGH = 5;

    /** Two samples by the same bins; both have rows. */
    public static ChiSquareTest twoSample(long[] reference, long[] now) {
        double n = SharedBins.total("the reference", reference);
        double m = SharedBins.total("now", now);
        int degrees = SharedBins.filled(reference, now) - 1;
        double statistic = 0;
        for (int bin = 0; bin < now.length; bin++) {
            double both = reference[bin] + now[bin];
            if (both > 0) {
                double gap = now[bin] * n - reference[bin] * m;
                statistic += gap * gap / both;
            }
        }
        statistic /= n * m;
        return new ChiSquareTest(statistic, degrees, ChiSquareLaw.upperTail(degrees, statistic));
    }

    /** The same, after bins of which the smaller sample expects fewer than five rows are put into one. */
    public static ChiSquareTest twoSampleOfCommonBins(long[] reference, long[] now) {
        double n = SharedBins.total("the reference", reference);
        double m = SharedBins.total("now", now);
        SharedBins.filled(reference, now);
        double share = Math.min(n, m) / (n + m);
        long[] before = Arrays.copyOf(reference, reference.length + 1);
        long[] after = Arrays.copyOf(now, now.length + 1);
        for (int bin = 0; bin < now.length; bin++) {
            if ((reference[bin] + now[bin]) * share < ENOUGH) {
                before[now.length] += before[bin];
                after[now.length] += after[bin];
                before[bin] = 0;
                after[bin] = 0;
            }
        }
        return twoSample(before, after);
    }

    /**
     * One sample against the shares of a reference that are taken as exact; infinite where a bin is new. Bins empty on both sides
     * do not count.
     */
    public static ChiSquareTest oneSample(long[] reference, long[] now) {
        double scale = (double) SharedBins.total("now", now) / SharedBins.total("the reference", reference);
        int degrees = SharedBins.filled(reference, now) - 1;
        double statistic = 0;
        for (int bin = 0; bin < now.length; bin++) {
            double expected = reference[bin] * scale;
            double gap = now[bin] - expected;
            statistic += gap == 0 ? 0 : gap * gap / expected;
        }
        return new ChiSquareTest(statistic, degrees, ChiSquareLaw.upperTail(degrees, statistic));
    }
}
