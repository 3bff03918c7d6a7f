package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.model.FeatureEncoder;
import io.headrace.spec.Learner;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What gradient-boosted trees of XGBoost share, whatever their loss: trained by its native library, histograms of 256 bins.
 *
 * <p>All rows go to one task in a fixed order, where the library runs with {@code nthread} threads. Four bytes for each slot of each row must
 * fit in the memory of one machine beside the heap. At each split it learns which way missing numbers go; a split sends a set of levels one
 * way.
 */
abstract class XgboostLossPipelines implements LearnerPipelines {
    private static final String ORDER = "_order";

    static final List<Setting> SETTINGS = List.of(
            Setting.wholeFrom("num-round", 1, 100),
            Setting.wholeBetween("max-depth", 1, 30, 5),
            Setting.share("learning-rate", 0.1),
            Setting.fromZero("min-child-weight", 1),
            Setting.fromZero("lambda", 1),
            Setting.share("subsample", 1),
            Setting.share("colsample-bytree", 1),
            Setting.wholeFrom("nthread", 1, 1));

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    /** XGBoost's parameters of the loss, {@code objective} among them. */
    abstract Map<String, Object> loss(Learner settings, EncodedRows rows);

    /** The model that the trees make. */
    abstract CompiledModel model(XgboostTrees trees, EncodedRows rows);

    @Override
    public boolean wantsLevelNumbers() {
        return true;
    }

    @Override
    public boolean knowsMissing() {
        return true;
    }

    @Override
    public boolean isMonotone() {
        return true;
    }

    @Override
    public String rounds() {
        return "num-round";
    }

    @Override
    public final CompiledModel fit(Learner settings, EncodedRows rows) {
        Map<String, Object> parameters = parameters(settings, rows);
        int rounds = settings.whole("num-round");
        Dataset<Row> ordered = rows.rows()
                .withColumn(ORDER, functions.monotonically_increasing_id())
                .repartition(1)
                .sortWithinPartitions(ORDER)
                .select(EncodedRows.LABEL, EncodedRows.FEATURES, EncodedRows.WEIGHT);
        String[] types = types(rows.encoder());
        byte[] json = ordered.toJavaRDD()
                .mapPartitions(part ->
                        List.of(trained(part, types, parameters, rounds)).iterator())
                .collect()
                .get(0);
        return model(XgboostTrees.read(json, rows.encoder()), rows);
    }

    private Map<String, Object> parameters(Learner settings, EncodedRows rows) {
        Map<String, Object> parameters = new TreeMap<>(Map.of(
                "tree_method", "hist",
                "max_depth", settings.whole("max-depth"),
                "eta", settings.number("learning-rate"),
                "min_child_weight", settings.number("min-child-weight"),
                "lambda", settings.number("lambda"),
                "subsample", settings.number("subsample"),
                "colsample_bytree", settings.number("colsample-bytree")));
        parameters.putAll(Map.of("nthread", settings.whole("nthread"), "seed", rows.seed(), "verbosity", 0));
        parameters.putAll(loss(settings, rows));
        if (rows.monotone().stream().anyMatch(direction -> direction != 0)) {
            parameters.put(
                    "monotone_constraints",
                    rows.monotone().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
        }
        return parameters;
    }

    /** XGBoost's feature types of the slots: c for levels, q for numbers. */
    private static String[] types(FeatureEncoder encoder) {
        return IntStream.of(encoder.levelCounts())
                .mapToObj(levels -> levels > 0 ? "c" : "q")
                .toArray(String[]::new);
    }

    /** A fitted model in the JSON format of XGBoost. */
    private static byte[] trained(Iterator<Row> rows, String[] types, Map<String, Object> parameters, int rounds)
            throws XGBoostError {
        DMatrix matrix = new DMatrix(
                StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                        .map(XgboostLossPipelines::point)
                        .iterator(),
                null);
        try {
            matrix.setFeatureTypes(types);
            return XGBoost.train(matrix, parameters, rounds, Map.of(), null, null)
                    .toByteArray("json");
        } finally {
            matrix.dispose();
        }
    }

    private static LabeledPoint point(Row row) {
        Vector slots = (Vector) row.get(1);
        float[] values = new float[slots.size()];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = (float) slots.apply(slot);
        }
        return new LabeledPoint(
                (float) row.getDouble(0), values.length, null, values, (float) row.getDouble(2), -1, Float.NaN);
    }
}
