package io.headrace.stats.estimate;

import io.headrace.stats.ExactSum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a reference teaches of the errors at a prediction, by prediction bin, and the errors it lets one expect of a window
 * (direct loss estimation, for regression).
 *
 * <p>Estimated is {@code Σ m_b·e_b / Σ m_b} over the bins, with {@code m_b} the window's rows and {@code e_b} the reference's mean
 * absolute, or squared, error: the second model of direct loss estimation is a table by prediction here. The standard error
 * has the spread of the errors in a window of this size, and the doubt of each {@code e_b}.
 *
 * @param bins of the predictions
 * @param errors one for each bin
 */
public record PredictionErrors(PredictionBins bins, List<Errors> errors) {
    public PredictionErrors {
        errors = List.copyOf(errors);
        if (errors.size() != bins.count()) {
            throw new IllegalArgumentException("errors must be " + bins.count() + ", found " + errors.size());
        }
    }

    /**
     * The errors of the reference rows of a bin.
     *
     * @param rows 0 or more
     * @param absolute sum of the distances of prediction and outcome
     * @param squared sum of their squares
     * @param fourth sum of their fourth powers
     */
    public record Errors(long rows, double absolute, double squared, double fourth) {
        public Errors {
            if (rows < 0 || !(absolute >= 0 && squared >= 0 && fourth >= 0)) {
                throw new IllegalArgumentException("rows and sums must be 0 or more, found " + rows + ", " + absolute
                        + ", " + squared + " and " + fourth);
            }
        }
    }

    /** Adds up the errors of a reference, in any order to the same bits. */
    public static final class Counter {
        private final PredictionBins bins;
        private final long[] rows;
        private final ExactSum[] absolute;
        private final ExactSum[] squared;
        private final ExactSum[] fourth;

        public Counter(PredictionBins bins) {
            this.bins = bins;
            this.rows = new long[bins.count()];
            this.absolute = sums(bins);
            this.squared = sums(bins);
            this.fourth = sums(bins);
        }

        private static ExactSum[] sums(PredictionBins bins) {
            return IntStream.range(0, bins.count())
                    .mapToObj(bin -> new ExactSum())
                    .toArray(ExactSum[]::new);
        }

        /** Adds a row whose outcome is known; both numbers must be finite. */
        public void add(double prediction, double actual) {
            int bin = bins.of(prediction);
            double error = prediction - actual;
            if (!Double.isFinite(error)) {
                throw new IllegalArgumentException("an outcome must be finite, found " + actual);
            }
            rows[bin]++;
            absolute[bin].add(Math.abs(error));
            squared[bin].addSquare(error);
            fourth[bin].addSquare(error * error);
        }

        /** What was added so far. */
        public PredictionErrors errors() {
            return new PredictionErrors(
                    bins,
                    IntStream.range(0, bins.count())
                            .mapToObj(bin -> new Errors(
                                    rows[bin], absolute[bin].value(), squared[bin].value(), fourth[bin].value()))
                            .toList());
        }
    }

    /**
     * The expected errors of a window.
     *
     * @param rowsByBin the window's rows in each bin
     * @param missing its rows without a prediction
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public Performance expected(long[] rowsByBin, long missing, double confidence) {
        if (rowsByBin.length != bins.count() || Arrays.stream(rowsByBin).anyMatch(rows -> rows < 0)) {
            throw new IllegalArgumentException(
                    "rowsByBin must be " + bins.count() + " counts, found " + Arrays.toString(rowsByBin));
        }
        long rows = LongStream.of(rowsByBin).sum();
        long covered = IntStream.range(0, rowsByBin.length)
                .filter(bin -> errors.get(bin).rows() > 0)
                .mapToLong(bin -> rowsByBin[bin])
                .sum();
        List<Figure> figures = covered == 0
                ? undefined(rows == 0 ? "no row has a prediction" : "the reference has no row at these predictions")
                : List.of(absolute(rowsByBin, covered, confidence), rootMeanSquared(rowsByBin, covered, confidence));
        double unseen = rows == 0 ? 0 : (double) (rows - covered) / rows;
        return new Performance(Performance.Method.DIRECT_LOSS, rows, missing, unseen, 0, figures);
    }

    static List<Figure> undefined(String reason) {
        return List.of(
                Figure.undefined(Measure.MEAN_ABSOLUTE_ERROR, reason),
                Figure.undefined(Measure.ROOT_MEAN_SQUARED_ERROR, reason));
    }

    private Figure absolute(long[] rowsByBin, long covered, double confidence) {
        Loss loss = new Loss(covered);
        for (int bin = 0; bin < rowsByBin.length; bin++) {
            Errors of = errors.get(bin);
            loss.add(rowsByBin[bin], of.rows(), of.absolute(), of.squared());
        }
        return Figure.estimated(Measure.MEAN_ABSOLUTE_ERROR, loss.mean, loss.errors(), confidence);
    }

    private Figure rootMeanSquared(long[] rowsByBin, long covered, double confidence) {
        Loss loss = new Loss(covered);
        for (int bin = 0; bin < rowsByBin.length; bin++) {
            Errors of = errors.get(bin);
            loss.add(rowsByBin[bin], of.rows(), of.squared(), of.fourth());
        }
        double root = Math.sqrt(loss.mean);
        double slope = root > 0 ? 1 / (2 * root) : 0;
        return Figure.estimated(
                Measure.ROOT_MEAN_SQUARED_ERROR, root, loss.errors().times(slope), confidence);
    }

    /** The mean of a loss over the window's bins, and its variances. */
    private static final class Loss {
        private final long covered;
        private double mean;
        private double squares;
        private double within;
        private double reference;

        private Loss(long covered) {
            this.covered = covered;
        }

        private void add(long rows, long referenceRows, double sum, double sumOfSquares) {
            if (referenceRows == 0 || rows == 0) {
                return;
            }
            double share = (double) rows / covered;
            double ofBin = sum / referenceRows;
            double variance = Math.max(0, sumOfSquares / referenceRows - ofBin * ofBin);
            mean += share * ofBin;
            squares += share * sumOfSquares / referenceRows;
            within += share * variance;
            reference += share * share * variance / referenceRows;
        }

        private Figure.Errors errors() {
            return new Figure.Errors(
                    Math.sqrt(Math.max(0, squares - mean * mean) / covered + reference),
                    Math.sqrt(within / covered + reference));
        }
    }
}
