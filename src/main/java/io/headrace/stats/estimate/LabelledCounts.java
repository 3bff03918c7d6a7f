package io.headrace.stats.estimate;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DecisionCounts;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The rows of a window whose labels are known, counted by score bin, decision and label.
 *
 * @param positives the rows that turned out positive
 * @param negatives the rows that turned out negative
 */
public record LabelledCounts(ScoreCounts positives, ScoreCounts negatives) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Integer.BYTES;

    public LabelledCounts {
        Objects.requireNonNull(positives, "positives");
        Objects.requireNonNull(negatives, "negatives");
    }

    /** No rows. */
    public static LabelledCounts none() {
        return new LabelledCounts(ScoreCounts.none(), ScoreCounts.none());
    }

    /** Counts rows one by one, and other counts; for one thread. */
    public static final class Counter {
        private final ScoreCounts.Counter positives = new ScoreCounts.Counter();
        private final ScoreCounts.Counter negatives = new ScoreCounts.Counter();

        /**
         * Counts a row.
         *
         * @param probability 0 to 1; NaN counts as missing
         * @param decision what was decided for it
         * @param label what it turned out to be
         */
        public void add(double probability, Side decision, Side label) {
            (label == Side.POSITIVE ? positives : negatives).add(probability, decision);
        }

        /** Counts all rows of other counts. */
        public void add(LabelledCounts other) {
            positives.add(other.positives);
            negatives.add(other.negatives);
        }

        /** What was counted so far. */
        public LabelledCounts counts() {
            return new LabelledCounts(positives.counts(), negatives.counts());
        }
    }

    /** The counts of both sets of rows together. */
    public LabelledCounts merge(LabelledCounts other) {
        return new LabelledCounts(positives.merge(other.positives), negatives.merge(other.negatives));
    }

    /** Rows with a score. */
    public long rows() {
        return positives.rows() + negatives.rows();
    }

    /** The same rows without their labels. */
    public ScoreCounts scores() {
        return positives.merge(negatives);
    }

    /** The rows grouped by score bin, with its number, from 0, as the score: rows of one bin are ties. No more than 2³¹ of a class in a bin. */
    public BinaryOutcomes binned() {
        int[] bins = IntStream.range(0, ScoreBins.COUNT)
                .filter(bin -> positives.rows(bin) + negatives.rows(bin) > 0)
                .toArray();
        return BinaryOutcomes.grouped(
                IntStream.of(bins).asDoubleStream().toArray(),
                IntStream.of(bins)
                        .map(bin -> Math.toIntExact(positives.rows(bin)))
                        .toArray(),
                IntStream.of(bins)
                        .map(bin -> Math.toIntExact(negatives.rows(bin)))
                        .toArray());
    }

    /** Rows by what was decided and what was right. */
    public DecisionCounts decisions() {
        return new DecisionCounts(
                positives.rows(Side.POSITIVE),
                negatives.rows(Side.POSITIVE),
                positives.rows(Side.NEGATIVE),
                negatives.rows(Side.NEGATIVE));
    }

    /** The counts as bytes: a version, the length of the first part, and both parts as {@link ScoreCounts#toBytes} writes them. */
    public byte[] toBytes() {
        byte[] first = positives.toBytes();
        byte[] second = negatives.toBytes();
        return ByteBuffer.allocate(HEAD_BYTES + first.length + second.length)
                .put(VERSION)
                .putInt(first.length)
                .put(first)
                .put(second)
                .array();
    }

    /** Reads what {@link #toBytes} wrote; refuses a version it does not know and bytes that are cut or changed. */
    public static LabelledCounts fromBytes(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) {
            throw damaged("found " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "labelled counts of version " + version + " cannot be read, only version " + VERSION);
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw damaged("the first part has " + length + " bytes of " + in.remaining());
        }
        byte[] first = new byte[length];
        in.get(first);
        byte[] second = new byte[in.remaining()];
        in.get(second);
        return new LabelledCounts(ScoreCounts.fromBytes(first), ScoreCounts.fromBytes(second));
    }

    private static IllegalArgumentException damaged(String what) {
        return new IllegalArgumentException("labelled counts are damaged: " + what);
    }
}
