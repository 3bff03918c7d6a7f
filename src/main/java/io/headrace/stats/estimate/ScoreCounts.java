package io.headrace.stats.estimate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The rows of a window counted by score bin and decision: all that an estimate of performance needs.
 *
 * <p>For each of {@link ScoreBins#COUNT} bins and each decision: the rows, the sum of their probabilities p, and the sum of
 * {@code p(1 − p)}. Both sums are whole numbers of 2⁻³² ({@link #UNIT}): a row adds its own p, rounded to that unit, so sums
 * are exact and free of order, and lie within 1.2e-10 a row of the unrounded ones. A cell holds up to 2³¹ rows; more are
 * refused. Rows without a score are counted apart. Immutable.
 */
public final class ScoreCounts {
    /** The unit of the sums. */
    public static final double UNIT = 0x1p-32;

    static final int CELLS = 2 * ScoreBins.COUNT;
    private static final byte VERSION = 1;
    private static final int CHECK_BYTES = Integer.BYTES;

    private final long missing;
    private final long[] rows;
    private final long[] sums;
    private final long[] spreads;

    private ScoreCounts(long missing, long[] rows, long[] sums, long[] spreads) {
        this.missing = missing;
        this.rows = rows;
        this.sums = sums;
        this.spreads = spreads;
    }

    /** No rows. */
    public static ScoreCounts none() {
        return new Counter().counts();
    }

    /** Counts rows one by one, and other counts; for one thread. */
    public static final class Counter {
        private final long[] rows = new long[CELLS];
        private final long[] sums = new long[CELLS];
        private final long[] spreads = new long[CELLS];
        private long missing;

        /**
         * Counts a row.
         *
         * @param probability 0 to 1; NaN counts as missing
         * @param decision what was decided for it
         */
        public void add(double probability, Side decision) {
            if (Double.isNaN(probability)) {
                missing++;
                return;
            }
            int cell = cell(ScoreBins.of(probability), decision);
            rows[cell]++;
            sums[cell] = Math.addExact(sums[cell], units(probability));
            spreads[cell] += units(probability * (1 - probability));
        }

        /** Counts a row that has no score. */
        public void addMissing() {
            missing++;
        }

        /** Counts all rows of other counts. */
        public void add(ScoreCounts other) {
            missing = Math.addExact(missing, other.missing);
            for (int cell = 0; cell < CELLS; cell++) {
                rows[cell] = Math.addExact(rows[cell], other.rows[cell]);
                sums[cell] = Math.addExact(sums[cell], other.sums[cell]);
                spreads[cell] = Math.addExact(spreads[cell], other.spreads[cell]);
            }
        }

        /** What was counted so far. */
        public ScoreCounts counts() {
            return new ScoreCounts(missing, rows.clone(), sums.clone(), spreads.clone());
        }

        private static long units(double value) {
            return (long) Math.rint(value / UNIT);
        }
    }

    static int cell(int bin, Side decision) {
        return decision == Side.POSITIVE ? ScoreBins.COUNT + bin : bin;
    }

    /** The counts of both sets of rows together. */
    public ScoreCounts merge(ScoreCounts other) {
        Counter counter = new Counter();
        counter.add(this);
        counter.add(other);
        return counter.counts();
    }

    /**
     * The rows that are left without some of them.
     *
     * @param part other counts
     * @return empty where the part is of rows that are not all among these
     */
    public Optional<ScoreCounts> without(ScoreCounts part) {
        long[] leftRows = less(rows, part.rows);
        long[] leftSums = less(sums, part.sums);
        long[] leftSpreads = less(spreads, part.spreads);
        long leftMissing = missing - part.missing;
        for (int cell = 0; cell < CELLS; cell++) {
            boolean fits = leftRows[cell] == 0
                    ? leftSums[cell] == 0 && leftSpreads[cell] == 0
                    : leftRows[cell] > 0 && leftSums[cell] >= 0 && leftSpreads[cell] >= 0;
            if (!fits) {
                return Optional.empty();
            }
        }
        return leftMissing < 0
                ? Optional.empty()
                : Optional.of(new ScoreCounts(leftMissing, leftRows, leftSums, leftSpreads));
    }

    private static long[] less(long[] all, long[] part) {
        long[] left = new long[CELLS];
        Arrays.setAll(left, cell -> all[cell] - part[cell]);
        return left;
    }

    /** Rows with a score. */
    public long rows() {
        return Arrays.stream(rows).sum();
    }

    /** Rows without a score. */
    public long missing() {
        return missing;
    }

    /** Rows of a bin, counted from 0, with a decision. */
    public long rows(int bin, Side decision) {
        return rows[cell(bin, decision)];
    }

    /** Rows of a bin, counted from 0. */
    public long rows(int bin) {
        return rows(bin, Side.NEGATIVE) + rows(bin, Side.POSITIVE);
    }

    /** Rows with a decision. */
    public long rows(Side decision) {
        long all = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            all += rows(bin, decision);
        }
        return all;
    }

    /** Sum of the probabilities of a bin with a decision, in whole {@link #UNIT}s. */
    public long sumUnits(int bin, Side decision) {
        return sums[cell(bin, decision)];
    }

    /** Sum of {@code p(1 − p)} of a bin with a decision, in whole {@link #UNIT}s. */
    public long spreadUnits(int bin, Side decision) {
        return spreads[cell(bin, decision)];
    }

    /** Mean of the probabilities; not a number where there are no rows. */
    public double mean() {
        double sum = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            sum += sum(cell);
        }
        return sum / rows();
    }

    long rowsAt(int cell) {
        return rows[cell];
    }

    double sum(int cell) {
        return sums[cell] * UNIT;
    }

    double spread(int cell) {
        return spreads[cell] * UNIT;
    }

    /** Mean of the probabilities of a cell that holds rows. */
    double mean(int cell) {
        return Math.min(1, sum(cell) / rows[cell]);
    }

    /** Variance of the probabilities within a cell that holds rows. */
    double variance(int cell) {
        double mean = mean(cell);
        return Math.max(0, (sum(cell) - spread(cell)) / rows[cell] - mean * mean);
    }

    /**
     * The counts as bytes: a version, the rows without a score, then each cell that holds rows, lowest first, and a check sum.
     *
     * <p>Numbers are of variable length: a day of 100,000 rows takes some 20 kB, a few hundred rows a few kB. Equal counts have
     * equal bytes.
     */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        writeNumber(out, missing);
        int last = -1;
        for (int cell = 0; cell < CELLS; cell++) {
            if (rows[cell] > 0) {
                writeNumber(out, cell - last);
                writeNumber(out, rows[cell]);
                writeNumber(out, sums[cell]);
                writeNumber(out, spreads[cell]);
                last = cell;
            }
        }
        byte[] body = out.toByteArray();
        return ByteBuffer.allocate(body.length + CHECK_BYTES)
                .put(body)
                .putInt(check(body, body.length))
                .array();
    }

    /** Reads what {@link #toBytes} wrote; refuses a version it does not know and bytes that are cut or changed. */
    public static ScoreCounts fromBytes(byte[] bytes) {
        if (bytes.length < 2 + CHECK_BYTES) {
            throw damaged("found " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "score counts of version " + bytes[0] + " cannot be read, only version " + VERSION);
        }
        int length = bytes.length - CHECK_BYTES;
        if (ByteBuffer.wrap(bytes).getInt(length) != check(bytes, length)) {
            throw damaged("the check sum differs");
        }
        return cells(new ByteArrayInputStream(bytes, 1, length - 1));
    }

    private static ScoreCounts cells(ByteArrayInputStream in) {
        ScoreCounts counts = new ScoreCounts(readNumber(in), new long[CELLS], new long[CELLS], new long[CELLS]);
        long cell = -1;
        while (in.available() > 0) {
            long step = readNumber(in);
            if (step < 1 || step > CELLS - 1 - cell) {
                throw damaged("cell " + cell + " is followed by step " + step);
            }
            cell += step;
            counts.read((int) cell, in);
        }
        return counts;
    }

    private void read(int cell, ByteArrayInputStream in) {
        rows[cell] = readNumber(in);
        sums[cell] = readNumber(in);
        spreads[cell] = readNumber(in);
        int bin = cell % ScoreBins.COUNT;
        boolean fits = rows[cell] > 0
                && sum(cell) >= rows[cell] * (ScoreBins.edge(bin) - UNIT)
                && sum(cell) <= rows[cell] * (ScoreBins.edge(bin + 1) + UNIT)
                && spread(cell) <= rows[cell] * (0.25 + UNIT);
        if (!fits) {
            throw damaged("cell " + cell + " holds " + rows[cell] + " rows with sums " + sums[cell] + " and "
                    + spreads[cell]);
        }
    }

    private static int check(byte[] bytes, int length) {
        CRC32 check = new CRC32();
        check.update(bytes, 0, length);
        return (int) check.getValue();
    }

    private static IllegalArgumentException damaged(String what) {
        return new IllegalArgumentException("score counts are damaged: " + what);
    }

    /** Seven bits a byte, lowest first; all but the last have the eighth bit. */
    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long readNumber(ByteArrayInputStream in) {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw damaged("a number is cut");
            }
            number |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw damaged("a number is too long");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScoreCounts that
                && missing == that.missing
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(sums, that.sums)
                && Arrays.equals(spreads, that.spreads);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {
            Long.hashCode(missing), Arrays.hashCode(rows), Arrays.hashCode(sums), Arrays.hashCode(spreads)
        });
    }

    @Override
    public String toString() {
        return "ScoreCounts[rows=" + rows() + ", missing=" + missing + "]";
    }
}
