package io.headrace.stats.estimate;

import io.headrace.stats.CalibrationTable;
import io.headrace.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the probabilities of a window are from the rates that came.
 *
 * @param equalWidth bins of the same width: exactly the table of the unbinned scores where its bin count divides
 *     {@link ScoreBins#COUNT}
 * @param equalMass bins of about the same number of rows; score bins are split as ties are
 * @param inTheLarge realised minus expected rate, all rows together
 * @param inTheLargeInterval normal, from the spread of outcome minus probability
 * @param expectedError standard error that {@code inTheLarge} has if the scores are calibrated, {@code √Σp(1−p)/n}
 * @param slope of the log-odds; 1 if calibrated, below 1 if scores are too extreme, above 1 if too timid (Cox 1958)
 */
public record CalibrationDrift(
        CalibrationTable equalWidth,
        CalibrationTable equalMass,
        double inTheLarge,
        Interval inTheLargeInterval,
        double expectedError,
        Optional<CalibrationSlope> slope) {
    /**
     * Compares expected with realised rates.
     *
     * @param counts at least one row
     * @param bins of both tables, a divisor of {@link ScoreBins#COUNT} such as 10
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public static CalibrationDrift of(LabelledCounts counts, int bins, double confidence) {
        if (bins < 1 || ScoreBins.COUNT % bins != 0) {
            throw new IllegalArgumentException("bins must divide " + ScoreBins.COUNT + ", found " + bins);
        }
        if (counts.rows() < 1) {
            throw new IllegalArgumentException("calibration needs at least 1 row, found 0");
        }
        long rows = counts.rows();
        ClassCells cells = ClassCells.realised(counts);
        ScoreCounts scores = counts.scores();
        double difference = (double) counts.positives().rows() / rows - scores.mean();
        double spread = Math.max(0, cells.brier() / rows - difference * difference);
        return new CalibrationDrift(
                equalWidth(counts, bins),
                equalMass(counts, (int) Math.min(bins, rows)),
                difference,
                Interval.normal(difference, Math.sqrt(spread / rows), confidence),
                Math.sqrt(ClassCells.sum(ClassCells.expected(scores).labelVariance)) / rows,
                CalibrationSlope.of(counts, confidence));
    }

    private static CalibrationTable equalWidth(LabelledCounts counts, int bins) {
        int width = ScoreBins.COUNT / bins;
        List<CalibrationTable.Bin> table = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            Rows rows = new Rows();
            for (int part = bin * width; part < (bin + 1) * width; part++) {
                rows.add(counts, part, 1);
            }
            if (rows.rows > 0) {
                table.add(rows.bin(bin + 1, (double) bin / bins, (double) (bin + 1) / bins));
            }
        }
        return new CalibrationTable(CalibrationTable.Binning.EQUAL_WIDTH, bins, table);
    }

    private static CalibrationTable equalMass(LabelledCounts counts, int bins) {
        long all = counts.rows();
        List<CalibrationTable.Bin> table = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            // Counted from the highest score, as the table of unbinned scores does.
            long from = all - share(all, bins - bin, bins);
            long to = all - share(all, bins - bin - 1, bins);
            table.add(ranked(counts, from, to).bin(bin + 1));
        }
        return new CalibrationTable(CalibrationTable.Binning.EQUAL_MASS, bins, table);
    }

    private static long share(long all, int part, int parts) {
        return all / parts * part + all % parts * part / parts;
    }

    /** The rows ranked from (inclusive) to (exclusive), counted from 0 at the lowest score. */
    private static Rows ranked(LabelledCounts counts, long from, long to) {
        Rows rows = new Rows();
        long start = 0;
        for (int bin = 0; bin < ScoreBins.COUNT && start < to; bin++) {
            long ofBin = counts.positives().rows(bin) + counts.negatives().rows(bin);
            long shared = Math.min(start + ofBin, to) - Math.max(start, from);
            if (shared > 0) {
                rows.add(counts, bin, (double) shared / ofBin);
            }
            start += ofBin;
        }
        rows.rows = to - from;
        return rows;
    }

    /** Rows put together from shares of score bins. */
    private static final class Rows {
        private long rows;
        private double positives;
        private double scores;
        private double lowest = 1;
        private double highest;

        private void add(LabelledCounts counts, int bin, double share) {
            long ofBin = counts.positives().rows(bin) + counts.negatives().rows(bin);
            if (ofBin == 0) {
                return;
            }
            double sum = 0;
            for (Side decision : Side.values()) {
                sum += counts.positives().sum(ScoreCounts.cell(bin, decision))
                        + counts.negatives().sum(ScoreCounts.cell(bin, decision));
            }
            rows += ofBin;
            positives += share * counts.positives().rows(bin);
            scores += share * sum;
            lowest = Math.min(lowest, sum / ofBin);
            highest = Math.max(highest, sum / ofBin);
        }

        private CalibrationTable.Bin bin(int position) {
            return bin(position, lowest, highest);
        }

        private CalibrationTable.Bin bin(int position, double lower, double upper) {
            return new CalibrationTable.Bin(position, lower, upper, rows, Math.min((double) rows, positives), scores);
        }
    }
}
