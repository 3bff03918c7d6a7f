package io.headrace.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * What is found when the rows are worked through from the highest score: bin 1 holds the highest scores.
 *
 * <p>Bins differ by at most one row. <b>Ties:</b> where an edge falls between rows of one score, each of these rows
 * counts by the average of that score, which is the expectation over a random order of the ties; {@code positives} is
 * then a fraction. So the table does not depend on the order of the rows, and a constant score gives lift 1 everywhere.
 *
 * @param bins one or more, highest scores first
 */
public record GainsTable(List<Bin> bins) {
    public GainsTable {
        bins = List.copyOf(bins);
        if (bins.isEmpty()) {
            throw new IllegalArgumentException("bins must not be empty");
        }
    }

    /**
     * One bin of ranked rows.
     *
     * @param position 1 for the highest scores
     * @param rows number of rows
     * @param positives expected number of positives
     * @param highestScore score of the first row
     * @param lowestScore score of the last row
     * @param rate positives per row, 0 to 1
     * @param lift rate over the rate of all rows
     * @param cumulativeGain share of all positives found in this bin and those before it; exactly 1 in the last
     */
    public record Bin(
            int position,
            long rows,
            double positives,
            double highestScore,
            double lowestScore,
            double rate,
            double lift,
            double cumulativeGain) {
        public Bin {
            Requirements.requireBin(position, rows, positives);
            if (!(highestScore >= lowestScore)) {
                throw new IllegalArgumentException(
                        "highestScore must be at least lowestScore, found " + highestScore + " and " + lowestScore);
            }
            requireNotNegative("rate", rate);
            requireNotNegative("lift", lift);
            requireNotNegative("cumulativeGain", cumulativeGain);
        }

        private static void requireNotNegative(String name, double value) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException(name + " must be 0 or more, found " + value);
            }
        }
    }

    /**
     * The table in a number of bins; refuses outcomes without a positive.
     *
     * @param bins 1 to the number of rows
     */
    public static GainsTable of(BinaryOutcomes outcomes, int bins) {
        outcomes.requirePositives("A gains table");
        Requirements.requireBins(bins, outcomes.rows());
        ScoreLevels levels = ScoreLevels.of(outcomes);
        double overallRate = (double) outcomes.positives() / outcomes.rows();
        List<Bin> table = new ArrayList<>(bins);
        for (int bin = 0; bin < bins; bin++) {
            long from = (long) outcomes.rows() * bin / bins;
            long to = (long) outcomes.rows() * (bin + 1) / bins;
            double positives = levels.positivesRanked(from, to);
            double rate = positives / (to - from);
            table.add(new Bin(
                    bin + 1,
                    to - from,
                    positives,
                    levels.scoreRanked(from),
                    levels.scoreRanked(to - 1),
                    rate,
                    rate / overallRate,
                    levels.positivesRanked(0, to) / outcomes.positives()));
        }
        return new GainsTable(table);
    }
}
