package io.headrace.stats.value;

import io.headrace.stats.ExactSum;
import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What rows are worth each by values of its own, summed by score bin and decision.
 *
 * <p>Sums are exact until they are read, so parts of a window, in any order, add up to the same bits. For one thread.
 */
public final class ValueSums {
    private static final byte VERSION = 1;
    private static final int CHECK_BYTES = Integer.BYTES;

    private final String currency;
    private final boolean known;
    private final SortedMap<Integer, Cell> cells = new TreeMap<>();

    private ValueSums(String currency, boolean known) {
        this.currency = Objects.requireNonNull(currency, "currency");
        this.known = known;
    }

    /** No rows yet; they will be ones whose outcomes are known. */
    public static ValueSums realised(String currency) {
        return new ValueSums(currency, true);
    }

    /** No rows yet; they will be ones whose outcomes are expected by their probabilities. */
    public static ValueSums expected(String currency) {
        return new ValueSums(currency, false);
    }

    /** Rows of a bin with a decision. */
    private static final class Cell {
        private long rows;
        private final Map<ValuePart, ExactSum> sums = new EnumMap<>(ValuePart.class);

        Cell() {
            for (ValuePart part : ValuePart.values()) {
                sums.put(part, new ExactSum());
            }
        }
    }

    /**
     * Adds a row whose outcome is known.
     *
     * @param probability its score, 0 to 1
     * @param decision what was decided for it
     * @param acted what it is worth if acted on, finite
     * @param spared what it is worth if spared, finite
     */
    public void add(double probability, Side decision, double acted, double spared) {
        require(known, "realised");
        requireFinite("acted", acted);
        requireFinite("spared", spared);
        Cell cell = cell(probability, decision);
        cell.rows++;
        cell.sums.forEach((part, sum) -> sum.add(part.ofRow(acted, spared)));
    }

    /**
     * Adds a row whose outcome is not known yet.
     *
     * @param probability that it is positive, 0 to 1
     * @param decision what was decided for it
     * @param ofRow what it is worth by what is done and what comes
     */
    public void add(double probability, Side decision, CostMatrix ofRow) {
        require(!known, "expected");
        if (!ofRow.currency().equals(currency)) {
            throw new IllegalArgumentException("a row's values must be in " + currency + ", found " + ofRow.currency());
        }
        Cell cell = cell(probability, decision);
        cell.rows++;
        cell.sums.forEach((part, sum) -> sum.add(part.ofOutcomes(
                ofRow.hit(),
                ofRow.falseAlarm(),
                ofRow.miss(),
                ofRow.rest(),
                probability,
                1 - probability,
                probability * (1 - probability))));
    }

    /** Adds all rows of other sums. */
    public void add(ValueSums other) {
        if (known != other.known || !currency.equals(other.currency)) {
            throw new IllegalArgumentException("sums of " + this + " and of " + other + " do not add up");
        }
        other.cells.forEach((place, cell) -> {
            Cell own = cells.computeIfAbsent(place, empty -> new Cell());
            own.rows = Math.addExact(own.rows, cell.rows);
            cell.sums.forEach((part, sum) -> own.sums.get(part).add(sum));
        });
    }

    private Cell cell(double probability, Side decision) {
        return cells.computeIfAbsent(ValueBins.cell(ScoreBins.of(probability), decision), place -> new Cell());
    }

    private static void require(boolean fits, String kind) {
        if (!fits) {
            throw new IllegalArgumentException("only " + kind + " sums take such a row");
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, found " + value);
        }
    }

    /** Rows added so far. */
    public long rows() {
        return cells.values().stream().mapToLong(cell -> cell.rows).sum();
    }

    /** The sums, to be evaluated; there must be a row. */
    public ValueBins bins() {
        long[] rows = new long[2 * ScoreBins.COUNT];
        Map<ValuePart, double[]> sums = new EnumMap<>(ValuePart.class);
        for (ValuePart part : ValuePart.values()) {
            sums.put(part, new double[rows.length]);
        }
        cells.forEach((place, cell) -> {
            rows[place] = cell.rows;
            cell.sums.forEach((part, sum) -> sums.get(part)[place] = sum.value());
        });
        return new ValueBins(currency, rows, sums, known);
    }

    /** The sums as bytes: a version, the kind, the currency, each cell that holds rows, and a check sum. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(known);
            out.writeUTF(currency);
            out.writeInt(cells.size());
            for (Map.Entry<Integer, Cell> cell : cells.entrySet()) {
                out.writeShort(cell.getKey());
                out.writeLong(cell.getValue().rows);
                for (ValuePart part : ValuePart.values()) {
                    cell.getValue().sums.get(part).write(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(body.length + CHECK_BYTES)
                .put(body)
                .putInt(check(body, body.length))
                .array();
    }

    /** Reads what {@link #toBytes} wrote; refuses a version it does not know and bytes that are cut or changed. */
    public static ValueSums fromBytes(byte[] bytes) {
        int length = bytes.length - CHECK_BYTES;
        if (length < 1 || ByteBuffer.wrap(bytes).getInt(length) != check(bytes, length)) {
            throw new IllegalArgumentException("sums of values are damaged: the check sum differs");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "sums of values of version " + bytes[0] + " cannot be read, only version " + VERSION);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, length - 1))) {
            boolean known = in.readBoolean();
            ValueSums sums = new ValueSums(in.readUTF(), known);
            int cells = in.readInt();
            for (int i = 0; i < cells; i++) {
                Cell cell = sums.cells.computeIfAbsent((int) in.readShort(), place -> new Cell());
                cell.rows = in.readLong();
                for (ValuePart part : ValuePart.values()) {
                    cell.sums.put(part, ExactSum.read(in));
                }
            }
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int check(byte[] bytes, int length) {
        CRC32 check = new CRC32();
        check.update(bytes, 0, length);
        return (int) check.getValue();
    }

    @Override
    public String toString() {
        return (known ? "realised" : "expected") + " values in " + currency;
    }
}
