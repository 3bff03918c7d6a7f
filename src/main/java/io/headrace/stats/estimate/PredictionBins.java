package io.headrace.stats.estimate;

import java.util.Collections;
import java.util.List;

/**
 * Bins of predicted numbers: between given edges, with a first bin up to the lowest and a last one above the highest.
 *
 * @param edges closed upper edges of all bins but the last, finite, in rising order; without any there is one bin
 */
public record PredictionBins(List<Double> edges) {
    /** One bin for all predictions. */
    public static final PredictionBins ONE = new PredictionBins(List.of());

    public PredictionBins {
        edges = List.copyOf(edges);
        for (int i = 0; i < edges.size(); i++) {
            if (!Double.isFinite(edges.get(i)) || (i > 0 && edges.get(i) <= edges.get(i - 1))) {
                throw new IllegalArgumentException(
                        "edges[" + i + "] must be finite and above the one before, found " + edges.get(i));
            }
        }
    }

    /** Number of bins, one more than edges. */
    public int count() {
        return edges.size() + 1;
    }

    /**
     * The bin of a prediction, 0 for the lowest.
     *
     * @param prediction finite
     */
    public int of(double prediction) {
        if (!Double.isFinite(prediction)) {
            throw new IllegalArgumentException("a prediction must be finite, found " + prediction);
        }
        int found = Collections.binarySearch(edges, prediction + 0.0);
        return found >= 0 ? found : -found - 1;
    }
}
