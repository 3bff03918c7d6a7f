package io.headrace.stats;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The distinct scores, highest first, each with its rows and positives: all that ranking metrics need.
 *
 * <p>Where a cut falls between rows of one score, each of them counts by the level's average, which is the expectation
 * over a random order of the ties. So no result depends on the order of the rows.
 */
final class ScoreLevels {
    private final double[] scores;
    private final int[] rows;
    private final int[] positives;

    private ScoreLevels(double[] scores, int[] rows, int[] positives) {
        this.scores = scores;
        this.rows = rows;
        this.positives = positives;
    }

    static ScoreLevels of(BinaryOutcomes outcomes) {
        double[] positiveScores = outcomes.positiveScores();
        double[] negativeScores = outcomes.negativeScores();
        Arrays.sort(positiveScores);
        Arrays.sort(negativeScores);
        double[] scores = new double[outcomes.rows()];
        int[] rows = new int[outcomes.rows()];
        int[] positives = new int[outcomes.rows()];
        int positive = positiveScores.length - 1;
        int negative = negativeScores.length - 1;
        int level = 0;
        while (positive >= 0 || negative >= 0) {
            double score = Math.max(scoreAt(positiveScores, positive), scoreAt(negativeScores, negative));
            int positivesBelow = lastBelow(positiveScores, positive, score);
            int negativesBelow = lastBelow(negativeScores, negative, score);
            scores[level] = score;
            positives[level] = positive - positivesBelow;
            rows[level] = positives[level] + negative - negativesBelow;
            level++;
            positive = positivesBelow;
            negative = negativesBelow;
        }
        return new ScoreLevels(
                Arrays.copyOf(scores, level), Arrays.copyOf(rows, level), Arrays.copyOf(positives, level));
    }

    private static double scoreAt(double[] ascending, int position) {
        return position < 0 ? Double.NEGATIVE_INFINITY : ascending[position];
    }

    private static int lastBelow(double[] ascending, int from, double score) {
        int position = from;
        while (position >= 0 && ascending[position] == score) {
            position--;
        }
        return position;
    }

    int count() {
        return scores.length;
    }

    double score(int level) {
        return scores[level];
    }

    int rows(int level) {
        return rows[level];
    }

    int positives(int level) {
        return positives[level];
    }

    int negatives(int level) {
        return rows[level] - positives[level];
    }

    /** Expected positives among the rows ranked from (inclusive) to (exclusive), counted from 0 at the highest score. */
    double positivesRanked(long from, long to) {
        return sumRanked(from, to, level -> positives[level]);
    }

    /** Sum of the scores of the rows ranked from (inclusive) to (exclusive). */
    double scoreSumRanked(long from, long to) {
        return sumRanked(from, to, level -> scores[level] * rows[level]);
    }

    /** The score of the row with this rank, counted from 0 at the highest score. */
    double scoreRanked(long rank) {
        long end = 0;
        for (int level = 0; level < scores.length; level++) {
            end += rows[level];
            if (rank < end) {
                return scores[level];
            }
        }
        throw new IndexOutOfBoundsException("rank " + rank + " of " + end + " rows");
    }

    private double sumRanked(long from, long to, IntToDoubleFunction levelTotal) {
        double sum = 0;
        long start = 0;
        for (int level = 0; level < scores.length && start < to; level++) {
            long end = start + rows[level];
            long shared = Math.min(end, to) - Math.max(start, from);
            if (shared > 0) {
                sum += levelTotal.applyAsDouble(level) * shared / rows[level];
            }
            start = end;
        }
        return sum;
    }
}
