package io.headrace.stats;

/**
 * The area under the ROC curve: how often a positive row outranks a negative one.
 *
 * <p>{@code (#{positive > negative} + ½·#{positive = negative}) / (P·N)} over all pairs (Mann and Whitney 1947), counted
 * exactly, without binning or sampling. 0.5 for an uninformative score, 1 for a perfect ranking; unchanged by any
 * increasing transform of the scores.
 */
public final class RocAuc {
    private RocAuc() {}

    /** The exact AUC, 0 to 1, ties counted half; refuses outcomes of one class. */
    public static double of(BinaryOutcomes outcomes) {
        outcomes.requireOfEachClass("ROC AUC", 1);
        ScoreLevels levels = ScoreLevels.of(outcomes);
        double wins = 0;
        long positivesAbove = 0;
        for (int level = 0; level < levels.count(); level++) {
            wins += levels.negatives(level) * (positivesAbove + 0.5 * levels.positives(level));
            positivesAbove += levels.positives(level);
        }
        return wins / ((double) outcomes.positives() * outcomes.negatives());
    }
}
