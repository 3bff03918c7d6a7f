package io.headrace.stats.value;

import java.util.Objects;

/**
 * What computing costs, by a price that the project declares.
 *
 * @param perCoreHour finite, 0 or more
 * @param currency it is counted in
 */
public record ComputePrice(double perCoreHour, String currency) {
    private static final double SECONDS_PER_HOUR = 3600;

    public ComputePrice {
        if (!(perCoreHour >= 0 && Double.isFinite(perCoreHour))) {
            throw new IllegalArgumentException("perCoreHour must be finite and 0 or more, found " + perCoreHour);
        }
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * The cost of some work.
     *
     * @param coreSeconds seconds times the cores that were held, 0 or more
     */
    public double of(double coreSeconds) {
        if (!(coreSeconds >= 0 && Double.isFinite(coreSeconds))) {
            throw new IllegalArgumentException("coreSeconds must be finite and 0 or more, found " + coreSeconds);
        }
        return coreSeconds * perCoreHour / SECONDS_PER_HOUR;
    }
}
