package io.headrace.stats;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/** Student's t distribution. */
public final class StudentT {
    private static final int MOST_STEPS = 10;

    /** A step this small leaves an error of its square. */
    private static final double DONE = 1e-8;

    private static final double MANY = 100;

    /** The expansion's next term is below 1e-14, and the beta function's own error above it. */
    private static final double VERY_MANY = 1e5;

    /** Relative distance within which the last bits are found by halving. */
    private static final double CLOSE = 1e-13;

    private StudentT() {}

    /**
     * {@code P(|T| >= |t|)}; 0 for an infinite t.
     *
     * @param degrees of freedom, 1 or more; a fraction as Welch's
     */
    public static double twoSidedPValue(double t, double degrees) {
        if (!(degrees >= 1)) {
            throw new IllegalArgumentException("degrees must be 1 or more, found " + degrees);
        }
        return Double.isInfinite(t) ? 0 : Beta.regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
    }

    /**
     * The t for which {@code P(|T| <= t)} is the confidence: 2.228139 for 0.95 and 10 degrees. To the last bit, from 100 degrees on to
     * about 1e-12 of it.
     */
    public static double twoSidedCritical(double confidence, double degrees) {
        Requirements.requireOpenShare("confidence", confidence);
        double chance = 1 - confidence;
        double near = near(chance, degrees);
        if (degrees >= MANY) {
            return near;
        }
        double low = near * (1 - CLOSE);
        double high = near * (1 + CLOSE);
        if (!(twoSidedPValue(low, degrees) > chance && twoSidedPValue(high, degrees) <= chance)) {
            low = 0;
            high = 1;
            while (twoSidedPValue(high, degrees) > chance) {
                low = high;
                high *= 2;
            }
        }
        for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
            if (twoSidedPValue(middle, degrees) > chance) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** By Newton's steps from the expansion of Cornish and Fisher; may not come near for few degrees. */
    private static double near(double chance, double degrees) {
        double z = StandardNormal.twoSidedCritical(1 - chance);
        double t = z
                + (z * z * z + z) / (4 * degrees)
                + (5 * Math.pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * degrees * degrees);
        if (degrees >= VERY_MANY) {
            return t;
        }
        double constant =
                Gamma.logGamma((degrees + 1) / 2) - Gamma.logGamma(degrees / 2) - Math.log(degrees * Math.PI) / 2;
        double step = t;
        for (int i = 0; i < MOST_STEPS && Math.abs(step) > DONE * t; i++) {
            double density = Math.exp(constant - (degrees + 1) / 2 * Math.log1p(t * t / degrees));
            step = (twoSidedPValue(t, degrees) - chance) / (2 * density);
            t += step;
        }
        return t;
    }
}
