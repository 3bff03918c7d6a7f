package io.headrace.stats.estimate;

/**
 * Performance of a window from the labelled rows of a reference, weighted to lie as the window's rows do.
 *
 * <p>A reference row in score bin b counts {@code w_b} times, so the figures are those of the reference under the window's
 * distribution (importance weighting, Shimodaira 2000). With the ratio by score this equals CBPE after a calibration by score
 * bin, for weights within a bin cancel; with a ratio from a classifier on the features it approaches PAPE (Białek and others,
 * 2024), which calibrates with such weights row by row. It needs no calibrated scores, only that outcomes at a score, or in a region,
 * are as before.
 *
 * <p>The standard error has two parts: a window of this size varies, and so does the reference, the more the fewer rows
 * carry the weight.
 */
public final class ImportanceWeighted {
    private ImportanceWeighted() {}

    /**
     * All figures of classes for a window.
     *
     * @param reference labelled rows scored by the same model
     * @param ratio by which the reference's rows are weighted
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public static Performance of(LabelledCounts reference, ScoreCounts window, DensityRatio ratio, double confidence) {
        double covered = window.rows() * (1 - ratio.unseenShare());
        double[] weights = ratio.addingUpTo(covered, reference.scores());
        EstimatedFigures figures = new EstimatedFigures(ClassCells.weighted(reference, weights), confidence);
        return new Performance(
                Performance.Method.IMPORTANCE_WEIGHTED,
                window.rows(),
                window.missing(),
                ratio.unseenShare(),
                figures.aucBinError(),
                figures.all());
    }
}
