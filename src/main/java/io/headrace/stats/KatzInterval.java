package io.headrace.stats;

/**
 * The interval of a ratio of two independent shares.
 *
 * <p>{@code r·exp(± z·√((1 − p₁)/(n₁p₁) + (1 − p₀)/(n₀p₀)))} (D. Katz and others, Biometrics 34, 1978). Where a share is 0, or both are 1, the logarithm or its
 * error says nothing; then half a row with and half a row without is added to both, and the interval also takes in the ratio as
 * counted.
 */
public final class KatzInterval {
    private KatzInterval() {}

    /**
     * The interval of first over second.
     *
     * @param first of rows, one at least
     * @param second of rows, one at least
     * @param confidence strictly between 0 and 1
     */
    public static Interval of(DecisionCounts.Share first, DecisionCounts.Share second, double confidence) {
        if (first.all() < 1 || second.all() < 1) {
            throw new IllegalArgumentException(
                    "each share needs 1 row or more, found " + first.all() + " and " + second.all());
        }
        boolean bare =
                first.of() == 0 || second.of() == 0 || (first.of() == first.all() && second.of() == second.all());
        double added = bare ? 0.5 : 0;
        double logarithm = Math.log((first.of() + added) / (first.all() + 2 * added))
                - Math.log((second.of() + added) / (second.all() + 2 * added));
        double error = Math.sqrt(variance(first, added) + variance(second, added));
        double wide = StandardNormal.twoSidedCritical(confidence) * error;
        double lower = Math.exp(logarithm - wide);
        double upper = Math.exp(logarithm + wide);
        return second.of() == 0
                ? new Interval(lower, upper, confidence)
                : new Interval(
                        Math.min(lower, first.value() / second.value()),
                        Math.max(upper, first.value() / second.value()),
                        confidence);
    }

    private static double variance(DecisionCounts.Share share, double added) {
        return 1 / (share.of() + added) - 1 / (share.all() + 2 * added);
    }
}
