package io.headrace.stats.trial;

import io.headrace.stats.StandardNormal;
import java.util.SplittableRandom;

/** What simulations of trials share: limits of counts, and laws to draw outcomes from. */
public final class Simulations {
    private Simulations() {}

    /** The most findings of so many runs that a chance explains, at three standard deviations. */
    public static int most(int runs, double chance) {
        return (int) Math.floor(runs * chance + 3 * Math.sqrt(runs * chance * (1 - chance)));
    }

    /** A normal number. */
    public static double normal(SplittableRandom random) {
        return StandardNormal.quantile((random.nextLong() >>> 12) * 0x1p-52 + 0x1p-53);
    }

    /** A number of a skewed law, mean 1 and variance 1. */
    public static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }
}
