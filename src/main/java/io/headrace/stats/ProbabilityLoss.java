package io.headrace.stats;

/** Losses of stated probabilities; lower is better, and the true probabilities have the least in expectation. */
public final class ProbabilityLoss {
    /** Probabilities nearer to 0 or 1 than this are moved to this distance before taking the logarithm. */
    public static final double LOG_LOSS_CLIP = 1e-15;

    private ProbabilityLoss() {}

    /**
     * The mean of {@code −ln} of the probability given to what happened, in nats.
     *
     * <p>Probabilities are first clipped to {@code [1e-15, 1 − 1e-15]}, so one certain and wrong row costs 34.5 and not
     * infinity. Refuses no rows and scores outside 0 to 1.
     */
    public static double logLoss(BinaryOutcomes outcomes) {
        outcomes.requireProbabilities("Log loss");
        double sum = 0;
        for (int group = 0; group < outcomes.groups(); group++) {
            double probability = Math.min(Math.max(outcomes.score(group), LOG_LOSS_CLIP), 1 - LOG_LOSS_CLIP);
            sum -= weighted(outcomes.positives(group), Math.log(probability))
                    + weighted(outcomes.negatives(group), Math.log1p(-probability));
        }
        return sum / outcomes.rows();
    }

    /**
     * The mean squared distance of probability and outcome, 0 to 1 (Brier 1950).
     *
     * <p>Refuses no rows and scores outside 0 to 1.
     */
    public static double brier(BinaryOutcomes outcomes) {
        outcomes.requireProbabilities("The Brier score");
        double sum = 0;
        for (int group = 0; group < outcomes.groups(); group++) {
            double score = outcomes.score(group);
            sum += outcomes.positives(group) * (1 - score) * (1 - score) + outcomes.negatives(group) * score * score;
        }
        return sum / outcomes.rows();
    }

    /**
     * How much less log loss the first has than the second, row by row.
     *
     * @param second the same rows in the same order
     */
    public static PairedMean logLossGain(BinaryOutcomes first, BinaryOutcomes second) {
        first.requireProbabilities("Log loss");
        second.requireProbabilities("Log loss");
        double sum = 0;
        double squares = 0;
        for (int group = 0; group < first.groups(); group++) {
            double ofPositives = logLoss(second.score(group), true) - logLoss(first.score(group), true);
            double ofNegatives = logLoss(second.score(group), false) - logLoss(first.score(group), false);
            sum += first.positives(group) * ofPositives + first.negatives(group) * ofNegatives;
            squares += first.positives(group) * ofPositives * ofPositives
                    + first.negatives(group) * ofNegatives * ofNegatives;
        }
        double mean = sum / first.rows();
        return new PairedMean(first.rows(), mean, Math.max(0, squares / first.rows() - mean * mean));
    }

    /** The log loss of a row whose true class was given a probability, 0 to 1; clipped as in the mean. */
    public static double logLoss(double probability) {
        return logLoss(probability, true);
    }

    private static double logLoss(double probability, boolean positive) {
        double clipped = Math.min(Math.max(probability, LOG_LOSS_CLIP), 1 - LOG_LOSS_CLIP);
        return positive ? -Math.log(clipped) : -Math.log1p(-clipped);
    }

    private static double weighted(int rows, double value) {
        return rows == 0 ? 0 : rows * value;
    }
}
