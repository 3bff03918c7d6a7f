package io.headrace.stats.drift;

/** Distances between the shares of two samples by the same bins, each 0 to 1. */
public final class ShareDistance {
    private ShareDistance() {}

    /** {@code ½ Σ|p − q|}: the share of rows that would have to move. */
    public static double totalVariation(long[] reference, long[] now) {
        double sum = 0;
        double n = total(reference, now);
        double m = SharedBins.total("now", now);
        for (int bin = 0; bin < now.length; bin++) {
            sum += Math.abs(reference[bin] / n - now[bin] / m);
        }
        return Math.min(1, sum / 2);
    }

    /** {@code √(½ Σ(√p − √q)²)}. */
    public static double hellinger(long[] reference, long[] now) {
        double sum = 0;
        double n = total(reference, now);
        double m = SharedBins.total("now", now);
        for (int bin = 0; bin < now.length; bin++) {
            double gap = Math.sqrt(reference[bin] / n) - Math.sqrt(now[bin] / m);
            sum += gap * gap;
        }
        return Math.min(1, Math.sqrt(sum / 2));
    }

    /** {@code max|p − q|}: L-infinity. */
    public static double largest(long[] reference, long[] now) {
        double largest = 0;
        double n = total(reference, now);
        double m = SharedBins.total("now", now);
        for (int bin = 0; bin < now.length; bin++) {
            largest = Math.max(largest, Math.abs(reference[bin] / n - now[bin] / m));
        }
        return largest;
    }

    private static double total(long[] reference, long[] now) {
        SharedBins.filled(reference, now);
        return SharedBins.total("the reference", reference);
    }
}
