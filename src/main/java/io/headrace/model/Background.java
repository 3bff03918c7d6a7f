package io.headrace.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that scores are compared with, in place of the average training row.
 *
 * <p>Contributions are interventional SHAP values: a feature outside a coalition takes the value of a background row, and the values are
 * averaged over those rows (S. M. Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020).
 * The base value is the mean raw score of the background rows. Safe for use by several threads.
 */
public final class Background {
    private final List<Attribution> parts;

    private Background(List<Attribution> parts) {
        this.parts = parts;
    }

    /**
     * A background for a model.
     *
     * @param rows one or more raw rows, see {@link FeatureEncoder#encode}; the time to explain a score grows with their number
     * @throws IllegalArgumentException if there are no rows, or the model cannot encode one
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

    /** What explains the raw score of the class at a place; place 0 is the only one of a model without classes. */
    Attribution part(int place) {
        return parts.get(place);
    }
}
