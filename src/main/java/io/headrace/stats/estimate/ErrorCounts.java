package io.headrace.stats.estimate;

import io.headrace.stats.ExactSum;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/**
 * Rows whose numbers were predicted and have come, counted by bins of the prediction: what realised errors, and expected ones of other rows,
 * are computed from.
 *
 * <p>Sums of the distance of prediction and outcome, of its square and of its fourth power are exact, so equal rows give equal counts to the
 * bit, in any order and any partition whose parts are merged. Rows without a prediction or with an outcome that is not finite are counted as
 * missing.
 */
public final class ErrorCounts {
    private static final byte VERSION = 1;
    private static final int SUMS = 3;

    private final PredictionBins bins;
    private final long missing;
    private final long[] rows;
    private final ExactSum[][] sums;

    private ErrorCounts(PredictionBins bins, long missing, long[] rows, ExactSum[][] sums) {
        this.bins = bins;
        this.missing = missing;
        this.rows = rows;
        this.sums = sums;
    }

    /** Counts rows one by one, and other counts; for one thread. */
    public static final class Counter {
        private final PredictionBins bins;
        private final long[] rows;
        private final ExactSum[][] sums;
        private long missing;

        public Counter(PredictionBins bins) {
            this.bins = bins;
            this.rows = new long[bins.count()];
            this.sums = new ExactSum[bins.count()][SUMS];
            for (ExactSum[] ofBin : sums) {
                Arrays.setAll(ofBin, power -> new ExactSum());
            }
        }

        /** Counts a row; NaN for a prediction or outcome that is not there. */
        public void add(double prediction, double actual) {
            double error = prediction - actual;
            if (!Double.isFinite(error)) {
                missing++;
                return;
            }
            int bin = bins.of(prediction);
            rows[bin]++;
            sums[bin][0].add(Math.abs(error));
            sums[bin][1].addSquare(error);
            sums[bin][2].addSquare(error * error);
        }

        /** Counts all rows of other counts by the same bins. */
        public void add(ErrorCounts other) {
            if (!bins.equals(other.bins)) {
                throw new IllegalArgumentException("errors by different bins do not merge");
            }
            missing += other.missing;
            for (int bin = 0; bin < rows.length; bin++) {
                rows[bin] += other.rows[bin];
                for (int power = 0; power < SUMS; power++) {
                    sums[bin][power].add(other.sums[bin][power]);
                }
            }
        }

        /** What was counted so far; the counter is not to be used any more. */
        public ErrorCounts counts() {
            return new ErrorCounts(bins, missing, rows, sums);
        }
    }

    /** The counts of both sets of rows together; refuses counts by other bins. */
    public ErrorCounts merge(ErrorCounts other) {
        Counter both = new Counter(bins);
        both.add(this);
        both.add(other);
        return both.counts();
    }

    /** By which rows are counted. */
    public PredictionBins bins() {
        return bins;
    }

    /** Rows with a prediction and an outcome. */
    public long rows() {
        return LongStream.of(rows).sum();
    }

    /** Rows without one of them. */
    public long missing() {
        return missing;
    }

    /** What they teach of the errors of other rows. */
    public PredictionErrors errors() {
        return new PredictionErrors(
                bins,
                IntStream.range(0, rows.length)
                        .mapToObj(bin -> new PredictionErrors.Errors(
                                rows[bin], sums[bin][0].value(), sums[bin][1].value(), sums[bin][2].value()))
                        .toList());
    }

    /**
     * The mean absolute error and the root of the mean squared one, with normal intervals, the latter's by the delta method.
     *
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public Performance realised(double confidence) {
        return new Performance(Performance.Method.REALISED, rows(), missing, 0, 0, figures(confidence));
    }

    private List<Figure> figures(double confidence) {
        long all = rows();
        if (all == 0) {
            return PredictionErrors.undefined(OutcomeRatio.NO_ROW);
        }
        double absolute = total(0) / all;
        double squared = total(1) / all;
        double root = Math.sqrt(squared);
        double ofSquares = error(squared, total(2) / all, all);
        return List.of(
                Figure.realised(Measure.MEAN_ABSOLUTE_ERROR, absolute, error(absolute, squared, all), confidence),
                Figure.realised(
                        Measure.ROOT_MEAN_SQUARED_ERROR, root, root > 0 ? ofSquares / (2 * root) : 0, confidence));
    }

    private double total(int power) {
        ExactSum total = new ExactSum();
        for (ExactSum[] ofBin : sums) {
            total.add(ofBin[power]);
        }
        return total.value();
    }

    /** Standard error of a mean. */
    private static double error(double mean, double meanOfSquares, long rows) {
        return Math.sqrt(Math.max(0, meanOfSquares - mean * mean) / rows);
    }

    /**
     * The counts as bytes: a version, the number of edges and the edges, the missing rows, then of each bin its rows and of each sum the number
     * of doubles that it is the sum of and these, each the nearest to what those before it leave; and a check sum. Equal counts have equal bytes.
     */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(bins.edges().size());
            for (double edge : bins.edges()) {
                out.writeDouble(edge);
            }
            out.writeLong(missing);
            for (int bin = 0; bin < rows.length; bin++) {
                out.writeLong(rows[bin]);
                for (ExactSum sum : sums[bin]) {
                    write(out, sum);
                }
            }
            out.writeInt(check(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A sum that doubles cannot hold is as good as its nearest one. */
    private static void write(DataOutputStream out, ExactSum sum) throws IOException {
        double[] parts = sum.expansion().orElseGet(() -> new double[] {sum.value()});
        out.writeByte(parts.length);
        for (double part : parts) {
            out.writeDouble(part);
        }
    }

    /** Reads what {@link #toBytes} wrote; refuses a version it does not know and bytes that are cut or changed. */
    public static ErrorCounts fromBytes(byte[] bytes) {
        int length = bytes.length - Integer.BYTES;
        if (length < 1 || ByteBuffer.wrap(bytes).getInt(length) != check(bytes, length)) {
            throw new IllegalArgumentException("counts of errors are damaged: the check sum differs");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "counts of errors of version " + bytes[0] + " cannot be read, only version " + VERSION);
        }
        try {
            return read(ByteBuffer.wrap(bytes, 1, length - 1));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("counts of errors are damaged: they end too early", e);
        }
    }

    private static ErrorCounts read(ByteBuffer in) {
        int size = in.getInt();
        List<Double> edges = new ArrayList<>();
        for (int edge = 0; edge < size; edge++) {
            edges.add(in.getDouble());
        }
        Counter counter = new Counter(new PredictionBins(edges));
        counter.missing = in.getLong();
        for (int bin = 0; bin <= size; bin++) {
            counter.rows[bin] = in.getLong();
            for (ExactSum sum : counter.sums[bin]) {
                for (int parts = in.get(); parts > 0; parts--) {
                    sum.add(in.getDouble());
                }
            }
        }
        return counter.counts();
    }

    private static int check(byte[] bytes, int length) {
        CRC32 check = new CRC32();
        check.update(bytes, 0, length);
        return (int) check.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorCounts that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "ErrorCounts[rows=" + rows() + ", missing=" + missing + "]";
    }
}
