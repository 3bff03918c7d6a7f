package io.headrace.stats;

/** Decisions "act where the score is the threshold or above", counted row by row: the obvious version that statistics are checked against. */
record ConfusionCounts(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
    static ConfusionCounts at(double threshold, BinaryOutcomes outcomes) {
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

    double precision() {
        return (double) truePositives / (truePositives + falsePositives);
    }

    double recall() {
        return (double) truePositives / (truePositives + falseNegatives);
    }

    double falsePositiveRate() {
        return (double) falsePositives / (falsePositives + trueNegatives);
    }
}
