package io.headrace.stats;

/**
 * How often, and how surely, a model of several classes is right.
 *
 * @param rows 1 or more
 * @param right rows whose class is the one predicted
 * @param logLoss mean log loss, natural logarithm, of the probability given to the class that came; see {@link ProbabilityLoss#logLoss(double)}
 * @param logLossVariance variance of the rows' log losses, 0 or more
 * @param brier mean over the rows of Σ (probability − outcome)² over the classes, 0 to 2 (Brier 1950)
 */
public record ClassErrors(long rows, long right, double logLoss, double logLossVariance, double brier) {
    public ClassErrors {
        if (rows < 1 || right < 0 || right > rows) {
            throw new IllegalArgumentException(
                    "rows must be 1 or more and right ones among them, found " + rows + " and " + right);
        }
    }

    /** Share of the rows whose class is the one predicted. */
    public double accuracy() {
        return (double) right / rows;
    }

    /** Wilson's interval of the accuracy. */
    public Interval accuracyInterval(double confidence) {
        return WilsonInterval.of((double) right, rows, confidence);
    }

    /** The normal interval of the mean log loss. */
    public Interval logLossInterval(double confidence) {
        return new PairedMean(rows, logLoss, logLossVariance).interval(confidence);
    }
}
