package io.headrace.stats.drift;

/**
 * The Jensen-Shannon divergence, {@code ½ KL(p‖m) + ½ KL(q‖m)} with {@code m = (p + q) / 2}, and its root, a distance.
 *
 * <p>Empty bins need no smoothing. Divergence and distance are both called Jensen-Shannon, in two bases: Evidently gives the
 * distance in nats (0.8326 at most), NannyML in base 2 (1 at most), LiFT the divergence in bits. About an eighth of PSI where
 * little has moved.
 *
 * @param divergenceInNats 0 to ln 2
 */
public record JensenShannon(double divergenceInNats) {
    /** Of rows by the same bins; both have rows. */
    public static JensenShannon of(long[] reference, long[] now) {
        double n = SharedBins.total("the reference", reference);
        double m = SharedBins.total("now", now);
        SharedBins.filled(reference, now);
        double divergence = 0;
        for (int bin = 0; bin < now.length; bin++) {
            double p = reference[bin] / n;
            double q = now[bin] / m;
            double middle = (p + q) / 2;
            divergence += part(p, middle) + part(q, middle);
        }
        return new JensenShannon(Math.min(Math.log(2), Math.max(0, divergence / 2)));
    }

    private static double part(double share, double middle) {
        return share == 0 ? 0 : share * Math.log(share / middle);
    }

    /** 0 to 1. */
    public double divergenceInBits() {
        return divergenceInNats / Math.log(2);
    }

    /** The root of the divergence in nats, 0 to 0.8326. */
    public double distanceInNats() {
        return Math.sqrt(divergenceInNats);
    }

    /** The root of the divergence in bits, 0 to 1. */
    public double distanceInBits() {
        return Math.sqrt(divergenceInBits());
    }
}
