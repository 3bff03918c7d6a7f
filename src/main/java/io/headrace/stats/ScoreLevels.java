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
        double[] ascending = outcomes.distinctScores();
        int levels = ascending.length;
        double[] scores = new double[levels];
        int[] rows = new int[levels];
        int[] positives = new int[levels];
        for (int level = 0; level < levels; level++) {
            scores[level] = ascending[levels - 1 - level];
        }
        for (int group = 0; group < outcomes.groups(); group++) {
            int level = levels - 1 - Arrays.binarySearch(ascending, outcomes.score(group));
            positives[level] += outcomes.positives(group);
            rows[level] += outcomes.positives(group) + outcomes.negatives(group);
        }
        return new ScoreLevels(scores, rows, positives);
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
