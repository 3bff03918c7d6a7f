package io.headrace.metric;

import io.headrace.stats.AucEstimate;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.Interval;
import io.headrace.stats.MeanEstimate;
import io.headrace.stats.PairedMean;

/**
 * A value with its 95 % interval.
 *
 * @param lower lower end; the value itself where no interval is known
 * @param upper upper end
 */
public record Measured(double value, double lower, double upper) {
    /** Confidence of all intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Nothing is known. */
    static final Measured NONE = exactly(Double.NaN);

    /** A value without interval. */
    public static Measured exactly(double value) {
        return new Measured(value, value, value);
    }

    /** A value with its interval. */
    public static Measured within(double value, Interval interval) {
        return new Measured(value, interval.lower(), interval.upper());
    }

    /** An area with DeLong's interval. */
    public static Measured of(AucEstimate auc) {
        return within(auc.auc(), auc.interval(CONFIDENCE));
    }

    /** A share of rows with its interval; {@link #NONE} without rows. */
    public static Measured of(DecisionCounts.Share share) {
        return share.all() == 0 ? NONE : within(share.value(), share.interval(CONFIDENCE));
    }

    /** A mean with its interval. */
    public static Measured of(MeanEstimate mean) {
        return within(mean.mean(), mean.interval());
    }

    /** A mean with its normal interval. */
    public static Measured of(PairedMean mean) {
        return within(mean.mean(), mean.interval(CONFIDENCE));
    }

    /** The same in units a factor smaller or larger. */
    public Measured times(double factor) {
        return new Measured(value * factor, lower * factor, upper * factor);
    }
}
