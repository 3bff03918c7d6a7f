package io.headrace.stats.drift;

/**
 * The law of an index of drift where nothing has moved: chi-square with {@code B − 1} degrees, times a scale.
 *
 * <p>PSI over B bins of n and m rows has the scale {@code 1/n + 1/m} (B. Yurdakul, "Statistical properties of population
 * stability index", 2018; du Pisanie et al. 2023); the Jensen-Shannon divergence and the squared Hellinger distance an eighth of
 * it, Pearson's statistic itself 1. If the true index is d, the law is the noncentral one with {@code d / scale}, to first
 * order; from it follow power and the test against a tolerance.
 *
 * @param degrees bins that have a row in either sample, less 1; 0 or more
 * @param scale above 0
 */
public record ScaledChiSquare(int degrees, double scale) {
    public ScaledChiSquare {
        if (degrees < 0 || !(scale > 0)) {
            throw new IllegalArgumentException(
                    "degrees must be 0 or more and the scale above 0, found " + degrees + " and " + scale);
        }
    }

    /** Of PSI. */
    public static ScaledChiSquare ofStability(int bins, long n, long m) {
        return new ScaledChiSquare(Math.max(0, bins - 1), 1.0 / n + 1.0 / m);
    }

    /** Of the Jensen-Shannon divergence in nats, and of the squared Hellinger distance. */
    public static ScaledChiSquare ofJensenShannon(int bins, long n, long m) {
        return new ScaledChiSquare(Math.max(0, bins - 1), (1.0 / n + 1.0 / m) / 8);
    }

    /** The chance of an index this large or larger where nothing has moved. */
    public double pValue(double index) {
        return ChiSquareLaw.upperTail(degrees, index / scale);
    }

    /** The index that stays below with this probability where nothing has moved: the 0.95 and 0.99 of a drift row. */
    public double quantile(double probability) {
        return scale * ChiSquareLaw.critical(degrees, 1 - probability);
    }

    /**
     * The chance of an index this large or larger where the true one is the tolerance: small only if there is more drift than is
     * tolerated. The test of PRS (arXiv 2307.11878), of an index instead of a relative change of each bin.
     */
    public double toleratedPValue(double index, double tolerance) {
        return ChiSquareLaw.upperTail(degrees, tolerance / scale, index / scale);
    }

    /** The chance that a test of this level sees drift where the true index is this one. */
    public double power(double index, double level) {
        return ChiSquareLaw.upperTail(degrees, index / scale, ChiSquareLaw.critical(degrees, level));
    }

    /** The index that a test of this level sees with this power. */
    public double detectable(double level, double power) {
        return degrees == 0 ? Double.POSITIVE_INFINITY : scale * ChiSquareLaw.noncentrality(degrees, level, power);
    }
}
