package io.headrace.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Stated against observed probability, bin by bin, lowest scores first.
 *
 * <p>Bins of equal width are right-closed: {@code (i/B, (i+1)/B]}, and 0 belongs to the first. Bins of equal mass differ
 * by at most one row; where an edge falls between rows of one score, each of them counts by the average of that score,
 * so {@code positives} may be a fraction and the order of the rows does not matter. Bins without rows are left out.
 *
 * @param binning how the bins were cut; an error without this name cannot be compared
 * @param binCount the number of bins requested, 1 or more
 * @param bins those that hold rows
 */
public record CalibrationTable(Binning binning, int binCount, List<Bin> bins) {
    public CalibrationTable {
        Objects.requireNonNull(binning, "binning");
        bins = List.copyOf(bins);
        if (bins.isEmpty() || bins.size() > binCount) {
            throw new IllegalArgumentException("bins must be 1 to " + binCount + ", found " + bins.size());
        }
    }

    /** How scores are cut into bins. */
    public enum Binning {
        /** Bins of the same width in probability (Guo et al. 2017 take 15). */
        EQUAL_WIDTH,
        /** Bins of the same number of rows. */
        EQUAL_MASS
    }

    /**
     * One bin of scores.
     *
     * @param position 1 for the lowest scores
     * @param lower the open lower edge for equal width, the lowest score for equal mass
     * @param upper the closed upper edge for equal width, the highest score for equal mass
     * @param rows 1 or more
     * @param positives number of positives, 0 to {@code rows}; may be a fraction for equal mass
     * @param scoreSum sum of the scores
     */
    public record Bin(int position, double lower, double upper, long rows, double positives, double scoreSum) {
        public Bin {
            Requirements.requireBin(position, rows, positives);
            if (!(lower <= upper)) {
                throw new IllegalArgumentException("lower must be at most upper, found " + lower + " and " + upper);
            }
            if (!Double.isFinite(scoreSum)) {
                throw new IllegalArgumentException("scoreSum must be finite, found " + scoreSum);
            }
        }

        /** Mean of the scores. */
        public double meanScore() {
            return scoreSum / rows;
        }

        /** Positives per row. */
        public double observedRate() {
            return positives / rows;
        }

        /** Wilson's interval of the observed rate. */
        public Interval observedRateInterval(double confidence) {
            return WilsonInterval.of(positives, rows, confidence);
        }

        private Bin plus(Bin other) {
            return new Bin(
                    position, lower, upper, rows + other.rows, positives + other.positives, scoreSum + other.scoreSum);
        }
    }

    /**
     * Cuts the range 0 to 1 evenly; refuses no rows and scores outside 0 to 1.
     *
     * @param bins 1 or more
     */
    public static CalibrationTable equalWidth(BinaryOutcomes outcomes, int bins) {
        outcomes.requireProbabilities("A calibration table");
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be 1 or more, found " + bins);
        }
        long[] rows = new long[bins];
        double[] positives = new double[bins];
        double[] scoreSums = new double[bins];
        for (int group = 0; group < outcomes.groups(); group++) {
            int bin = rightClosedBin(outcomes.score(group), bins);
            int count = outcomes.positives(group) + outcomes.negatives(group);
            rows[bin] += count;
            positives[bin] += outcomes.positives(group);
            scoreSums[bin] += outcomes.score(group) * count;
        }
        List<Bin> table = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (rows[bin] > 0) {
                table.add(new Bin(
                        bin + 1, edge(bin, bins), edge(bin + 1, bins), rows[bin], positives[bin], scoreSums[bin]));
            }
        }
        return new CalibrationTable(Binning.EQUAL_WIDTH, bins, table);
    }

    /**
     * Cuts the ranked rows evenly; refuses no rows and scores outside 0 to 1.
     *
     * @param bins 1 to the number of rows
     */
    public static CalibrationTable equalMass(BinaryOutcomes outcomes, int bins) {
        outcomes.requireProbabilities("A calibration table");
        Requirements.requireBins(bins, outcomes.rows());
        ScoreLevels levels = ScoreLevels.of(outcomes);
        List<Bin> table = new ArrayList<>(bins);
        for (int bin = 0; bin < bins; bin++) {
            // Ranks count from the highest score, bins from the lowest.
            long from = (long) outcomes.rows() * (bins - bin - 1) / bins;
            long to = (long) outcomes.rows() * (bins - bin) / bins;
            table.add(new Bin(
                    bin + 1,
                    levels.scoreRanked(to - 1),
                    levels.scoreRanked(from),
                    to - from,
                    levels.positivesRanked(from, to),
                    levels.scoreSumRanked(from, to)));
        }
        return new CalibrationTable(Binning.EQUAL_MASS, bins, table);
    }

    /**
     * The expected calibration error: {@code Σ (n_b/n)·|mean score − observed rate|}, 0 to 1.
     *
     * <p>It grows with the number of bins and shrinks with that of rows even for a perfect model; compare only tables of
     * the same binning, bin count and similar size.
     */
    public double expectedCalibrationError() {
        double sum = 0;
        long rows = 0;
        for (Bin bin : bins) {
            sum += Math.abs(bin.scoreSum - bin.positives);
            rows += bin.rows;
        }
        return sum / rows;
    }

    /**
     * The table of both sets of rows together, without reading them again.
     *
     * @param other of equal width and the same bin count, as this one: bins of equal mass have edges of their own
     */
    public CalibrationTable merge(CalibrationTable other) {
        if (binning != Binning.EQUAL_WIDTH || other.binning != binning || other.binCount != binCount) {
            throw new IllegalArgumentException("only tables of equal width and the same bin count merge, found "
                    + binning + " " + binCount + " and " + other.binning + " " + other.binCount);
        }
        Map<Integer, Bin> merged = new TreeMap<>();
        bins.forEach(bin -> merged.put(bin.position(), bin));
        other.bins.forEach(bin -> merged.merge(bin.position(), bin, Bin::plus));
        return new CalibrationTable(binning, binCount, List.copyOf(merged.values()));
    }

    private static double edge(int bin, int bins) {
        return (double) bin / bins;
    }

    /** The bin by its edges as they are shown; the product alone is off by one where it rounds across an edge. */
    private static int rightClosedBin(double score, int bins) {
        int bin = Math.min((int) (score * bins), bins - 1);
        while (bin > 0 && score <= edge(bin, bins)) {
            bin--;
        }
        while (score > edge(bin + 1, bins)) {
            bin++;
        }
        return bin;
    }
}
