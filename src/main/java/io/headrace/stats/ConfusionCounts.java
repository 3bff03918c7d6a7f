package io.headrace.stats;

import java.util.OptionalDouble;

/**
 * Decisions against outcomes at one threshold.
 *
 * @param truePositives acted on, and positive
 * @param falsePositives acted on, and negative
 * @param falseNegatives not acted on, and positive
 * @param trueNegatives not acted on, and negative
 */
public record ConfusionCounts(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
    public ConfusionCounts {
        requireCount("truePositives", truePositives);
        requireCount("falsePositives", falsePositives);
        requireCount("falseNegatives", falseNegatives);
        requireCount("trueNegatives", trueNegatives);
    }

    /** Counts the decisions "act when the score is the threshold or above". */
    public static ConfusionCounts at(double threshold, BinaryOutcomes outcomes) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("threshold must be a number, found NaN");
        }
        long truePositives = 0;
        long falsePositives = 0;
        for (int group = 0; group < outcomes.groups(); group++) {
            if (outcomes.score(group) >= threshold) {
                truePositives += outcomes.positives(group);
                falsePositives += outcomes.negatives(group);
            }
        }
        return new ConfusionCounts(
                truePositives,
                falsePositives,
                outcomes.positives() - truePositives,
                outcomes.negatives() - falsePositives);
    }

    /** The counts of both, as if taken over all rows at once. */
    public ConfusionCounts plus(ConfusionCounts other) {
        return new ConfusionCounts(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives,
                trueNegatives + other.trueNegatives);
    }

    /** All rows. */
    public long rows() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    /** Share of right decisions; empty without rows. */
    public OptionalDouble accuracy() {
        return share(truePositives + trueNegatives, rows());
    }

    /** Share of positives among the rows acted on; empty when there are none. */
    public OptionalDouble precision() {
        return share(truePositives, truePositives + falsePositives);
    }

    /** Share of the positives that were acted on; empty when there are none. */
    public OptionalDouble recall() {
        return share(truePositives, truePositives + falseNegatives);
    }

    /** Share of the negatives that were acted on; empty when there are none. */
    public OptionalDouble falsePositiveRate() {
        return share(falsePositives, falsePositives + trueNegatives);
    }

    private static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    private static void requireCount(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, found " + count);
        }
    }
}
