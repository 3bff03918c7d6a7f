package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.estimate.PredictionBins;
import java.util.ArrayList;
import java.util.List;

/** Bins of predictions for their errors: the coarse bins of predicted numbers, so that what was counted of a population says how many lie in each. */
public final class PredictedNumbers {
    private PredictedNumbers() {}

    /** The bins of errors that go with those of a column of predictions; one bin where it has none of numbers. */
    public static PredictionBins bins(ColumnBins column) {
        if (!(column instanceof NumberBins numbers)) {
            return PredictionBins.ONE;
        }
        double[] edges = numbers.edges();
        int[] coarse = numbers.decile();
        List<Double> kept = new ArrayList<>();
        for (int bin = 0; bin < edges.length; bin++) {
            if (coarse[bin] != coarse[bin + 1]) {
                kept.add(edges[bin]);
            }
        }
        return new PredictionBins(kept);
    }

    /**
     * The rows of a population in each bin of errors.
     *
     * @param column the bins by which predictions were counted, from which those of errors were made
     */
    public static long[] rows(ColumnBins column, ColumnCounts counts, PredictionBins bins) {
        long[] rows = new long[bins.count()];
        long[] fine = counts.counts();
        double[] edges = column instanceof NumberBins numbers ? numbers.edges() : new double[0];
        for (int bin = 0; bin < fine.length; bin++) {
            rows[bin < edges.length ? bins.of(edges[bin]) : bins.count() - 1] += fine[bin];
        }
        return rows;
    }
}
