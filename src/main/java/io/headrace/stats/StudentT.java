package io.headrace.stats;

import org.apache.commons.math3.special.Beta;

/** Student's t distribution. */
public final class StudentT {
    private static final int HALVINGS = 200;

    private StudentT() {}

    /**
     * {@code P(|T| >= |t|)}; 0 for an infinite t.
     *
     * @param degrees of freedom, 1 or more
     */
    public static double twoSidedPValue(double t, int degrees) {
        if (degrees < 1) {
            throw new IllegalArgumentException("degrees must be 1 or more, found " + degrees);
        }
        return Double.isInfinite(t) ? 0 : Beta.regularizedBeta(degrees / (degrees + t * t), degrees / 2.0, 0.5);
    }

    /** The t for which {@code P(|T| <= t)} is the confidence: 2.228139 for 0.95 and 10 degrees. */
    public static double twoSidedCritical(double confidence, int degrees) {
        Requirements.requireOpenShare("confidence", confidence);
        double low = 0;
        double high = 1;
        while (twoSidedPValue(high, degrees) > 1 - confidence) {
            low = high;
            high *= 2;
        }
        for (int step = 0; step < HALVINGS && low < high; step++) {
            double middle = (low + high) / 2;
            if (twoSidedPValue(middle, degrees) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
