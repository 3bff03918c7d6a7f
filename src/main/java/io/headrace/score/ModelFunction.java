package io.headrace.score;

import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.RowPredictor;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** What functions share that ask a model: which it is, and how its features stand in a row. */
abstract class ModelFunction<T> implements ScalarFunction<T>, Serializable {
    private static final long serialVersionUID = 1L;

    private final ModelFiles artifacts;
    private final Map<String, String> champions;
    private final StructType row;
    private transient volatile Asked asked;

    /**
     * @param artifacts reads model files
     * @param champions by model: where its champion's file lies
     * @param row what rows hold: a field for each feature
     */
    ModelFunction(ModelFiles artifacts, Map<String, String> champions, StructType row) {
        this.artifacts = artifacts;
        this.champions = new TreeMap<>(champions);
        this.row = row;
    }

    StructType row() {
        return row;
    }

    /** The model of a name, or at a place, ready for rows; one for each thread that asks. */
    Asked asked(UTF8String model) {
        Asked known = asked;
        if (known == null || known.thread != Thread.currentThread() || !isNamed(known, model)) {
            known = new Asked(model, artifacts.at(place(model.toString())), row);
            asked = known;
        }
        return known;
    }

    /** A name that stands in the query is the same object for all rows; its many bytes are then not compared. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isNamed(Asked known, UTF8String model) {
        if (known.lastNamed != model && known.name.equals(model)) {
            known.lastNamed = model;
        }
        return known.lastNamed == model;
    }

    private String place(String model) {
        if (model.contains("/")) {
            return model;
        }
        String place = champions.get(model);
        if (place == null) {
            throw new IllegalArgumentException(
                    "there is no champion of \"" + model + "\"; models with one: " + champions.keySet());
        }
        return place;
    }

    /** A model with buffers for one thread. */
    static final class Asked {
        private final UTF8String name;
        private final Thread thread = Thread.currentThread();
        private final RowPredictor rows;
        private final FeatureWriter features;
        private UTF8String lastNamed;

        Asked(UTF8String name, ModelFile file, StructType row) {
            this.name = name.clone();
            this.rows = Predictor.of(file).rows();
            this.features = new FeatureWriter(file.model().encoder(), row);
        }

        Predictor predictor() {
            return rows.predictor();
        }

        RowPredictor rows() {
            return rows;
        }

        FeatureWriter features() {
            return features;
        }
    }
}
