package io.headrace.stats.estimate;

import io.headrace.stats.ProbabilityLoss;
import java.util.Arrays;
import java.util.Optional;

/**
 * Positive and negative rows of a window by score bin and decision, counted, expected or weighted.
 *
 * <p>Each cell has its positives and negatives, what they add to the variance of a sum over rows, what a draw of the labels
 * alone adds, and the losses of its rows. From these follow all figures of a window and, by the delta method, their errors.
 */
final class ClassCells {
    private static final int CELLS = ScoreCounts.CELLS;

    final double[] positives = new double[CELLS];
    final double[] negatives = new double[CELLS];
    final double[] positiveVariance = new double[CELLS];
    final double[] negativeVariance = new double[CELLS];
    final double[] labelVariance = new double[CELLS];
    final double[] positiveScore = new double[CELLS];
    final double[] negativeScore = new double[CELLS];
    private double brier;
    private double logLoss;
    private Optional<BinRates> rates = Optional.empty();

    private ClassCells() {}

    /** The classes that calibrated scores lead one to expect: of a row with score p, p positive and 1 − p negative rows. */
    static ClassCells expected(ScoreCounts counts) {
        ClassCells cells = new ClassCells();
        for (int cell = 0; cell < CELLS; cell++) {
            long rows = counts.rowsAt(cell);
            if (rows > 0) {
                cells.positives[cell] = counts.sum(cell);
                cells.negatives[cell] = Math.max(0, rows - counts.sum(cell));
                cells.labelVariance[cell] = counts.spread(cell);
                cells.positiveScore[cell] = counts.mean(cell);
                cells.negativeScore[cell] = counts.mean(cell);
                cells.brier += counts.spread(cell);
                cells.logLoss += expectedLogLoss(counts, cell);
            }
        }
        cells.everyRowVaries();
        return cells;
    }

    /** The classes that one expects where each score bin has the rate of a reference, whatever the scores say. */
    static ClassCells calibrated(ScoreCounts counts, BinRates rates) {
        ClassCells cells = new ClassCells();
        cells.rates = Optional.of(rates);
        for (int cell = 0; cell < CELLS; cell++) {
            long rows = counts.rowsAt(cell);
            if (rows > 0) {
                double rate = rates.rate(cell % ScoreBins.COUNT);
                double squares = counts.sum(cell) - counts.spread(cell);
                double mean = counts.mean(cell);
                cells.positives[cell] = rows * rate;
                cells.negatives[cell] = rows * (1 - rate);
                cells.labelVariance[cell] = rows * rate * (1 - rate);
                cells.positiveScore[cell] = mean;
                cells.negativeScore[cell] = mean;
                cells.brier += rate * Math.max(0, rows - 2 * counts.sum(cell) + squares) + (1 - rate) * squares;
                cells.logLoss += cells.positives[cell] * logLoss(counts, cell, mean)
                        + cells.negatives[cell] * logLoss(counts, cell, 1 - mean);
            }
        }
        cells.everyRowVaries();
        return cells;
    }

    /** The classes that rows turned out to have. */
    static ClassCells realised(LabelledCounts counts) {
        double[] weights = new double[ScoreBins.COUNT];
        Arrays.fill(weights, 1);
        ClassCells cells = weighted(counts, weights);
        cells.everyRowVaries();
        return cells;
    }

    /**
     * Realised classes of a reference that stand for a window: each row counts by the weight of its score bin.
     *
     * <p>Its rows vary twice: those of the window would, and those of the reference did.
     */
    static ClassCells weighted(LabelledCounts counts, double[] weights) {
        ClassCells cells = new ClassCells();
        for (int cell = 0; cell < CELLS; cell++) {
            double weight = weights[cell % ScoreBins.COUNT];
            long positives = counts.positives().rowsAt(cell);
            long negatives = counts.negatives().rowsAt(cell);
            if (weight > 0 && positives + negatives > 0) {
                cells.positives[cell] = weight * positives;
                cells.negatives[cell] = weight * negatives;
                cells.positiveVariance[cell] = weight * (1 + weight) * positives;
                cells.negativeVariance[cell] = weight * (1 + weight) * negatives;
                cells.labelVariance[cell] = weight * (1 + weight) * positives * negatives / (positives + negatives);
                cells.addLosses(counts, cell, weight);
            }
        }
        return cells;
    }

    private void addLosses(LabelledCounts counts, int cell, double weight) {
        ScoreCounts ofPositives = counts.positives();
        ScoreCounts ofNegatives = counts.negatives();
        if (ofPositives.rowsAt(cell) > 0) {
            positiveScore[cell] = ofPositives.mean(cell);
            double squares = ofPositives.sum(cell) - ofPositives.spread(cell);
            brier += weight * Math.max(0, ofPositives.rowsAt(cell) - 2 * ofPositives.sum(cell) + squares);
            logLoss += weight * ofPositives.rowsAt(cell) * logLoss(ofPositives, cell, positiveScore[cell]);
        }
        if (ofNegatives.rowsAt(cell) > 0) {
            negativeScore[cell] = ofNegatives.mean(cell);
            brier += weight * Math.max(0, ofNegatives.sum(cell) - ofNegatives.spread(cell));
            logLoss += weight * ofNegatives.rowsAt(cell) * logLoss(ofNegatives, cell, 1 - negativeScore[cell]);
        }
    }

    /** Rows drawn again, one by one: the variance of a count is the count. */
    private void everyRowVaries() {
        System.arraycopy(positives, 0, positiveVariance, 0, CELLS);
        System.arraycopy(negatives, 0, negativeVariance, 0, CELLS);
    }

    /**
     * The expected log loss of a cell's rows: that of their mean score, with what their spread within the bin takes off.
     *
     * <p>The first two terms of the series of {@code −p·ln p − (1−p)·ln(1−p)} at the mean; a bin is narrow enough for the rest.
     */
    private static double expectedLogLoss(ScoreCounts counts, int cell) {
        double mean = counts.mean(cell);
        double variance = mean * (1 - mean);
        if (variance <= 0) {
            return 0;
        }
        double atMean = mean * ProbabilityLoss.logLoss(mean) + (1 - mean) * ProbabilityLoss.logLoss(1 - mean);
        return counts.rowsAt(cell) * Math.max(0, atMean - counts.variance(cell) / (2 * variance));
    }

    /** The mean log loss of rows whose class was given this probability on average; the series fails at the ends. */
    private static double logLoss(ScoreCounts counts, int cell, double probability) {
        double spread =
                probability < 1.5 / ScoreBins.COUNT ? 0 : counts.variance(cell) / (2 * probability * probability);
        return ProbabilityLoss.logLoss(probability) + spread;
    }

    /** All positives, or rows of another part. */
    static double sum(double[] part) {
        double sum = 0;
        for (double value : part) {
            sum += value;
        }
        return sum;
    }

    double rows() {
        return sum(positives) + sum(negatives);
    }

    /** Sum of (p − y)² over the rows. */
    double brier() {
        return brier;
    }

    /** Sum of the rows' log losses, nats. */
    double logLoss() {
        return logLoss;
    }

    /** Rows by what was decided and what is right. */
    Outcomes outcomes() {
        double[] ofPositives = new double[2];
        double[] ofNegatives = new double[2];
        for (int cell = 0; cell < CELLS; cell++) {
            int decision = decidedPositive(cell) ? 1 : 0;
            ofPositives[decision] += positives[cell];
            ofNegatives[decision] += negatives[cell];
        }
        return new Outcomes(ofPositives[1], ofNegatives[1], ofPositives[0], ofNegatives[0]);
    }

    private static boolean decidedPositive(int cell) {
        return cell >= ScoreBins.COUNT;
    }

    /** A part by score bin, whatever was decided. */
    static double[] byBin(double[] part) {
        double[] bins = new double[ScoreBins.COUNT];
        for (int cell = 0; cell < CELLS; cell++) {
            bins[cell % ScoreBins.COUNT] += part[cell];
        }
        return bins;
    }

    /**
     * The errors of a figure by the delta method: how a figure moves with one more positive or negative row of a cell.
     */
    Figure.Errors errors(Influence influence) {
        double standard = 0;
        double label = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            double positive = influence.positive[cell];
            double negative = influence.negative[cell];
            standard += positiveVariance[cell] * positive * positive + negativeVariance[cell] * negative * negative;
            label += labelVariance[cell] * (positive - negative) * (positive - negative);
        }
        double reference = referenceVariance(influence);
        return new Figure.Errors(Math.sqrt(standard + reference), Math.sqrt(label + reference));
    }

    private double referenceVariance(Influence influence) {
        double[] ofBins = new double[ScoreBins.COUNT];
        for (int cell = 0; cell < CELLS; cell++) {
            double rows = positives[cell] + negatives[cell];
            ofBins[cell % ScoreBins.COUNT] += rows * (influence.positive[cell] - influence.negative[cell]);
        }
        return rates.map(known -> known.variance(ofBins)).orElse(0.0);
    }

    /** How much a figure rises with one more positive, or negative, row of each cell. */
    static final class Influence {
        private final double[] positive = new double[CELLS];
        private final double[] negative = new double[CELLS];

        void set(int cell, double ofPositive, double ofNegative) {
            positive[cell] = ofPositive;
            negative[cell] = ofNegative;
        }

        /** The same for both decisions of a bin. */
        static Influence ofBins(double[] positive, double[] negative) {
            Influence influence = new Influence();
            for (int cell = 0; cell < CELLS; cell++) {
                influence.set(cell, positive[cell % ScoreBins.COUNT], negative[cell % ScoreBins.COUNT]);
            }
            return influence;
        }
    }

    /** A number for each outcome. */
    record Outcomes(double hits, double falseAlarms, double misses, double rest) {
        double dot(Outcomes other) {
            return hits * other.hits + falseAlarms * other.falseAlarms + misses * other.misses + rest * other.rest;
        }

        /** That of a row, positive or not, decided so. */
        double ofPositive(int cell) {
            return decidedPositive(cell) ? hits : misses;
        }

        double ofNegative(int cell) {
            return decidedPositive(cell) ? falseAlarms : rest;
        }
    }
}
