package io.headrace.stats;

/**
 * The area under the precision-recall curve, as average precision.
 *
 * <p>{@code Σ (R_k − R_{k−1})·P_k} over the distinct scores from the highest, with precision P and recall R of "at this
 * score or above". There is no interpolation, which would be optimistic (Davis and Goadrich 2006). An uninformative score gets
 * about the share of positives, so compare only within one population.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /** The average precision, more than 0 to 1; refuses outcomes without a positive row. */
    public static double of(BinaryOutcomes outcomes) {
        outcomes.requirePositives("Average precision");
        ScoreLevels levels = ScoreLevels.of(outcomes);
        long rows = 0;
        long positives = 0;
        double sum = 0;
        for (int level = 0; level < levels.count(); level++) {
            rows += levels.rows(level);
            positives += levels.positives(level);
            sum += (double) levels.positives(level) * positives / rows;
        }
        return sum / outcomes.positives();
    }
}
