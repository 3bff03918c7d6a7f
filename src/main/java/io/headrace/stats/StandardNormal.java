package io.headrace.stats;

import org.apache.commons.math3.special.Erf;

/** The normal distribution with mean 0 and standard deviation 1. */
public final class StandardNormal {
    private StandardNormal() {}

    /** The z for which {@code P(|Z| <= z)} is the confidence: 1.959964 for 0.95. */
    public static double twoSidedCritical(double confidence) {
        return Math.sqrt(2) * Erf.erfInv(Requirements.requireOpenShare("confidence", confidence));
    }

    /** {@code P(|Z| >= |z|)}; 0 for an infinite z. */
    public static double twoSidedPValue(double z) {
        return Erf.erfc(Math.abs(z) / Math.sqrt(2));
    }

    /** {@code P(Z <= z)}. */
    public static double cumulative(double z) {
        return Erf.erfc(-z / Math.sqrt(2)) / 2;
    }

    /** The z for which {@code P(Z <= z)} is the share: 0.841621 for 0.8. */
    public static double quantile(double share) {
        return -Math.sqrt(2) * Erf.erfcInv(2 * Requirements.requireOpenShare("share", share));
    }
}
