package io.headrace.stats.drift;

import io.headrace.stats.ExactSum;
import java.util.Arrays;

/**
 * An exact sum that takes many numbers fast: their 53 bits are added as whole numbers, by exponent, and handed to an {@link
 * ExactSum} before a thousand of them could be too large.
 */
final class SumByExponent {
    private static final int EXPONENTS = 0x7FF;
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;

    /** The weight of the last bit of a number with exponent 1 is 2 to the power of 1 less this. */
    private static final int BIAS = 1075;

    /** 1,023 numbers below 2^53 stay below 2^63. */
    private static final int MOST = 1_023;

    private static final double LARGEST = 0x1p960;
    private static final double LARGEST_SQUARED = 0x1p480;
    private static final double SMALLEST_SQUARED = 0x1p-450;

    private final ExactSum sum = new ExactSum();
    private final long[] parts = new long[EXPONENTS];
    private int first = EXPONENTS;
    private int last = -1;
    private int added;

    /** Adds a finite number. */
    void add(double number) {
        if (Math.abs(number) > LARGEST) {
            sum.add(number);
        } else {
            addBits(Double.doubleToRawLongBits(number));
        }
    }

    /** Adds the square of a finite number, without rounding. */
    void addSquare(double number) {
        double size = Math.abs(number);
        if (size >= SMALLEST_SQUARED && size <= LARGEST_SQUARED) {
            double square = number * number;
            addBits(Double.doubleToRawLongBits(square));
            double rest = Math.fma(number, number, -square);
            if (rest != 0) {
                addBits(Double.doubleToRawLongBits(rest));
            }
        } else if (size != 0) {
            sum.addSquare(number);
        }
    }

    private void addBits(long bits) {
        int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENTS;
        long fraction = exponent == 0 ? bits & FRACTION : (bits & FRACTION) | (FRACTION + 1);
        parts[exponent] += bits < 0 ? -fraction : fraction;
        first = Math.min(first, exponent);
        last = Math.max(last, exponent);
        if (++added == MOST) {
            handOver();
        }
    }

    private void handOver() {
        for (int exponent = first; exponent <= last; exponent++) {
            long part = parts[exponent];
            if (part != 0) {
                int power = Math.max(1, exponent) - BIAS;
                // Two halves of 32 bits are doubles without rounding.
                long low = part & 0xFFFF_FFFFL;
                sum.add(Math.scalb((double) (part - low), power));
                sum.add(Math.scalb((double) low, power));
            }
        }
        Arrays.fill(parts, Math.min(first, EXPONENTS), last + 1, 0);
        first = EXPONENTS;
        last = -1;
        added = 0;
    }

    /** Adds what another sum came to. */
    void add(ExactTotal total) {
        total.addTo(sum);
    }

    /** What was added so far. */
    ExactTotal total() {
        if (added > 0) {
            handOver();
        }
        return ExactTotal.of(sum);
    }
}
