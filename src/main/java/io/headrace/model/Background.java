package io.headrace.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that scores are compared with, instead of the average training row.
 *
 * <p>Contributions are Shapley values of the game in which a feature that is not known takes the value of a background row, averaged over
 * those rows (interventional values; S. M. Lundberg et al., "From local explanations to global understanding with explainable AI for
 * trees", 2020). The base value is the mean raw score of the background rows. Safe for use by several threads.
 */
public final class Background {
    private final List<Attribution> parts;

    private Background(List<Attribution> parts) {
        this.parts = parts;
    }

    /**
     * A background for a model.
     *
     * @param rows one or more raw rows, see {@link FeatureEncoder#encode}; explaining takes longer the more there are
     * @throws IllegalArgumentException if there is none, or the model cannot encode one
     */
    public static Background of(CompiledModel model, List<Object[]> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a background needs one row or more");
        }
        List<double[]> encoded = rows.stream()
                .map(row -> {
                    double[] slots = new double[model.encoder().width()];
                    model.encoder().encode(row, slots);
                    return slots;
                })
                .toList();
        return new Background(IntStream.range(0, Math.max(1, model.classes().size()))
                .mapToObj(place -> model.part(place).against(encoded))
                .toList());
    }

    /** What explains the raw score of a class; of the only score for 0. */
    Attribution part(int place) {
        return parts.get(place);
    }
}
