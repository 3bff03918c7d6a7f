package io.headrace.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Boosted trees over columns, 100 of depth 4 at a rate of 0.1, one slot for each level of a text; trained on one thread, without Spark. */
final class StoryModel {
    private static final int ROUNDS = 100;

    private final List<String> features;
    private final Map<String, List<String>> levels = new LinkedHashMap<>();
    private Booster booster;

    private StoryModel(List<String> features) {
        this.features = features;
    }

    /**
     * Trains a model.
     *
     * @param objective of XGBoost
     */
    static StoryModel fit(StoryRows rows, List<String> features, double[] labels, String objective) {
        StoryModel model = new StoryModel(features);
        features.stream()
                .filter(rows::isText)
                .forEach(name -> model.levels.put(
                        name,
                        Arrays.stream(rows.texts(name))
                                .filter(text -> text != null)
                                .distinct()
                                .sorted()
                                .toList()));
        try {
            DMatrix learnt = model.matrix(rows);
            float[] floats = new float[labels.length];
            IntStream.range(0, labels.length).forEach(row -> floats[row] = (float) labels[row]);
            learnt.setLabel(floats);
            Map<String, Object> parameters = new TreeMap<>(Map.of(
                    "objective", objective, "eta", 0.1, "max_depth", 4, "nthread", 1, "seed", 1, "verbosity", 0));
            parameters.put("tree_method", "hist");
            model.booster = XGBoost.train(learnt, parameters, ROUNDS, Map.of(), null, null);
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
        return model;
    }

    /** What it says of rows. */
    double[] predict(StoryRows rows) {
        try {
            float[][] found = booster.predict(matrix(rows));
            return Arrays.stream(found).mapToDouble(row -> row[0]).toArray();
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    /** How much worse it is by a measure of which more is better, where a feature's values change places; 0 at least. */
    Map<String, Double> importance(StoryRows rows, ToDoubleFunction<double[]> goodness) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        Collections.shuffle(order, new Random(1));
        int[] places = order.stream().mapToInt(Integer::intValue).toArray();
        double whole = goodness.applyAsDouble(predict(rows));
        Map<String, Double> found = new TreeMap<>();
        features.forEach(name ->
                found.put(name, Math.max(0, whole - goodness.applyAsDouble(predict(rows.shuffled(name, places))))));
        return found;
    }

    private DMatrix matrix(StoryRows rows) throws XGBoostError {
        int slots = features.stream()
                .mapToInt(name -> levels.containsKey(name) ? levels.get(name).size() : 1)
                .sum();
        float[] values = new float[rows.size() * slots];
        int slot = 0;
        for (String name : features) {
            List<String> known = levels.get(name);
            for (int row = 0; row < rows.size(); row++) {
                if (known == null) {
                    values[row * slots + slot] = (float) rows.numbers(name)[row];
                } else {
                    int level = Collections.binarySearch(known, String.valueOf(rows.texts(name)[row]));
                    if (level >= 0) {
                        values[row * slots + slot + level] = 1;
                    }
                }
            }
            slot += known == null ? 1 : known.size();
        }
        return new DMatrix(values, rows.size(), slots, Float.NaN);
    }
}
