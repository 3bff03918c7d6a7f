package io.headrace.stats;

import java.util.Objects;

/**
 * A mean with its interval.
 *
 * @param mean finite
 * @param interval of the mean
 */
public record MeanEstimate(double mean, Interval interval) {
    public MeanEstimate {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be finite, found " + mean);
        }
        Objects.requireNonNull(interval, "interval");
    }
}
