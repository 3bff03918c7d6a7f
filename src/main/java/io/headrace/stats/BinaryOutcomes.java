package io.headrace.stats;

import java.util.Arrays;
import java.util.Objects;

/**
 * Scores with what happened afterwards, row by row.
 *
 * <p>A higher score means more likely positive. A score may be any number but NaN, infinite ones included; metrics of
 * probabilities ask for more and say so. Zero rows and a single class are allowed here: each metric states what it
 * needs, with the counts found. Immutable; both arrays are copied.
 */
public final class BinaryOutcomes {
    private final double[] scores;
    private final boolean[] labels;
    private final int positives;

    private BinaryOutcomes(double[] scores, boolean[] labels, int positives) {
        this.scores = scores;
        this.labels = labels;
        this.positives = positives;
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
        double[] ownScores = new double[scores.length];
        int positives = 0;
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException("scores[" + row + "] must be a number, found NaN");
            }
            // Adding positive zero turns -0.0 into 0.0, which sorting would otherwise tell apart.
            ownScores[row] = scores[row] + 0.0;
            positives += labels[row] ? 1 : 0;
        }
        return new BinaryOutcomes(ownScores, labels.clone(), positives);
    }

    /** Number of rows. */
    public int rows() {
        return scores.length;
    }

    /** Number of rows of the positive class. */
    public int positives() {
        return positives;
    }

    /** Number of rows of the negative class. */
    public int negatives() {
        return scores.length - positives;
    }

    /** Whether there is at least one row of each class, as ranking metrics need. */
    public boolean hasBothClasses() {
        return positives > 0 && negatives() > 0;
    }

    /** The score of a row, counted from 0. */
    public double score(int row) {
        return scores[row];
    }

    /** Whether a row, counted from 0, is of the positive class. */
    public boolean isPositive(int row) {
        return labels[row];
    }

    /** 1 for the positive class, 0 for the negative. */
    double target(int row) {
        return labels[row] ? 1 : 0;
    }

    boolean sameLabelsAs(BinaryOutcomes other) {
        return Arrays.equals(labels, other.labels);
    }

    /** Scores of the positive class in row order. */
    double[] positiveScores() {
        double[] selected = new double[positives];
        int next = 0;
        for (int row = 0; row < scores.length; row++) {
            if (labels[row]) {
                selected[next++] = scores[row];
            }
        }
        return selected;
    }

    /** Scores of the negative class in row order. */
    double[] negativeScores() {
        double[] selected = new double[negatives()];
        int next = 0;
        for (int row = 0; row < scores.length; row++) {
            if (!labels[row]) {
                selected[next++] = scores[row];
            }
        }
        return selected;
    }

    void requireOfEachClass(String metric, int atLeast) {
        if (positives < atLeast || negatives() < atLeast) {
            throw new IllegalArgumentException(metric + " needs at least " + atLeast + " positive and " + atLeast
                    + " negative " + (atLeast == 1 ? "row" : "rows") + ", found " + counts());
        }
    }

    void requirePositives(String metric) {
        if (positives == 0) {
            throw new IllegalArgumentException(metric + " needs at least 1 positive row, found " + counts());
        }
    }

    void requireProbabilities(String metric) {
        Requirements.requireRows(metric, rows());
        for (int row = 0; row < scores.length; row++) {
            if (scores[row] < 0 || scores[row] > 1) {
                throw new IllegalArgumentException(
                        metric + " needs probabilities, found scores[" + row + "] = " + scores[row]);
            }
        }
    }

    private String counts() {
        return positives + " positive and " + negatives() + " negative";
    }
}
