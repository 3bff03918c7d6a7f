package io.headrace.quality;

import java.math.BigInteger;

/** An exact sum of longs, in halves of 32 bits: it overflows at no number of values that a table has. */
final class WholeSum {
    private static final int HALF = 32;
    private static final long LOW = (1L << HALF) - 1;

    private long high;
    private long low;

    void add(long value) {
        high += value >> HALF;
        low += value & LOW;
    }

    BigInteger total() {
        return BigInteger.valueOf(high).shiftLeft(HALF).add(BigInteger.valueOf(low));
    }
}
