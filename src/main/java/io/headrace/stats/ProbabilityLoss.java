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
        for (int row = 0; row < outcomes.rows(); row++) {
            double probability = Math.min(Math.max(outcomes.score(row), LOG_LOSS_CLIP), 1 - LOG_LOSS_CLIP);
            sum -= outcomes.isPositive(row) ? Math.log(probability) : Math.log1p(-probability);
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
        for (int row = 0; row < outcomes.rows(); row++) {
            double error = outcomes.score(row) - outcomes.target(row);
            sum += error * error;
        }
        return sum / outcomes.rows();
    }
}
