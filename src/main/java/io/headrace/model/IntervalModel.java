package io.headrace.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * Bounds on a predicted number: two models of quantiles, and the margin that conformalises them (Y. Romano, E. Patterson and E. J. Candès,
 * "Conformalized Quantile Regression", 2019).
 *
 * <p>The smaller of the two predictions is the lower bound, whichever model gives it. The margin is subtracted from it and added to the
 * other. Where a margin below 0 would make the bounds cross, both are the middle between the predictions. Bounds on a number that is never
 * negative are at least 0.
 *
 * @param coverage the share of labels that are to lie within, more than 0, less than 1
 * @param lower predicts a small quantile
 * @param upper predicts a great quantile, with the same features
 * @param margin finite
 * @param fromZero whether the number is never negative
 */
public record IntervalModel(double coverage, AdditiveModel lower, AdditiveModel upper, double margin, boolean fromZero)
        implements Serializable {
    public IntervalModel {
        Objects.requireNonNull(lower, "lower");
        Objects.requireNonNull(upper, "upper");
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("the coverage must lie between 0 and 1, found " + coverage);
        }
        if (!Double.isFinite(margin)) {
            throw new IllegalArgumentException("the margin must be finite, found " + margin);
        }
        if (lower.output() != Output.NUMBER || upper.output() != Output.NUMBER) {
            throw new IllegalArgumentException("bounds are models of numbers");
        }
        if (!lower.encoder().equals(upper.encoder())) {
            throw new IllegalArgumentException("both bounds must have the same features");
        }
    }

    /**
     * The bounds on the label of a row, ends included.
     *
     * @param lower at most {@code upper}
     */
    public record Bounds(double lower, double upper) {}

    /** The encoder of raw rows for both models. */
    public FeatureEncoder encoder() {
        return lower.encoder();
    }

    /** The bounds for a row that {@link #encoder} has encoded. */
    public Bounds bounds(double[] slots) {
        double one = lower.rawScoreOf(slots);
        double other = upper.rawScoreOf(slots);
        double from = Math.min(one, other) - margin;
        double to = Math.max(one, other) + margin;
        if (from > to) {
            from = one + (other - one) / 2;
            to = from;
        }
        double least = fromZero ? 0 : Double.NEGATIVE_INFINITY;
        return new Bounds(Math.max(least, from), Math.max(least, to));
    }

    /** The bounds for a row of raw values; see {@link FeatureEncoder#encode}. */
    public Bounds bounds(Object[] raw) {
        double[] slots = new double[encoder().width()];
        encoder().encode(raw, slots);
        return bounds(slots);
    }
}
