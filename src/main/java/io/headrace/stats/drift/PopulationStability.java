package io.headrace.stats.drift;

/**
 * The population stability index, {@code Σ (q − p) ln(q / p)} over bins, p the reference's shares and q those now, in nats.
 *
 * <p>0 without change, never negative. Its noise grows with bins and falls with rows, see {@link ScaledChiSquare}: with ten
 * bins and 100 rows on each side it is above the customary 0.1 in four of five windows without any drift. Bins empty on both
 * sides do not count.
 */
public final class PopulationStability {
    private PopulationStability() {}

    /** The index of rows by bin; both have rows. */
    public static double of(long[] reference, long[] now, Smoothing smoothing) {
        long n = SharedBins.total("the reference", reference);
        long m = SharedBins.total("now", now);
        int bins = SharedBins.filled(reference, now);
        double index = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + now[bin] > 0) {
                double p = smoothing.share(reference[bin], n, bins);
                double q = smoothing.share(now[bin], m, bins);
                index += (q - p) * Math.log(q / p);
            }
        }
        return index;
    }
}
