package io.headrace.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sum of doubles without any rounding until it is read: the order of the numbers does not matter, and what was added can be
 * taken away again.
 *
 * <p>The sum is held as doubles of which none overlaps another, as in J. R. Shewchuk, "Adaptive precision floating-point
 * arithmetic and fast robust geometric predicates", Discrete and Computational Geometry 18, 1997, section 2.4. Numbers so
 * large or small that this could overflow or underflow are held apart as decimals.
 */
public final class ExactSum {
    private static final double LARGEST = Math.scalb(1.0, 960);
    private static final double SMALLEST_PRODUCT = Math.scalb(1.0, -900);

    /** Doubles that do not overlap: 2,098 bits of all doubles by the 53 of one. */
    private static final int MOST_PARTS = 41;

    private double[] parts = new double[2];
    private int size;
    private BigDecimal rest = BigDecimal.ZERO;
    private long nans;
    private long infinities;
    private long negativeInfinities;

    /** Adds a number. */
    public void add(double number) {
        add(number, 1);
    }

    /** Adds a decimal number. */
    public void add(BigDecimal number) {
        rest = rest.add(number);
    }

    /** Takes a number away that was added before. */
    public void subtract(double number) {
        add(number, -1);
    }

    /** Adds the square of a number, without rounding. */
    public void addSquare(double number) {
        addProduct(number, number);
    }

    /** Adds the product of two numbers, without rounding; NaN and infinities as in plain multiplication. */
    public void addProduct(double first, double second) {
        double product = first * second;
        double magnitude = Math.abs(product);
        if ((first == 0 && Double.isFinite(second)) || (second == 0 && Double.isFinite(first))) {
            return;
        }
        if (magnitude >= SMALLEST_PRODUCT && magnitude <= LARGEST) {
            grow(product);
            grow(Math.fma(first, second, -product));
        } else if (Double.isFinite(first) && Double.isFinite(second)) {
            rest = rest.add(new BigDecimal(first).multiply(new BigDecimal(second)));
        } else {
            add(product);
        }
    }

    /** Adds another sum. */
    public void add(ExactSum other) {
        add(other, 1);
    }

    /** Takes another sum away that was added before. */
    public void subtract(ExactSum other) {
        add(other, -1);
    }

    private void add(double number, int sign) {
        if (Math.abs(number) <= LARGEST) {
            grow(sign * number);
        } else if (Double.isNaN(number)) {
            nans += sign;
        } else if (Double.isInfinite(number)) {
            infinities += number > 0 ? sign : 0;
            negativeInfinities += number < 0 ? sign : 0;
        } else {
            rest = rest.add(new BigDecimal(sign * number));
        }
    }

    private void add(ExactSum other, int sign) {
        for (int i = 0; i < other.size; i++) {
            grow(sign * other.parts[i]);
        }
        rest = sign > 0 ? rest.add(other.rest) : rest.subtract(other.rest);
        nans += sign * other.nans;
        infinities += sign * other.infinities;
        negativeInfinities += sign * other.negativeInfinities;
    }

    /** Each part takes what it can of the number and hands the rounding error down; parts that become zero go. */
    private void grow(double number) {
        double sum = number;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double part = parts[i];
            double next = sum + part;
            double virtual = next - sum;
            double error = (sum - (next - virtual)) + (part - virtual);
            if (error != 0) {
                parts[kept++] = error;
            }
            sum = next;
        }
        if (kept == parts.length) {
            parts = Arrays.copyOf(parts, 2 * kept);
        }
        if (sum != 0) {
            parts[kept++] = sum;
        }
        size = kept;
    }

    /** The sum, rounded once to the nearest double, ties to even; NaN and infinities as in plain addition. */
    public double value() {
        if (nans > 0 || (infinities > 0 && negativeInfinities > 0)) {
            return Double.NaN;
        }
        if (infinities > 0 || negativeInfinities > 0) {
            return infinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return rest.signum() == 0 ? rounded() : exact().doubleValue();
    }

    /** The largest part, corrected where the parts below it decide a tie the other way. */
    private double rounded() {
        if (size == 0) {
            return 0;
        }
        int i = size - 1;
        double high = parts[i];
        double low = 0;
        while (i > 0 && low == 0) {
            double before = high;
            double part = parts[--i];
            high = before + part;
            low = part - (high - before);
        }
        boolean decided = i > 0 && ((low < 0 && parts[i - 1] < 0) || (low > 0 && parts[i - 1] > 0));
        double doubled = low * 2;
        return decided && doubled == (high + doubled) - high ? high + doubled : high;
    }

    /** Writes the sum down, without loss. */
    public void write(DataOutput out) throws IOException {
        boolean plain = isFinite() && rest.signum() == 0;
        out.writeByte(plain ? size : ~size);
        for (int i = 0; i < size; i++) {
            out.writeDouble(parts[i]);
        }
        if (!plain) {
            out.writeUTF(rest.toString());
            out.writeLong(nans);
            out.writeLong(infinities);
            out.writeLong(negativeInfinities);
        }
    }

    /** Reads what was written. */
    public static ExactSum read(DataInput in) throws IOException {
        ExactSum sum = new ExactSum();
        int size = in.readByte();
        sum.size = size < 0 ? ~size : size;
        sum.parts = new double[Math.max(2, sum.size)];
        for (int i = 0; i < sum.size; i++) {
            sum.parts[i] = in.readDouble();
        }
        if (size < 0) {
            sum.rest = new BigDecimal(in.readUTF());
            sum.nans = in.readLong();
            sum.infinities = in.readLong();
            sum.negativeInfinities = in.readLong();
        }
        return sum;
    }

    /**
     * The sum as doubles, each the nearest to what those before it leave: equal sums give equal doubles, and the first is the
     * value. Empty where doubles cannot hold it, for the sum is not finite, or too large, or has digits below the least double.
     */
    public Optional<double[]> expansion() {
        if (!isFinite()) {
            return Optional.empty();
        }
        return rest.signum() == 0 ? Optional.of(nearestParts()) : expansionOf(exact());
    }

    private double[] nearestParts() {
        ExactSum left = new ExactSum();
        left.add(this);
        double[] expansion = new double[size];
        int used = 0;
        for (double part = left.rounded(); part != 0; part = left.rounded()) {
            expansion[used++] = part;
            left.grow(-part);
        }
        return Arrays.copyOf(expansion, used);
    }

    private static Optional<double[]> expansionOf(BigDecimal sum) {
        double[] expansion = new double[MOST_PARTS];
        int used = 0;
        BigDecimal left = sum;
        while (left.signum() != 0) {
            double part = left.doubleValue();
            if (part == 0 || Double.isInfinite(part)) {
                return Optional.empty();
            }
            expansion[used++] = part;
            left = left.subtract(new BigDecimal(part));
        }
        return Optional.of(Arrays.copyOf(expansion, used));
    }

    /** Whether only finite numbers are in it. */
    public boolean isFinite() {
        return nans == 0 && infinities == 0 && negativeInfinities == 0;
    }

    /** The sum itself, of the finite numbers. */
    public BigDecimal exact() {
        BigDecimal sum = rest;
        for (int i = 0; i < size; i++) {
            sum = sum.add(new BigDecimal(parts[i]));
        }
        return sum;
    }
}
