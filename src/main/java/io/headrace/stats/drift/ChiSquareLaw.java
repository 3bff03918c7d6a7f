package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;
import org.apache.commons.math3.special.Gamma;

/** The chi-square distribution, central and not. */
final class ChiSquareLaw {
    /** So many standard deviations below the mean less than 1e-9 is left: the lower tail is lighter than the normal one. */
    private static final double FAR = 6;

    /** From here on a law of this many degrees and this noncentrality is normal after Sankaran's power. */
    private static final double LARGE = 1e4;

    private static final double NOTHING = 1e-17;

    private ChiSquareLaw() {}

    /** {@code P(X >= value)}; 1 without degrees. */
    static double upperTail(int degrees, double value) {
        if (degrees == 0 || value <= 0) {
            return 1;
        }
        // Below 1e-320 in any case: the tail is about exp(-value/2).
        return value > 1_600 + 20.0 * degrees ? 0 : Gamma.regularizedGammaQ(degrees / 2.0, value / 2);
    }

    /** The value for which {@code P(X >= value)} is the share. */
    static double critical(int degrees, double share) {
        if (degrees == 0) {
            return 0;
        }
        double low = 0;
        double high = degrees + 10;
        while (upperTail(degrees, high) > share) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-12 * high) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (upperTail(degrees, middle) > share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** {@code P(X >= value)} of the law with a noncentrality, to about 1e-10, above a noncentrality of 10,000 to 1e-4. */
    static double upperTail(int degrees, double noncentrality, double value) {
        if (degrees == 0 || value <= 0) {
            return 1;
        }
        double mean = degrees + noncentrality;
        double deviation = Math.sqrt(2 * (degrees + 2 * noncentrality));
        if (noncentrality > LARGE) {
            return sankaran(degrees, noncentrality, value);
        }
        if (value < mean - FAR * deviation) {
            return 1;
        }
        return noncentrality == 0 ? upperTail(degrees, value) : mixture(degrees, noncentrality, value);
    }

    /** A Poisson mixture of central laws, from its most frequent part outwards. */
    private static double mixture(int degrees, double noncentrality, double value) {
        double rate = noncentrality / 2;
        double half = value / 2;
        int middle = (int) rate;
        double start = middle + degrees / 2.0;
        double weight = Math.exp(-rate + middle * Math.log(rate) - Gamma.logGamma(middle + 1.0));
        double tail = Gamma.regularizedGammaQ(start, half);
        // What one step of two degrees adds to the tail: half^a exp(-half) / Gamma(a + 1).
        double step = Math.exp(-half + start * Math.log(half) - Gamma.logGamma(start + 1));
        double sum = weight * tail;
        double upWeight = weight;
        double upTail = tail;
        double upStep = step;
        for (int j = middle + 1; upWeight > NOTHING; j++) {
            upWeight *= rate / j;
            upTail += upStep;
            upStep *= half / (j + degrees / 2.0);
            sum += upWeight * Math.min(1, upTail);
        }
        double downWeight = weight;
        double downTail = tail;
        double downStep = step * start / half;
        for (int j = middle; j > 0 && downWeight > NOTHING; j--) {
            downWeight *= j / rate;
            downTail -= downStep;
            downStep *= (j - 1 + degrees / 2.0) / half;
            sum += downWeight * Math.max(0, downTail);
        }
        return Math.min(1, sum);
    }

    /** M. Sankaran, "Approximations to the non-central chi-square distribution", Biometrika 50, 1963, the second one. */
    private static double sankaran(int degrees, double noncentrality, double value) {
        double mean = degrees + noncentrality;
        double twice = degrees + 2 * noncentrality;
        double h = 1 - 2.0 / 3 * mean * (degrees + 3 * noncentrality) / (twice * twice);
        double p = twice / (mean * mean);
        double m = (h - 1) * (1 - 3 * h);
        double centre = 1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p);
        double deviation = h * Math.sqrt(2 * p) * (1 + 0.5 * m * p);
        return StandardNormal.cumulative(-(Math.pow(value / mean, h) - centre) / deviation);
    }

    /** The noncentrality at which a test of this level finds something with this power. */
    static double noncentrality(int degrees, double level, double power) {
        double critical = critical(degrees, level);
        double low = 0;
        double high = 1;
        while (upperTail(degrees, high, critical) < power) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-9 * high) {
            double middle = (low + high) / 2;
            if (upperTail(degrees, middle, critical) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
