package io.headrace.stats;

/**
 * A two-sided confidence interval, both ends included.
 *
 * @param lower finite, at most {@code upper}
 * @param upper finite
 * @param confidence the share of repetitions whose interval covers the truth, strictly between 0 and 1
 */
public record Interval(double lower, double upper, double confidence) {
    public Interval {
        if (!(Double.isFinite(lower) && Double.isFinite(upper) && lower <= upper)) {
            throw new IllegalArgumentException(
                    "lower and upper must be finite and in order, found " + lower + " and " + upper);
        }
        Requirements.requireOpenShare("confidence", confidence);
    }

    /** The estimate plus and minus z standard errors, z from the normal distribution. */
    public static Interval normal(double estimate, double standardError, double confidence) {
        double halfWidth = StandardNormal.twoSidedCritical(confidence) * standardError;
        return new Interval(estimate - halfWidth, estimate + halfWidth, confidence);
    }

    /** The part inside the range a parameter can take. */
    public Interval clippedTo(double lowest, double highest) {
        return new Interval(
                Math.min(Math.max(lower, lowest), highest), Math.max(Math.min(upper, highest), lowest), confidence);
    }

    /** Whether a value lies in the interval, ends included. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}
