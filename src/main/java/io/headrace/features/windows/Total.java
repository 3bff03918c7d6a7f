package io.headrace.features.windows;

import io.headrace.stats.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Number, sum and sum of squares of some numbers, all exact: whole numbers and decimals as decimals, doubles as sums of doubles. */
final class Total {
    private long count;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal squares = BigDecimal.ZERO;
    private ExactSum realSum;
    private ExactSum realSquares;

    /** @param squared whether the squares are wanted; else they stay zero */
    static Total of(Object number, boolean squared) {
        Total total = new Total();
        total.count = 1;
        if (number instanceof Double real) {
            total.realSum = new ExactSum();
            total.realSquares = new ExactSum();
            total.realSum.add(real);
            if (squared) {
                total.realSquares.addSquare(real);
            }
            return total;
        }
        total.sum = number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) number);
        total.squares = squared ? total.sum.multiply(total.sum) : BigDecimal.ZERO;
        return total;
    }

    void add(Total other) {
        count += other.count;
        if (other.realSum == null) {
            sum = sum.add(other.sum);
            squares = squares.add(other.squares);
        } else {
            reals();
            realSum.add(other.realSum);
            realSquares.add(other.realSquares);
        }
    }

    void subtract(Total other) {
        count -= other.count;
        if (other.realSum == null) {
            sum = sum.subtract(other.sum);
            squares = squares.subtract(other.squares);
        } else {
            realSum.subtract(other.realSum);
            realSquares.subtract(other.realSquares);
        }
    }

    private void reals() {
        if (realSum == null) {
            realSum = new ExactSum();
            realSquares = new ExactSum();
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
        out.writeLong(count);
        out.writeBoolean(realSum != null);
        if (realSum == null) {
            write(sum, out);
            write(squares, out);
        } else {
            realSum.write(out);
            realSquares.write(out);
        }
    }

    static Total read(DataInput in) throws IOException {
        Total total = new Total();
        total.count = in.readLong();
        if (in.readBoolean()) {
            total.realSum = ExactSum.read(in);
            total.realSquares = ExactSum.read(in);
        } else {
            total.sum = readDecimal(in);
            total.squares = readDecimal(in);
        }
        return total;
    }

    private static void write(BigDecimal number, DataOutput out) throws IOException {
        byte[] digits = number.unscaledValue().toByteArray();
        out.writeInt(number.scale());
        out.writeInt(digits.length);
        out.write(digits);
    }

    private static BigDecimal readDecimal(DataInput in) throws IOException {
        int scale = in.readInt();
        byte[] digits = new byte[in.readInt()];
        in.readFully(digits);
        return new BigDecimal(new BigInteger(digits), scale);
    }
}
