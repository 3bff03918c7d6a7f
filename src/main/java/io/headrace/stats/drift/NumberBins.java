package io.headrace.stats.drift;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Bins of numbers and times: bin {@code i} has the numbers above edge {@code i − 1}, up to and including edge {@code i};
 * the first has all below, the last all above.
 *
 * <p>Of a reference with at most 49 distinct numbers each has a bin of its own, and so have the gaps between, below and
 * above them. Else there are up to 100 bins of about equal shares, where a number with more than 2 % of the rows has a
 * bin of its own, so that distribution functions are known exactly there.
 */
public final class NumberBins implements ColumnBins {
    /** Fine bins at most. */
    public static final int MOST_BINS = 100;

    /** Coarse bins at most, not counting the one for numbers that a reference of few distinct numbers does not have. */
    public static final int MOST_DECILES = 10;

    private static final long serialVersionUID = 1;
    private static final int FEW = 49;
    private static final MathContext FEW_DIGITS = new MathContext(6);

    private final double[] edges;
    private final int[] decile;
    private final long mark;

    /**
     * Bins of given edges.
     *
     * @param edges finite, strictly ascending, perhaps none
     * @param decile the coarse bin of each bin, one more than edges
     */
    public NumberBins(double[] edges, int[] decile) {
        this.edges = DoubleStream.of(edges).map(edge -> edge + 0.0).toArray();
        for (int i = 0; i < edges.length; i++) {
            if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i - 1] < edges[i]))) {
                throw new IllegalArgumentException(
                        "edges must be finite and strictly ascending, found " + Arrays.toString(edges));
            }
        }
        this.decile = Coarse.checked(decile, edges.length + 1);
        this.mark = BinsText.mark(content(this.edges, decile));
    }

    /** From numbers in ascending order, all of a reference or a sample of it; -0.0 is 0.0. */
    public static NumberBins ofSorted(double[] ascending) {
        double[] distinct = new double[ascending.length];
        long[] rows = new long[ascending.length];
        int used = 0;
        for (double number : ascending) {
            if (used == 0 || number != distinct[used - 1]) {
                distinct[used++] = number;
            }
            rows[used - 1]++;
        }
        return ofDistinct(Arrays.copyOf(distinct, used), Arrays.copyOf(rows, used));
    }

    /**
     * From distinct numbers and how many rows have each.
     *
     * @param ascending finite, strictly ascending
     * @param rows of each, 1 or more
     */
    public static NumberBins ofDistinct(double[] ascending, long[] rows) {
        if (ascending.length != rows.length) {
            throw new IllegalArgumentException(
                    "every number must have its rows, found " + ascending.length + " and " + rows.length);
        }
        for (int i = 0; i < rows.length; i++) {
            if (!Double.isFinite(ascending[i]) || (i > 0 && !(ascending[i - 1] < ascending[i])) || rows[i] < 1) {
                throw new IllegalArgumentException(
                        "numbers must be finite and strictly ascending and have rows, found %s with %d rows"
                                .formatted(ascending[i], rows[i]));
            }
        }
        return new Making(ascending, rows).bins();
    }

    /** Collects edges from the left to the right, with the rows of the reference in each bin. */
    private static final class Making {
        private final double[] numbers;
        private final long[] rows;
        private final long total;
        private final List<Double> edges = new ArrayList<>();
        private final List<Long> binRows = new ArrayList<>();

        Making(double[] numbers, long[] rows) {
            this.numbers = numbers;
            this.rows = rows;
            this.total = Arrays.stream(rows).sum();
        }

        NumberBins bins() {
            boolean few = numbers.length <= FEW;
            int from = 0;
            for (int i = 0; i < numbers.length; i++) {
                if (few || rows[i] * (MOST_BINS / 2) > total) {
                    between(from, i, Math.nextDown(numbers[i]));
                    edge(numbers[i], rows[i]);
                    from = i + 1;
                }
            }
            between(from, numbers.length, Double.POSITIVE_INFINITY);
            double[] fine = edges.stream().mapToDouble(Double::doubleValue).toArray();
            long[] reference = binRows.stream().mapToLong(Long::longValue).toArray();
            return new NumberBins(fine, few ? Coarse.ofNumbers(reference) : Coarse.ofShares(reference));
        }

        /** Bins of about equal shares of the numbers between two that have bins of their own. */
        private void between(int from, int to, double end) {
            long mass = Arrays.stream(rows, from, to).sum();
            long bins = Math.max(1, mass * MOST_BINS / Math.max(1, total));
            long seen = 0;
            long inBin = 0;
            long made = 0;
            for (int i = from; i < to - 1; i++) {
                seen += rows[i];
                inBin += rows[i];
                if (made < bins - 1 && seen * bins >= (made + 1) * mass) {
                    edge(numbers[i], inBin);
                    made = seen * bins / mass;
                    inBin = 0;
                }
            }
            edge(end, inBin + (from < to ? rows[to - 1] : 0));
        }

        /** The last bin has no edge, and neither has one that would hold no number at all. */
        private void edge(double end, long rowsOfBin) {
            boolean holdsNone = !edges.isEmpty() && end <= edges.get(edges.size() - 1);
            if (holdsNone || end == Double.NEGATIVE_INFINITY) {
                return;
            }
            if (end != Double.POSITIVE_INFINITY) {
                edges.add(end);
            }
            binRows.add(rowsOfBin);
        }
    }

    /** The bin of a number that is not NaN, 0 to {@code size() − 1}. */
    public int bin(double number) {
        if (edges.length == 0) {
            return 0;
        }
        // Halves without a branch that a processor could guess wrong.
        int low = 0;
        int left = edges.length;
        while (left > 1) {
            int half = left >>> 1;
            low = edges[low + half - 1] < number ? low + half : low;
            left -= half;
        }
        return edges[low] < number ? low + 1 : low;
    }

    /** Upper ends of all bins but the last. */
    public double[] edges() {
        return edges.clone();
    }

    /** Whether a bin can hold one number only, its upper edge. */
    public boolean holdsOneNumber(int bin) {
        if (bin >= edges.length) {
            return false;
        }
        return bin == 0 ? edges[0] == -Double.MAX_VALUE : Math.nextUp(edges[bin - 1]) == edges[bin];
    }

    /** The lower end, itself outside; minus infinity of the first bin. */
    double lower(int bin) {
        return bin == 0 ? Double.NEGATIVE_INFINITY : edges[bin - 1];
    }

    /** The upper end; infinity of the last bin. */
    double upper(int bin) {
        return bin == edges.length ? Double.POSITIVE_INFINITY : edges[bin];
    }

    @Override
    public int size() {
        return edges.length + 1;
    }

    @Override
    public int[] decile() {
        return decile.clone();
    }

    @Override
    public List<String> words() {
        MathContext digits = sixDigitsTellEdges() ? FEW_DIGITS : MathContext.UNLIMITED;
        return IntStream.range(0, size()).mapToObj(bin -> words(bin, digits)).toList();
    }

    private boolean sixDigitsTellEdges() {
        double[] shown = IntStream.range(0, edges.length)
                .filter(i -> !holdsOneNumber(i + 1))
                .mapToDouble(i -> edges[i])
                .toArray();
        return DoubleStream.of(shown)
                        .mapToObj(edge -> word(edge, FEW_DIGITS))
                        .distinct()
                        .count()
                == shown.length;
    }

    private String words(int bin, MathContext digits) {
        if (edges.length == 0) {
            return "any number";
        }
        if (holdsOneNumber(bin)) {
            return word(edges[bin], digits);
        }
        String start = bin == 0 ? "" : "above " + word(edges[bin - 1], digits);
        if (bin == edges.length) {
            return start;
        }
        String end =
                holdsOneNumber(bin + 1) ? "below " + word(edges[bin + 1], digits) : "up to " + word(edges[bin], digits);
        return bin == 0 ? end : start + " " + end;
    }

    private static String word(double edge, MathContext digits) {
        BigDecimal shown = BinsText.shortest(edge).round(digits).stripTrailingZeros();
        return shown.scale() < -9 || shown.scale() > 12 ? shown.toString() : shown.toPlainString();
    }

    @Override
    public long mark() {
        return mark;
    }

    private static byte[] content(double[] edges, int[] decile) {
        ByteBuffer content = ByteBuffer.allocate(1 + Double.BYTES * edges.length + Integer.BYTES * decile.length);
        content.put((byte) 1);
        for (double edge : edges) {
            content.putDouble(edge);
        }
        for (int coarse : decile) {
            content.putInt(coarse);
        }
        return content.array();
    }

    @Override
    public String text() {
        return BinsText.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberBins bins
                && Arrays.equals(edges, bins.edges)
                && Arrays.equals(decile, bins.decile);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return text();
    }
}
