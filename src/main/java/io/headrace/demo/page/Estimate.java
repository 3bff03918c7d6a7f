package io.headrace.demo.page;

/**
 * A number known up to chance: its value and the ends of its 95 % interval.
 *
 * @param value the point estimate
 * @param low the lower end, at most the value
 * @param high the upper end, at least the value
 */
public record Estimate(double value, double low, double high) {
    public Estimate {
        if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "value, low and high must be finite, found " + value + ", " + low + ", " + high);
        }
        if (low > value || value > high) {
            throw new IllegalArgumentException(
                    "low <= value <= high must hold, found " + low + ", " + value + ", " + high);
        }
    }

    /** A number known exactly, such as the profit of doing nothing. */
    public static Estimate exactly(double value) {
        return new Estimate(value, value, value);
    }

    /** Whether the interval lies above the number, so that chance alone does not explain the excess. */
    public boolean isAbove(double number) {
        return low > number;
    }

    /** Whether the interval lies below the number. */
    public boolean isBelow(double number) {
        return high < number;
    }

    /** Whether the interval, ends included, holds the number. */
    public boolean covers(double number) {
        return low <= number && number <= high;
    }
}
