package io.headrace.stats;

import java.util.Arrays;
import java.util.Objects;

/**
 * Scores with what happened afterwards, row by row or in groups of rows that share a score.
 *
 * <p>A higher score means more likely positive. A score may be any number but NaN, infinite ones included; metrics of
 * probabilities ask for more and say so. Zero rows and a single class are allowed here: each metric states what it
 * needs, with the counts found. Immutable; arrays are copied. What is computed from groups equals what is computed from
 * their rows.
 */
public final class BinaryOutcomes {
    private final double[] scores;
    private final int[] positives;
    private final int[] negatives;
    private final int allPositives;
    private final int allNegatives;

    private BinaryOutcomes(double[] scores, int[] positives, int[] negatives) {
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        this.allPositives = sum(positives);
        this.allNegatives = sum(negatives);
    }

    /**
     * Pairs each score with its label.
     *
     * @param scores one per row, not NaN
     * @param labels one per row, true for the positive class
     */
    public static BinaryOutcomes of(double[] scores, boolean[] labels) {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(labels, "labels");
        Requirements.requireSameLength("scores", scores.length, "labels", labels.length);
        int[] positives = new int[labels.length];
        int[] negatives = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            (labels[row] ? positives : negatives)[row] = 1;
        }
        return new BinaryOutcomes(numbers(scores), positives, negatives);
    }

    /**
     * Groups of rows that share a score.
     *
     * @param scores one per group, not NaN; several groups may have the same
     * @param positives rows of the positive class in each, 0 or more
     * @param negatives rows of the negative class in each, 0 or more
     */
    public static BinaryOutcomes grouped(double[] scores, int[] positives, int[] negatives) {
        Requirements.requireSameLength("scores", scores.length, "positives", positives.length);
        Requirements.requireSameLength("scores", scores.length, "negatives", negatives.length);
        requireCounts("positives", positives);
        requireCounts("negatives", negatives);
        for (int group = 0; group < scores.length; group++) {
            if (positives[group] == 0 && negatives[group] == 0) {
                throw new IllegalArgumentException("group " + group + " must hold a row, found none");
            }
        }
        return new BinaryOutcomes(numbers(scores), positives.clone(), negatives.clone());
    }

    private static void requireCounts(String name, int[] counts) {
        for (int group = 0; group < counts.length; group++) {
            if (counts[group] < 0) {
                throw new IllegalArgumentException(name + "[" + group + "] must be 0 or more, found " + counts[group]);
            }
        }
    }

    private static double[] numbers(double[] scores) {
        double[] own = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException("scores[" + row + "] must be a number, found NaN");
            }
            // Adding positive zero turns -0.0 into 0.0, which sorting would otherwise tell apart.
            own[row] = scores[row] + 0.0;
        }
        return own;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum = Math.addExact(sum, count);
        }
        return sum;
    }

    /** Number of rows. */
    public int rows() {
        return Math.addExact(allPositives, allNegatives);
    }

    /** Number of rows of the positive class. */
    public int positives() {
        return allPositives;
    }

    /** Number of rows of the negative class. */
    public int negatives() {
        return allNegatives;
    }

    /** Number of groups; that of rows where they were given row by row. */
    public int groups() {
        return scores.length;
    }

    /** The score of a group, counted from 0. */
    public double score(int group) {
        return scores[group];
    }

    /** Rows of the positive class in a group. */
    public int positives(int group) {
        return positives[group];
    }

    /** Rows of the negative class in a group. */
    public int negatives(int group) {
        return negatives[group];
    }

    /** Whether there is at least one row of each class, as ranking metrics need. */
    public boolean hasBothClasses() {
        return allPositives > 0 && allNegatives > 0;
    }

    /** Whether a group, counted from 0, holds rows of the positive class; a row is of it where groups are rows. */
    public boolean isPositive(int group) {
        return positives[group] > 0;
    }

    boolean sameLabelsAs(BinaryOutcomes other) {
        return Arrays.equals(positives, other.positives) && Arrays.equals(negatives, other.negatives);
    }

    /** The distinct scores, lowest first. */
    double[] distinctScores() {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, distinct);
    }

    void requireOfEachClass(String metric, int atLeast) {
        if (allPositives < atLeast || allNegatives < atLeast) {
            throw new IllegalArgumentException(metric + " needs at least " + atLeast + " positive and " + atLeast
                    + " negative " + (atLeast == 1 ? "row" : "rows") + ", found " + counts());
        }
    }

    void requirePositives(String metric) {
        if (allPositives == 0) {
            throw new IllegalArgumentException(metric + " needs at least 1 positive row, found " + counts());
        }
    }

    void requireProbabilities(String metric) {
        Requirements.requireRows(metric, rows());
        for (int group = 0; group < scores.length; group++) {
            if (scores[group] < 0 || scores[group] > 1) {
                throw new IllegalArgumentException(
                        metric + " needs probabilities, found scores[" + group + "] = " + scores[group]);
            }
        }
    }

    private String counts() {
        return allPositives + " positive and " + allNegatives + " negative";
    }
}
