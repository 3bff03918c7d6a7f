package io.headrace.stats;

import java.util.Objects;

/**
 * Two AUCs on the same rows and their difference, first minus second.
 *
 * @param first AUC of the first scores
 * @param second AUC of the second scores
 * @param covariance DeLong's covariance of the two AUCs
 */
public record AucComparison(AucEstimate first, AucEstimate second, double covariance) {
    public AucComparison {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        if (!Double.isFinite(covariance)) {
            throw new IllegalArgumentException("covariance must be finite, found " + covariance);
        }
    }

    /** First AUC minus second. */
    public double difference() {
        return first.auc() - second.auc();
    }

    /** Standard error of the difference: {@code √(var₁ + var₂ − 2·cov)}. */
    public double differenceStandardError() {
        return Math.sqrt(Math.max(0, first.variance() + second.variance() - 2 * covariance));
    }

    /**
     * The difference in standard errors.
     *
     * <p>0 when there is no difference; infinite when there is one without any variance, as between a perfect and a
     * perfectly wrong score.
     */
    public double z() {
        return difference() == 0 ? 0 : difference() / differenceStandardError();
    }

    /**
     * The normal interval of the difference, cut to −1 to 1.
     *
     * @param confidence strictly between 0 and 1
     */
    public Interval differenceInterval(double confidence) {
        return Interval.normal(difference(), differenceStandardError(), confidence)
                .clippedTo(-1, 1);
    }
}
