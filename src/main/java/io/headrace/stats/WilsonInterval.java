package io.headrace.stats;

/**
 * The interval of a share, right also for few rows and for shares near 0 or 1.
 *
 * <p>{@code (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)} with {@code p = successes/n} (Wilson, JASA 1927). It
 * always holds p and never leaves 0 to 1.
 */
public final class WilsonInterval {
    private WilsonInterval() {}

    /**
     * The interval of {@code successes / trials}.
     *
     * @param successes 0 to {@code trials}; a fraction is an expected count
     * @param trials 1 or more
     * @param confidence strictly between 0 and 1
     */
    public static Interval of(double successes, long trials, double confidence) {
        if (trials < 1) {
            throw new IllegalArgumentException("trials must be 1 or more, found " + trials);
        }
        if (!(successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(
                    "successes must lie between 0 and the trials, " + trials + ", found " + successes);
        }
        double z = StandardNormal.twoSidedCritical(confidence);
        double share = successes / trials;
        double shrink = 1 + z * z / trials;
        double center = (share + z * z / (2 * trials)) / shrink;
        double halfWidth = z * Math.sqrt((share * (1 - share) + z * z / (4 * trials)) / trials) / shrink;
        // Rounding alone could put the ends a hair on the wrong side of the share or of 0 and 1.
        return new Interval(
                Math.max(0, Math.min(share, center - halfWidth)),
                Math.min(1, Math.max(share, center + halfWidth)),
                confidence);
    }
}
