package io.headrace.stats.drift;

import java.math.BigDecimal;
import java.math.MathContext;

/** Variance from exact sums, without the cancellation that plain sums of large numbers suffer. */
final class Spread {
    private Spread() {}

    /** {@code (n·Q − S²) / n²}, 0 or more, the difference taken with twice the digits of a double. */
    static double variance(long n, ExactTotal sum, ExactTotal squares) {
        double s = sum.value();
        double q = squares.value();
        if (q == 0) {
            return 0;
        }
        double squared = s * s;
        double scaled = n * q;
        if (!(Double.isFinite(squared) && Double.isFinite(scaled)) || scaled < Double.MIN_NORMAL * 0x1p106) {
            return exact(n, sum, squares);
        }
        double low = Math.fma((double) n, q, -scaled) - Math.fma(s, s, -squared);
        double tail = n * squares.remainder() - 2 * s * sum.remainder();
        return Math.max(0, ((scaled - squared) + (low + tail)) / n / n);
    }

    private static double exact(long n, ExactTotal sum, ExactTotal squares) {
        BigDecimal rows = BigDecimal.valueOf(n);
        BigDecimal s = sum.exact();
        return squares.exact()
                .multiply(rows)
                .subtract(s.multiply(s))
                .divide(rows.multiply(rows), MathContext.DECIMAL128)
                .doubleValue();
    }
}
