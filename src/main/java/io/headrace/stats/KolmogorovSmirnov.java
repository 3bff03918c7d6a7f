package io.headrace.stats;

/**
 * The largest gap between the score distributions of the two classes.
 *
 * <p>{@code D = max_t |P(score >= t | positive) − P(score >= t | negative)|}: 0 when the score carries no information, 1 when one
 * threshold separates the classes. It looks at one point only; two models of equal D may rank very differently.
 *
 * @param distance D, 0 to 1
 * @param threshold the highest score at which D is reached; "this score or above" is the cut
 */
public record KolmogorovSmirnov(double distance, double threshold) {
    public KolmogorovSmirnov {
        if (!(distance >= 0 && distance <= 1)) {
            throw new IllegalArgumentException("distance must lie between 0 and 1, found " + distance);
        }
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("threshold must be a number, found NaN");
        }
    }

    /** Finds the gap; refuses outcomes of one class. */
    public static KolmogorovSmirnov of(BinaryOutcomes outcomes) {
        outcomes.requireOfEachClass("The Kolmogorov-Smirnov distance", 1);
        ScoreLevels levels = ScoreLevels.of(outcomes);
        long positives = 0;
        long negatives = 0;
        long widest = 0;
        double threshold = levels.score(0);
        for (int level = 0; level < levels.count(); level++) {
            positives += levels.positives(level);
            negatives += levels.negatives(level);
            // The gap times P·N: whole numbers, so that equal gaps are equal.
            long gap = Math.abs(positives * outcomes.negatives() - negatives * outcomes.positives());
            if (gap > widest) {
                widest = gap;
                threshold = levels.score(level);
            }
        }
        double pairs = (double) outcomes.positives() * outcomes.negatives();
        return new KolmogorovSmirnov(widest / pairs, threshold);
    }
}
