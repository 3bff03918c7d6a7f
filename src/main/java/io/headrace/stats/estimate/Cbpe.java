package io.headrace.stats.estimate;

/**
 * Performance of a window before its labels come, from its scores alone (confidence-based performance estimation).
 *
 * <p>Of a row with probability p, p positive and 1 − p negative rows are expected. So {@code TP = Σ_{decided} p}, {@code FP =
 * Σ_{decided} (1 − p)}, {@code FN} and {@code TN} likewise for the other rows, and all shares follow; the AUC is {@code Σ_b
 * P_b·(N_{<b} + N_b/2) / (P·N)} over the score bins, which needs one pass and merges. The expected Brier score is the mean of
 * {@code p(1 − p)}, the expected log loss the mean entropy.
 *
 * <p>Two errors stand beside each figure. The standard error is that of a sample of this size, by the delta method: {@code
 * √(a(1 − a)/n)} for an accuracy a, Mann and Whitney's variance for the AUC (DeLong, DeLong and Clarke-Pearson 1988,
 * with expected classes). The label error is what remains when the rows are given and only their labels are drawn, {@code √Σp(1 − p)/n} for an
 * accuracy: if the labels that come later lie much further off, the scores are not calibrated.
 *
 * <p>{@link #of} takes the scores as calibrated. {@link #calibrated} takes the rates that a reference had at each score bin, by an
 * isotonic curve, always, so that no estimate depends on whether a calibration was thought needed; both errors then hold the
 * reference's too. See {@link Performance.Method#blindTo} for what the estimate cannot see.
 */
public final class Cbpe {
    private Cbpe() {}

    /**
     * All figures of classes for a window.
     *
     * @param counts of calibrated probabilities
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public static Performance of(ScoreCounts counts, double confidence) {
        EstimatedFigures figures = new EstimatedFigures(ClassCells.expected(counts), confidence);
        return new Performance(
                Performance.Method.CBPE, counts.rows(), counts.missing(), 0, figures.aucBinError(), figures.all());
    }

    /**
     * All figures of classes for a window, with the rates of a reference in place of the scores.
     *
     * @param reference labelled rows on which the model was not trained, one at least
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public static Performance calibrated(ScoreCounts counts, LabelledCounts reference, double confidence) {
        EstimatedFigures figures =
                new EstimatedFigures(ClassCells.calibrated(counts, BinRates.of(reference)), confidence);
        return new Performance(
                Performance.Method.CALIBRATED_CBPE,
                counts.rows(),
                counts.missing(),
                DensityRatio.ofScores(reference.scores(), counts, 1).unseenShare(),
                figures.aucBinError(),
                figures.all());
    }
}
