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

/** The base of SQL functions that call a model: finds the model and reads its features from a row. */
abstract class ModelFunction<T> implements ScalarFunction<T>, Serializable {
    private static final long serialVersionUID = 1L;

    private final ModelFiles artifacts;
    private final Map<String, String> champions;
    private final StructType row;
    private transient volatile LoadedModel loaded;

    /**
     * @param artifacts reads model files
     * @param champions the path of the champion's file by model
     * @param row the type of rows, with a field for each feature
     */
    ModelFunction(ModelFiles artifacts, Map<String, String> champions, StructType row) {
        this.artifacts = artifacts;
        this.champions = new TreeMap<>(champions);
        this.row = row;
    }

    StructType row() {
        return row;
    }

    /** The model with a name or a path, ready for rows; one for each calling thread. */
    LoadedModel loaded(UTF8String model) {
        LoadedModel known = loaded;
        if (known == null || known.thread != Thread.currentThread() || !isNamed(known, model)) {
            known = new LoadedModel(model, artifacts.at(place(model.toString())), row);
            loaded = known;
        }
        return known;
    }

    /** A literal name is the same object for all rows, so that its bytes are compared once only. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isNamed(LoadedModel known, UTF8String model) {
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
    static final class LoadedModel {
        private final UTF8String name;
        private final Thread thread = Thread.currentThread();
        private final RowPredictor rows;
        private final FeatureWriter features;
        private UTF8String lastNamed;

        LoadedModel(UTF8String name, ModelFile file, StructType row) {
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
