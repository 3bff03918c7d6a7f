package io.headrace.metric;

/**
 * The values that a metric can take.
 *
 * @param least the least, or minus infinity
 * @param most the greatest, or infinity
 * @param isWhole whether only whole numbers
 */
public record Range(double least, double most, boolean isWhole) {
    /** Any number. */
    public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

    /** 0 or more. */
    public static final Range FROM_ZERO = new Range(0, Double.POSITIVE_INFINITY, false);

    /** 0 to 1. */
    public static final Range SHARE = new Range(0, 1, false);

    /** −1 to 1. */
    public static final Range DIFFERENCE_OF_SHARES = new Range(-1, 1, false);

    /** A whole number of 1 or more. */
    public static final Range COUNT = new Range(1, Double.POSITIVE_INFINITY, true);

    /** From 0 to a number. */
    public static Range upTo(double most) {
        return new Range(0, most, false);
    }
}
