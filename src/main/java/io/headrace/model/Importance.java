package io.headrace.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much features matter to a model over some rows: the mean distance from 0 of what each contributes to the raw score. */
public final class Importance {
    private Importance() {}

    /** By feature in declared order; rows that the model refuses are left out, and without any every feature has 0. */
    public static Map<String, Double> of(CompiledModel model, List<Object[]> rows) {
        double[] sums = new double[model.encoder().featureCount()];
        Scorer scorer = model.scorer();
        int scored = 0;
        for (Object[] row : rows) {
            try {
                List<Contribution> contributions = scorer.explain(row).contributions();
                for (int feature = 0; feature < sums.length; feature++) {
                    sums[feature] += Math.abs(contributions.get(feature).amount());
                }
                scored++;
            } catch (IllegalArgumentException refused) {
                // It has no contributions.
            }
        }
        Map<String, Double> importance = new LinkedHashMap<>();
        for (int feature = 0; feature < sums.length; feature++) {
            importance.put(model.encoder().featureName(feature), scored == 0 ? 0 : sums[feature] / scored);
        }
        return importance;
    }
}
