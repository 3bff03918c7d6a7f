package io.headrace.stats;

import java.util.Arrays;

/**
 * The non-decreasing curve from score to observed rate that fits best in squares.
 *
 * <p>Pool adjacent violators (Ayer et al. 1955): scores in order, neighbours that fall are pooled at their mean; rows of
 * one score are one point. Between fitted scores the curve runs straight, outside it stays at its end values. Wants well
 * over 1,000 rows, and it flattens ranks: many scores share one calibrated value.
 */
public final class IsotonicCurve {
    private final double[] scores;
    private final double[] values;
    private final double[] centres;
    private final double[] rates;

    private IsotonicCurve(double[] scores, double[] values, double[] centres, double[] rates) {
        this.scores = scores;
        this.values = values;
        this.centres = centres;
        this.rates = rates;
    }

    /** Fits the curve; refuses no rows and infinite scores. One class gives a constant. */
    public static IsotonicCurve fit(BinaryOutcomes outcomes) {
        Requirements.requireRows("An isotonic curve", outcomes.rows());
        ScoreLevels levels = ScoreLevels.of(outcomes);
        int points = levels.count();
        double[] scores = new double[points];
        long[] blockRows = new long[points];
        long[] blockPositives = new long[points];
        int[] blockEnd = new int[points];
        int blocks = 0;
        for (int point = 0; point < points; point++) {
            int level = points - 1 - point;
            scores[point] = levels.score(level);
            long rows = levels.rows(level);
            long positives = levels.positives(level);
            while (blocks > 0 && blockPositives[blocks - 1] * rows >= positives * blockRows[blocks - 1]) {
                blocks--;
                rows += blockRows[blocks];
                positives += blockPositives[blocks];
            }
            blockRows[blocks] = rows;
            blockPositives[blocks] = positives;
            blockEnd[blocks] = point + 1;
            blocks++;
        }
        Requirements.requireFinite("scores", scores);
        double[] values = new double[points];
        double[] centres = new double[blocks];
        double[] rates = new double[blocks];
        int start = 0;
        for (int block = 0; block < blocks; block++) {
            rates[block] = (double) blockPositives[block] / blockRows[block];
            Arrays.fill(values, start, blockEnd[block], rates[block]);
            for (int point = start; point < blockEnd[block]; point++) {
                centres[block] += scores[point] * levels.rows(points - 1 - point) / blockRows[block];
            }
            start = blockEnd[block];
        }
        return new IsotonicCurve(scores, values, centres, rates);
    }

    /** The mean score of each pooled block, rising: with {@link #rates} the points of centred isotonic regression, which keeps ranks. */
    public double[] centres() {
        return centres.clone();
    }

    /** The rate of each pooled block, rising. */
    public double[] rates() {
        return rates.clone();
    }

    /** The calibrated probability of a score, which must not be NaN. */
    public double at(double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("score must be a number, found NaN");
        }
        // Adding positive zero turns -0.0 into 0.0, which the search would otherwise tell apart.
        int found = Arrays.binarySearch(scores, score + 0.0);
        if (found >= 0) {
            return values[found];
        }
        int above = -found - 1;
        if (above == 0) {
            return values[0];
        }
        if (above == scores.length) {
            return values[scores.length - 1];
        }
        double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }
}
