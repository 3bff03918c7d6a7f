package io.headrace.stats.drift;

import io.headrace.stats.ExactSum;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sum of finite numbers, or of their squares, without rounding; equal sums are equal to the bit.
 *
 * <p>It is the doubles of {@link ExactSum#expansion()}, or the decimal number where doubles cannot hold it.
 */
public final class ExactTotal implements Serializable {
    private static final long serialVersionUID = 1;

    /** The sum of nothing. */
    public static final ExactTotal ZERO = new ExactTotal(new double[0], null);

    private final double[] parts;
    private final BigDecimal wide;

    private ExactTotal(double[] parts, BigDecimal wide) {
        this.parts = parts;
        this.wide = wide;
    }

    /** The sum as it is now; it must be finite. */
    public static ExactTotal of(ExactSum sum) {
        Optional<double[]> parts = sum.expansion();
        return parts.isPresent()
                ? new ExactTotal(parts.get(), null)
                : new ExactTotal(new double[0], sum.exact().stripTrailingZeros());
    }

    /** Adds it to a sum. */
    public void addTo(ExactSum sum) {
        for (double part : parts) {
            sum.add(part);
        }
        if (wide != null) {
            sum.add(wide);
        }
    }

    /** Both sums as one. */
    public ExactTotal plus(ExactTotal other) {
        ExactSum sum = new ExactSum();
        addTo(sum);
        other.addTo(sum);
        return of(sum);
    }

    /** The nearest double; infinite where it is too large for one. */
    public double value() {
        return wide != null ? wide.doubleValue() : parts.length == 0 ? 0 : parts[0];
    }

    /** What the value is short of the sum, to the nearest double; 0 for a sum that doubles cannot hold. */
    double remainder() {
        return parts.length < 2 ? 0 : parts[1];
    }

    /** Every digit. */
    public BigDecimal exact() {
        ExactSum sum = new ExactSum();
        addTo(sum);
        return sum.exact();
    }

    void write(Bytes out) {
        if (wide == null) {
            out.writeCount(2L * parts.length);
            for (double part : parts) {
                out.writeDouble(part);
            }
        } else {
            out.writeCount(1);
            out.writeText(wide.toString());
        }
    }

    static ExactTotal read(ByteBuffer in) {
        long form = Bytes.readCount(in);
        ExactTotal read;
        if (form == 1) {
            read = new ExactTotal(new double[0], new BigDecimal(Bytes.readText(in)));
        } else if (form % 2 == 0 && form / 2 <= in.remaining() / Double.BYTES) {
            double[] parts = new double[(int) (form / 2)];
            Arrays.setAll(parts, i -> in.getDouble());
            read = new ExactTotal(parts, null);
        } else {
            throw new IllegalArgumentException("a sum is of no known form, " + form);
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactTotal total
                && Arrays.equals(parts, total.parts)
                && (wide == null ? total.wide == null : wide.equals(total.wide));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(parts) + (wide == null ? 0 : wide.hashCode());
    }

    @Override
    public String toString() {
        return wide == null ? Double.toString(value()) : wide.toString();
    }
}
