package io.headrace.features.windows;

import io.headrace.stats.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Number, sum and sum of squares of some numbers, all exact: whole numbers and decimals as decimals, doubles as sums of doubles. */
final class Total {
    private static final int REAL = 1;
    private static final int SQUARED = 2;

    private final boolean squared;
    private long count;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal squares = BigDecimal.ZERO;
    private ExactSum realSum;
    private ExactSum realSquares;

    /** The total of nothing, with squares or without. */
    Total(boolean squared) {
        this.squared = squared;
    }

    /** The total of one number. */
    static Total of(Object number, boolean squared) {
        Total total = new Total(squared);
        total.count = 1;
        if (number instanceof Double real) {
            total.addReal(real);
        } else {
            total.sum = number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) number);
            total.squares = squared ? total.sum.multiply(total.sum) : BigDecimal.ZERO;
        }
        return total;
    }

    private void addReal(double real) {
        reals();
        realSum.add(real);
        if (squared) {
            realSquares.addSquare(real);
        }
    }

    void add(Total other) {
        count += other.count;
        if (other.realSum == null) {
            sum = sum.add(other.sum);
            squares = squared ? squares.add(other.squares) : squares;
        } else {
            reals();
            realSum.add(other.realSum);
            if (squared) {
                realSquares.add(other.realSquares);
            }
        }
    }

    void clear() {
        count = 0;
        sum = BigDecimal.ZERO;
        squares = BigDecimal.ZERO;
        realSum = null;
        realSquares = null;
    }

    void subtract(Total other) {
        count -= other.count;
        if (other.realSum == null) {
            sum = sum.subtract(other.sum);
            squares = squared ? squares.subtract(other.squares) : squares;
        } else {
            realSum.subtract(other.realSum);
            if (squared) {
                realSquares.subtract(other.realSquares);
            }
        }
    }

    private void reals() {
        if (realSum == null) {
            realSum = new ExactSum();
            realSquares = squared ? new ExactSum() : null;
        }
    }

    /** A decimal, or of doubles a double; null of nothing. */
    Object sum() {
        if (count == 0) {
            return null;
        }
        return realSum == null ? sum : (Object) realSum.value();
    }

    /** The sum as a double, divided by the number; null of nothing. */
    Double mean() {
        return count == 0 ? null : (realSum == null ? sum.doubleValue() : realSum.value()) / count;
    }

    /** (n Σx² − (Σx)²) / (n (n − 1)), the numerator exact; null of less than two numbers. */
    Double variance() {
        if (count < 2) {
            return null;
        }
        if (realSum != null && !realSum.isFinite()) {
            return Double.NaN;
        }
        BigDecimal total = realSum == null ? sum : realSum.exact();
        BigDecimal squared = realSum == null ? squares : realSquares.exact();
        BigDecimal spread = squared.multiply(BigDecimal.valueOf(count)).subtract(total.multiply(total));
        return spread.doubleValue() / ((double) count * (count - 1));
    }

    /** The square root of the variance. */
    Double deviation() {
        Double variance = variance();
        return variance == null ? null : (Double) Math.sqrt(variance);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte((realSum == null ? 0 : REAL) + (squared ? SQUARED : 0));
        out.writeLong(count);
        if (realSum == null) {
            write(sum, out);
        } else {
            realSum.write(out);
        }
        if (squared && realSum == null) {
            write(squares, out);
        } else if (squared) {
            realSquares.write(out);
        }
    }

    static Total read(DataInput in) throws IOException {
        int kind = in.readByte();
        Total total = new Total((kind & SQUARED) > 0);
        total.count = in.readLong();
        if ((kind & REAL) > 0) {
            total.realSum = ExactSum.read(in);
            total.realSquares = total.squared ? ExactSum.read(in) : null;
        } else {
            total.sum = readDecimal(in);
            total.squares = total.squared ? readDecimal(in) : BigDecimal.ZERO;
        }
        return total;
    }

    private static void write(BigDecimal number, DataOutput out) throws IOException {
        byte[] digits = number.unscaledValue().toByteArray();
        out.writeShort(number.scale());
        out.writeShort(digits.length);
        out.write(digits);
    }

    private static BigDecimal readDecimal(DataInput in) throws IOException {
        int scale = in.readShort();
        byte[] digits = new byte[in.readShort()];
        in.readFully(digits);
        return new BigDecimal(new BigInteger(digits), scale);
    }
}
