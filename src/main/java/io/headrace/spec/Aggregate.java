package io.headrace.spec;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is made of the values in a window. Values that are null are left out; of no value at all every aggregate but the counts
 * is null.
 *
 * @param function what is computed
 * @param parameter the number of latest values, 1 or more, or the share of a quantile, 0 to 1; 0 where there is none
 */
public record Aggregate(Function function, double parameter) implements Serializable {
    /** The functions by their names in specs, in lower case and with hyphens. */
    public enum Function {
        /** Number of values; of rows where no value is named. */
        COUNT,
        /** Exact sum, rounded once where the values are doubles. */
        SUM,
        /** The sum as a double, divided by the number of values. */
        MEAN,
        /** The smallest value. */
        MIN,
        /** The largest value. */
        MAX,
        /** Variance of a sample, from exact sums; null for less than two values. */
        VARIANCE,
        /** The square root of the variance. */
        DEVIATION,
        /** The value of the earliest event; of several at its instant the smallest. */
        FIRST,
        /** The value of the latest event, or of the latest but some; of several at an instant the largest counts as later. */
        LAST,
        /** Number of different values. */
        DISTINCT,
        /** Number of different values by a HyperLogLog sketch of 2^12 registers, about 1.6 % off. */
        APPROX_DISTINCT,
        /** The smallest value that at least the share of the values do not exceed. */
        QUANTILE,
        /** The value that comes most often; of several the smallest. */
        TOP,
        /** Time since the latest event, in days of 24 hours. */
        SINCE
    }

    public Aggregate {
        Objects.requireNonNull(function, "function");
        if (function == Function.LAST && (parameter < 1 || parameter != (int) parameter)) {
            throw new IllegalArgumentException("which of the latest must be 1 or more, found " + parameter);
        }
        if (function == Function.QUANTILE && !(parameter >= 0 && parameter <= 1)) {
            throw new IllegalArgumentException("the share of a quantile must lie in 0 to 1, found " + parameter);
        }
    }

    /** An aggregate without parameter. */
    public Aggregate(Function function) {
        this(function, function == Function.LAST ? 1 : 0);
    }
}
