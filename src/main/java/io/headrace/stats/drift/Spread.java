package io.headrace.stats.drift;

import java.math.BigDecimal;
import java.math.MathContext;

/** Variance and covariance from exact sums, without the cancellation that plain sums of large numbers suffer. */
public final class Spread {
    private static final double LEAST = Double.MIN_NORMAL * 0x1p106;

    private Spread() {}

    /** {@code (n·Q − S²) / n²}, 0 or more, the difference taken with twice the digits of a double. */
    public static double variance(long n, ExactTotal sum, ExactTotal squares) {
        return squares.value() == 0 ? 0 : Math.max(0, covariance(n, sum, sum, squares));
    }

    /**
     * {@code (n·P − S·T) / n²}, the difference taken with twice the digits of a double.
     *
     * @param n number of pairs, 1 or more
     * @param first sum S of the first of each pair
     * @param second sum T of the second
     * @param products sum P of their products
     */
    public static double covariance(long n, ExactTotal first, ExactTotal second, ExactTotal products) {
        double s = first.value();
        double t = second.value();
        double p = products.value();
        double crossed = s * t;
        double scaled = n * p;
        double magnitude = Math.max(Math.abs(crossed), Math.abs(scaled));
        if (magnitude == 0 && (s == 0 || t == 0)) {
            return 0;
        }
        if (!(magnitude <= Double.MAX_VALUE) || magnitude < LEAST) {
            return exact(n, first, second, products);
        }
        double low = Math.fma((double) n, p, -scaled) - Math.fma(s, t, -crossed);
        double tail = n * products.remainder() - (s * second.remainder() + t * first.remainder());
        return ((scaled - crossed) + (low + tail)) / n / n;
    }

    private static double exact(long n, ExactTotal first, ExactTotal second, ExactTotal products) {
        BigDecimal rows = BigDecimal.valueOf(n);
        return products.exact()
                .multiply(rows)
                .subtract(first.exact().multiply(second.exact()))
                .divide(rows.multiply(rows), MathContext.DECIMAL128)
                .doubleValue();
    }
}
