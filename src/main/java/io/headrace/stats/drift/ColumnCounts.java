package io.headrace.stats.drift;

import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Rows of one column, counted by its bins, with the sums that mean and spread follow from.
 *
 * <p>Equal rows give equal counts to the bit, in any order, and in any partition whose parts are merged.
 */
public final class ColumnCounts implements Serializable {
    /** Levels without a bin that are named, the first ones in the order of texts; rows of the others are only counted. */
    public static final int MOST_NAMED = 20;

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;
    private static final int NOTHING_ELSE = 0;
    private static final int NUMBERS = 1;
    private static final int TEXTS = 2;

    private final long mark;
    private final long[] counts;
    private final long values;
    private final long missing;
    private final long notFinite;
    private final Numbers numbers;
    private final SortedMap<String, Long> named;
    private final long unnamed;

    /**
     * What is known of the finite numbers.
     *
     * @param least NaN where there are none
     */
    record Numbers(double least, double greatest, ExactTotal sum, ExactTotal squares) implements Serializable {
        static final Numbers NONE = new Numbers(Double.NaN, Double.NaN, ExactTotal.ZERO, ExactTotal.ZERO);
    }

    ColumnCounts(
            long mark,
            long[] counts,
            long missing,
            long notFinite,
            Numbers numbers,
            SortedMap<String, Long> named,
            long unnamed) {
        this.mark = mark;
        this.counts = counts.clone();
        this.values = LongStream.of(counts).sum();
        this.missing = missing;
        this.notFinite = notFinite;
        this.numbers = Objects.requireNonNull(numbers, "numbers");
        this.named = named.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(named);
        this.unnamed = unnamed;
    }

    /** Of no rows. */
    public static ColumnCounts none(ColumnBins bins) {
        return new ColumnCounts(
                bins.mark(), new long[bins.size()], 0, 0, Numbers.NONE, Collections.emptySortedMap(), 0);
    }

    /** All rows. */
    public long rows() {
        return values() + notFinite + missing;
    }

    /** Rows with a value that has a bin. */
    public long values() {
        return values;
    }

    /** Rows of each fine bin. */
    public long[] counts() {
        return counts.clone();
    }

    /** Rows of each coarse bin. */
    public long[] coarse(ColumnBins bins) {
        requireBins(bins);
        int[] decile = bins.decile();
        long[] coarse = new long[bins.deciles()];
        for (int bin = 0; bin < counts.length; bin++) {
            coarse[decile[bin]] += counts[bin];
        }
        return coarse;
    }

    /** Rows without a value. */
    public long missing() {
        return missing;
    }

    /** Rows whose number is NaN or infinite. */
    public long notFinite() {
        return notFinite;
    }

    /** The least finite number; empty of texts and where there is none. */
    public OptionalDouble least() {
        return Double.isNaN(numbers.least) ? OptionalDouble.empty() : OptionalDouble.of(numbers.least);
    }

    /** The greatest finite number, likewise. */
    public OptionalDouble greatest() {
        return Double.isNaN(numbers.least) ? OptionalDouble.empty() : OptionalDouble.of(numbers.greatest);
    }

    /** The sum of the finite numbers, rounded once; 0 of texts. */
    public double sum() {
        return numbers.sum.value();
    }

    /** The sum of their squares, rounded once; infinite where it is too large for a double. */
    public double sumOfSquares() {
        return numbers.squares.value();
    }

    /** Mean of the finite numbers; empty of texts and where there is none. */
    public OptionalDouble mean() {
        return Double.isNaN(numbers.least) ? OptionalDouble.empty() : OptionalDouble.of(sum() / values());
    }

    /** Their variance, divided by their number; empty where the mean is. */
    public OptionalDouble variance() {
        return Double.isNaN(numbers.least)
                ? OptionalDouble.empty()
                : OptionalDouble.of(Spread.variance(values(), numbers.sum, numbers.squares));
    }

    /** Levels without a bin and the rows of each, the first ones in the order of texts. */
    public SortedMap<String, Long> named() {
        return Collections.unmodifiableSortedMap(named);
    }

    /** Rows of levels without a bin that are not named, for there are too many, or the text is too long. */
    public long unnamed() {
        return unnamed;
    }

    /** Whether they were counted by these bins. */
    public boolean isBy(ColumnBins bins) {
        return mark == bins.mark() && counts.length == bins.size();
    }

    private void requireBins(ColumnBins bins) {
        if (counts.length != bins.size()) {
            throw new IllegalArgumentException(
                    "counts of " + counts.length + " bins do not fit the column's " + bins.size());
        }
    }

    long mark() {
        return mark;
    }

    long count(int bin) {
        return counts[bin];
    }

    Numbers numbers() {
        return numbers;
    }

    /** The counts of the rows of both; refuses counts by other bins. */
    public ColumnCounts merge(ColumnCounts other) {
        if (mark != other.mark || counts.length != other.counts.length) {
            throw new IllegalArgumentException("counts by different bins do not merge");
        }
        long[] both = new long[counts.length];
        Arrays.setAll(both, bin -> counts[bin] + other.counts[bin]);
        TreeMap<String, Long> levels = new TreeMap<>(named);
        other.named.forEach((level, rows) -> levels.merge(level, rows, Long::sum));
        long cut = 0;
        while (levels.size() > MOST_NAMED) {
            cut += levels.pollLastEntry().getValue();
        }
        return new ColumnCounts(
                mark,
                both,
                missing + other.missing,
                notFinite + other.notFinite,
                merged(numbers, other.numbers),
                levels,
                unnamed + other.unnamed + cut);
    }

    private static Numbers merged(Numbers one, Numbers other) {
        if (Double.isNaN(one.least) || Double.isNaN(other.least)) {
            return Double.isNaN(one.least) ? other : one;
        }
        return new Numbers(
                Math.min(one.least, other.least),
                Math.max(one.greatest, other.greatest),
                one.sum.plus(other.sum),
                one.squares.plus(other.squares));
    }

    /** The stored form; see the package. Equal counts give equal bytes. */
    public byte[] bytes() {
        Bytes out = new Bytes();
        out.writeByte(VERSION);
        out.writeLong(mark);
        out.writeCount(counts.length);
        for (long count : counts) {
            out.writeCount(count);
        }
        out.writeCount(missing);
        out.writeCount(notFinite);
        if (!Double.isNaN(numbers.least)) {
            out.writeByte(NUMBERS);
            out.writeDouble(numbers.least);
            out.writeDouble(numbers.greatest);
            numbers.sum.write(out);
            numbers.squares.write(out);
        } else if (named.isEmpty() && unnamed == 0) {
            out.writeByte(NOTHING_ELSE);
        } else {
            out.writeByte(TEXTS);
            writeLevels(out);
        }
        return out.checked();
    }

    private void writeLevels(Bytes out) {
        out.writeCount(named.size());
        named.forEach((level, rows) -> {
            out.writeText(level);
            out.writeCount(rows);
        });
        out.writeCount(unnamed);
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @throws IllegalArgumentException where the bytes are damaged, cut, of another version, or of no counts
     */
    public static ColumnCounts read(byte[] bytes) {
        ByteBuffer in = Bytes.checked(bytes);
        try {
            ColumnCounts counts = read(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return counts;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("counts end after " + bytes.length + " bytes, too early", e);
        }
    }

    private static ColumnCounts read(ByteBuffer in) {
        int version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("counts of version " + version + ", known is " + VERSION);
        }
        long mark = in.getLong();
        long size = Bytes.readCount(in);
        if (size < 1 || size > in.remaining()) {
            throw new IllegalArgumentException("counts of " + size + " bins in " + in.remaining() + " bytes");
        }
        long[] counts = new long[(int) size];
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] = Bytes.readCount(in);
        }
        long missing = Bytes.readCount(in);
        long notFinite = Bytes.readCount(in);
        int kind = in.get();
        Numbers numbers = kind == NUMBERS ? readNumbers(in) : Numbers.NONE;
        SortedMap<String, Long> named = kind == TEXTS ? readLevels(in) : Collections.emptySortedMap();
        long unnamed = kind == TEXTS ? Bytes.readCount(in) : 0;
        if (kind < NOTHING_ELSE || kind > TEXTS) {
            throw new IllegalArgumentException("counts of an unknown kind, " + kind);
        }
        return new ColumnCounts(mark, counts, missing, notFinite, numbers, named, unnamed);
    }

    private static Numbers readNumbers(ByteBuffer in) {
        double least = in.getDouble();
        double greatest = in.getDouble();
        if (!(Double.isFinite(least) && Double.isFinite(greatest) && least <= greatest)) {
            throw new IllegalArgumentException(
                    "least and greatest must be finite and in order, found " + least + " and " + greatest);
        }
        return new Numbers(least, greatest, ExactTotal.read(in), ExactTotal.read(in));
    }

    private static SortedMap<String, Long> readLevels(ByteBuffer in) {
        TreeMap<String, Long> named = new TreeMap<>();
        long levels = Bytes.readCount(in);
        for (long level = 0; level < levels; level++) {
            String text = Bytes.readText(in);
            named.put(text, Bytes.readCount(in));
        }
        if (named.size() != levels || levels > MOST_NAMED) {
            throw new IllegalArgumentException("levels are named once, at most " + MOST_NAMED + ", found " + levels);
        }
        return named;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnCounts that
                && mark == that.mark
                && Arrays.equals(counts, that.counts)
                && missing == that.missing
                && notFinite == that.notFinite
                && numbers.equals(that.numbers)
                && named.equals(that.named)
                && unnamed == that.unnamed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(mark, Arrays.hashCode(counts), missing, notFinite, numbers, named, unnamed);
    }

    @Override
    public String toString() {
        return rows() + " rows in " + Arrays.toString(counts) + ", " + missing + " missing, " + notFinite
                + " not finite, " + numbers + ", other levels " + named + " and " + unnamed + " rows";
    }
}
