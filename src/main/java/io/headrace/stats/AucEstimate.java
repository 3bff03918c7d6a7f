package io.headrace.stats;

/**
 * An AUC with its sampling error.
 *
 * @param auc 0 to 1
 * @param variance DeLong's variance of the AUC, 0 or more
 */
public record AucEstimate(double auc, double variance) {
    public AucEstimate {
        if (!(auc >= 0 && auc <= 1)) {
            throw new IllegalArgumentException("auc must lie between 0 and 1, found " + auc);
        }
        if (!(variance >= 0)) {
            throw new IllegalArgumentException("variance must be 0 or more, found " + variance);
        }
    }

    /** Standard error of the AUC. */
    public double standardError() {
        return Math.sqrt(variance);
    }

    /**
     * The normal interval, cut to 0 to 1.
     *
     * <p>At an AUC of exactly 0 or 1 the variance is 0 and the interval a point: it means that no pair was misranked, not
     * that there is no doubt.
     *
     * @param confidence strictly between 0 and 1
     */
    public Interval interval(double confidence) {
        return Interval.normal(auc, standardError(), confidence).clippedTo(0, 1);
    }
}
