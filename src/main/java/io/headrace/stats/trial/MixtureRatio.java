package io.headrace.stats.trial;

/**
 * The mixture sequential probability ratio test of a difference against 0.
 *
 * <p>{@code Λ = √(V/(V + τ²)) · exp(d²τ² / (2V(V + τ²)))}, with the difference d, its squared standard error V, and effects under
 * the alternative normal with variance τ²; p at every look is the least {@code 1/Λ} so far (Johari, Koomen, Pekelis and Walsh, 2015
 * and Operations Research 70, 2022). {@link ConfidenceSequence} is the same mixture with τ² in units of the outcome's variance.
 *
 * @param effectVariance τ², in the squared unit of the difference, above 0
 */
public record MixtureRatio(double effectVariance) {
    public MixtureRatio {
        if (!(effectVariance > 0 && Double.isFinite(effectVariance))) {
            throw new IllegalArgumentException("effectVariance must be above 0, found " + effectVariance);
        }
    }

    /** Λ: how much better the mixture of effects explains the difference than no effect does. */
    public double ratio(double difference, double squaredError) {
        if (!(squaredError > 0)) {
            throw new IllegalArgumentException("squaredError must be above 0, found " + squaredError);
        }
        double both = squaredError + effectVariance;
        return Math.sqrt(squaredError / both)
                * Math.exp(difference * difference * effectVariance / (2 * squaredError * both));
    }

    /**
     * The p value that holds at this look and all before it.
     *
     * @param before the p value of the look before, 1 at the first
     */
    public double pValue(double difference, double squaredError, double before) {
        return Math.min(before, 1 / ratio(difference, squaredError));
    }
}
