package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * How the columns of a reference hang together: its principal components, and how badly a row fits them.
 *
 * <p>The value of a column is the normal score of its bin, as the reference fills the bins: the standard normal quantile of the share of rows
 * below, half of the bin's own included; texts are in the order of their bins. So outliers and units play no part. A missing value is the
 * reference's mean. Scores are divided by their standard deviation, and the components of their correlation matrix that hold 65 % of the
 * variance are kept.
 *
 * <p>The error of a row is what the kept components cannot reconstruct, each component that is left out in units of its variance: the sum of
 * (component)² / variance, that is x'Wx. NannyML takes the plain sum; there a relation that holds closely weighs as little as its error.
 *
 * <p>With all components in place of those left out, W is the inverse P of the correlation, and (Px)² / P the squared distance of a column from what the other
 * columns lead one to expect, in units of its variance. The column for which it is largest fits least.
 */
public final class ColumnsTogether implements Serializable {
    /** Names the errors of rows where names of columns stand. */
    public static final String NAME = "all columns together";

    /** Names the column that fits least in a row, likewise. */
    public static final String FITS_LEAST = "column that fits least";

    /** Columns at most. */
    public static final int MOST_COLUMNS = 50;

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;
    private static final int LEAST_ROWS = 30;
    private static final double KEPT_VARIANCE = 0.65;

    /** Columns that are all but equal in the reference have a component of hardly any variance, which is not to be divided by. */
    private static final double LEAST_VARIANCE = 0.01;

    /** Scores are whole numbers of this part of a standard deviation, so that sums of products are exact. */
    private static final int UNIT = 1024;

    private final List<Column> columns;
    private final double[][] weights;
    private final double[][] inverse;

    /**
     * A column.
     *
     * @param mark of its bins
     * @param scores of its bins less their mean in the reference
     * @param deviation of these
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Column(String name, long mark, int[] scores, double deviation) implements Serializable {
        double value(int bin) {
            return scores[bin] / deviation;
        }

        boolean isSame(Column other) {
            return name.equals(other.name)
                    && mark == other.mark
                    && Arrays.equals(scores, other.scores)
                    && deviation == other.deviation;
        }
    }

    /** Whether a name is of what is counted of all columns, and not of one. */
    public static boolean isOfAll(String column) {
        return column.equals(NAME) || column.equals(FITS_LEAST);
    }

    private ColumnsTogether(List<Column> columns, double[][] weights, double[][] inverse) {
        this.columns = new ArrayList<>(columns);
        this.weights = weights;
        this.inverse = inverse;
    }

    /**
     * Whether a column can be one of them.
     *
     * @param name short enough to be stored as a level
     */
    public static boolean takes(String name, ColumnBins bins) {
        return !(bins instanceof PresenceBins) && TextBins.nameable(name);
    }

    /**
     * From rows of a reference; the same for any order of them.
     *
     * @param names of columns that {@link #takes} says can be taken, different ones; columns of one value are left out
     * @param bins of each
     * @param rows the bin of each column, -1 without a value
     * @return empty of fewer than 30 rows, or fewer than two columns of at least two values
     */
    public static Optional<ColumnsTogether> of(List<String> names, List<? extends ColumnBins> bins, List<int[]> rows) {
        List<Column> columns = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at < names.size(); at++) {
            int place = at;
            Optional<Column> column = column(names.get(at), bins.get(at), rows, place);
            column.ifPresent(found -> {
                columns.add(found);
                places.add(place);
            });
        }
        return columns.size() < 2 || rows.size() < LEAST_ROWS
                ? Optional.empty()
                : Optional.of(of(columns, correlation(columns, places, rows)));
    }

    private static ColumnsTogether of(List<Column> columns, double[][] correlation) {
        EigenDecomposition components = new EigenDecomposition(new Array2DRowRealMatrix(correlation));
        int kept = kept(components.getRealEigenvalues());
        return new ColumnsTogether(columns, weights(components, kept), weights(components, 0));
    }

    private static Optional<Column> column(String name, ColumnBins bins, List<int[]> rows, int at) {
        long[] counts = new long[bins.size()];
        rows.stream().mapToInt(row -> row[at]).filter(bin -> bin >= 0).forEach(bin -> counts[bin]++);
        if (LongStream.of(counts).filter(count -> count > 0).count() < 2) {
            return Optional.empty();
        }
        int[] scores = scores(counts);
        double squares = IntStream.range(0, scores.length)
                .mapToLong(bin -> counts[bin] * scores[bin] * scores[bin])
                .sum();
        return squares == 0
                ? Optional.empty()
                : Optional.of(new Column(name, bins.mark(), scores, Math.sqrt(squares / rows.size())));
    }

    /** Normal scores of bins, less their mean. */
    private static int[] scores(long[] counts) {
        double total = LongStream.of(counts).sum();
        int[] scores = new int[counts.length];
        double below = 0;
        long sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            double share = (below + counts[bin] / 2.0) / total;
            double within = Math.min(Math.max(share, 0.5 / total), 1 - 0.5 / total);
            scores[bin] = (int) Math.round(UNIT * StandardNormal.quantile(within));
            sum += counts[bin] * scores[bin];
            below += counts[bin];
        }
        int mean = (int) Math.round(sum / total);
        return IntStream.of(scores).map(score -> score - mean).toArray();
    }

    private static double[][] correlation(List<Column> columns, List<Integer> places, List<int[]> rows) {
        int size = columns.size();
        long[][] products = new long[size][size];
        int[] scores = new int[size];
        for (int[] row : rows) {
            for (int i = 0; i < size; i++) {
                int bin = row[places.get(i)];
                scores[i] = bin < 0 ? 0 : columns.get(i).scores[bin];
                for (int j = 0; j <= i; j++) {
                    products[i][j] += (long) scores[i] * scores[j];
                }
            }
        }
        double[][] correlation = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double both = Math.sqrt((double) products[i][i]) * Math.sqrt((double) products[j][j]);
                correlation[i][j] = i == j ? 1 : products[i][j] / both;
                correlation[j][i] = correlation[i][j];
            }
        }
        return correlation;
    }

    /** The components from one on, each divided by its variance. */
    private static double[][] weights(EigenDecomposition components, int from) {
        double[] variances = components.getRealEigenvalues();
        int size = variances.length;
        double[][] weights = new double[size][size];
        for (int component = from; component < size; component++) {
            double[] direction = components.getEigenvector(component).toArray();
            double variance = Math.max(LEAST_VARIANCE, variances[component]);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    weights[i][j] += direction[i] * direction[j] / variance;
                    weights[j][i] = weights[i][j];
                }
            }
        }
        return weights;
    }

    /** The first components that hold enough of the variance, all but one at most. */
    private static int kept(double[] descending) {
        double held = 0;
        int kept = 0;
        while (kept < descending.length - 1 && held < KEPT_VARIANCE * descending.length) {
            held += descending[kept];
            kept++;
        }
        return kept;
    }

    /** Names of the columns. */
    public List<String> columns() {
        return columns.stream().map(Column::name).toList();
    }

    /** Bins that count which column fits least. */
    public TextBins fittingLeast() {
        return new TextBins(columns(), IntStream.rangeClosed(0, columns.size()).toArray());
    }

    /**
     * Measures rows, one after the other.
     *
     * @param bins of each column, by which the reference was counted
     */
    public Measuring measuring(List<? extends ColumnBins> bins) {
        for (int at = 0; at < columns.size(); at++) {
            if (columns.get(at).mark != bins.get(at).mark()) {
                throw new IllegalArgumentException(
                        "the rows of " + columns.get(at).name + " are not counted by the reference's bins");
            }
        }
        return new Measuring();
    }

    /** Measures one row after the other. Not for several threads at a time. */
    public final class Measuring {
        private final double[] values = new double[columns.size()];
        private final double[] weighted = new double[columns.size()];

        private Measuring() {}

        /**
         * The value of a column in the next row.
         *
         * @param at which of the columns
         * @param bin of its value, -1 without one
         */
        public void set(int at, int bin) {
            values[at] = bin < 0 ? 0 : columns.get(at).value(bin);
        }

        /** The error of the row, 0 or more. */
        public double error() {
            weigh(weights);
            double error = 0;
            for (int at = 0; at < values.length; at++) {
                error += values[at] * weighted[at];
            }
            return Math.max(0, error);
        }

        private void weigh(double[][] by) {
            Arrays.fill(weighted, 0);
            for (int from = 0; from < values.length; from++) {
                double value = values[from];
                double[] ofColumn = by[from];
                for (int to = 0; to < weighted.length; to++) {
                    weighted[to] += ofColumn[to] * value;
                }
            }
        }

        /** Which of the columns fits least in the row, the first of equal ones; -1 where all fit. */
        public int fitsLeast() {
            weigh(inverse);
            int least = -1;
            double most = 0;
            for (int at = 0; at < weighted.length; at++) {
                double part = weighted[at] * weighted[at] / inverse[at][at];
                if (part > most) {
                    most = part;
                    least = at;
                }
            }
            return least;
        }
    }

    /** The stored form; equal ones give equal bytes. */
    public byte[] bytes() {
        Bytes out = new Bytes();
        out.writeByte(VERSION);
        out.writeCount(columns.size());
        for (Column column : columns) {
            out.writeText(column.name);
            out.writeLong(column.mark);
            out.writeDouble(column.deviation);
            out.writeCount(column.scores.length);
            for (int score : column.scores) {
                out.writeCount(score < 0 ? -2L * score - 1 : 2L * score);
            }
        }
        write(weights, out);
        write(inverse, out);
        return out.checked();
    }

    private static void write(double[][] symmetric, Bytes out) {
        for (int i = 0; i < symmetric.length; i++) {
            for (int j = 0; j <= i; j++) {
                out.writeDouble(symmetric[i][j]);
            }
        }
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @throws IllegalArgumentException where the bytes are damaged, cut, of another version, or of something else
     */
    public static ColumnsTogether read(byte[] bytes) {
        ByteBuffer in = Bytes.checked(bytes);
        try {
            int version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("components of version " + version + ", known is " + VERSION);
            }
            long size = Bytes.readCount(in);
            if (size < 2 || size > MOST_COLUMNS) {
                throw new IllegalArgumentException("components of 2 to " + MOST_COLUMNS + " columns, found " + size);
            }
            List<Column> columns = new ArrayList<>();
            for (int at = 0; at < size; at++) {
                columns.add(readColumn(in));
            }
            double[][] weights = readWeights(in, (int) size);
            double[][] inverse = readWeights(in, (int) size);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return new ColumnsTogether(columns, weights, inverse);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("components end after " + bytes.length + " bytes, too early", e);
        }
    }

    private static Column readColumn(ByteBuffer in) {
        String name = Bytes.readText(in);
        long mark = in.getLong();
        double deviation = in.getDouble();
        long bins = Bytes.readCount(in);
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY) || bins < 2 || bins > in.remaining()) {
            throw new IllegalArgumentException("scores of " + name + ": " + bins + " of deviation " + deviation);
        }
        int[] scores = new int[(int) bins];
        for (int bin = 0; bin < scores.length; bin++) {
            long written = Bytes.readCount(in);
            scores[bin] = Math.toIntExact((written & 1) == 0 ? written / 2 : -(written / 2) - 1);
        }
        return new Column(name, mark, scores, deviation);
    }

    private static double[][] readWeights(ByteBuffer in, int size) {
        double[][] weights = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                weights[i][j] = in.getDouble();
                weights[j][i] = weights[i][j];
                if (!Double.isFinite(weights[i][j])) {
                    throw new IllegalArgumentException("weights must be finite, found " + weights[i][j]);
                }
            }
        }
        return weights;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnsTogether that
                && columns.size() == that.columns.size()
                && IntStream.range(0, columns.size())
                        .allMatch(at -> columns.get(at).isSame(that.columns.get(at)))
                && Arrays.deepEquals(weights, that.weights)
                && Arrays.deepEquals(inverse, that.inverse);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(weights);
    }

    @Override
    public String toString() {
        return NAME + ": " + String.join(", ", columns());
    }
}
