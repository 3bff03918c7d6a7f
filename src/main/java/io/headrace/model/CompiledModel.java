package io.headrace.model;

import java.io.Serializable;
import java.util.List;

/**
 * A trained model as flat arrays, ready to score raw feature rows and to explain each score exactly.
 *
 * <p>Implementations are immutable and safe for use by several threads. Each raw score is explained by the {@link AdditiveModel} that gives
 * it: the model itself, or, in a multiclass model, the part of the predicted class.
 */
public sealed interface CompiledModel extends Serializable permits AdditiveModel, ClassModel {
    /** The kinds of model. */
    enum Kind {
        LINEAR("linear"),
        TREES("trees"),
        CLASSES("classes");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in a model file. */
        public String word() {
            return word;
        }
    }

    /** The kind. */
    Kind kind();

    /** The encoder of raw rows. */
    FeatureEncoder encoder();

    /** What a raw score is. */
    Output output();

    /** The classes of a multiclass model, each once; empty for other models. */
    default List<String> classes() {
        return List.of();
    }

    /**
     * The raw scores of an encoded row: one, or one for each class.
     *
     * @param slots the encoded row
     * @param into receives them
     * @return the place of the greatest raw score, which is that of the predicted class; the first wins ties
     */
    int rawScores(double[] slots, double[] into);

    /**
     * Turns the raw scores of classes into probabilities, 0 to 1 with a sum of 1; does nothing if the model has no classes.
     *
     * @param rawScores the result of {@link #rawScores}, all finite
     * @param predicted the place of the greatest
     */
    default void toProbabilities(double[] rawScores, int predicted) {}

    /** The model that gives and explains a raw score: the part of the class at a place, or the model itself if it has no classes. */
    AdditiveModel part(int place);

    /** A scorer with its own buffers, for many rows on one thread. */
    default Scorer scorer() {
        return new Scorer(this, this::part);
    }

    /** A scorer that explains with a background made for this model. */
    default Scorer scorer(Background background) {
        return new Scorer(this, background::part);
    }

    /** Scores a single row; see {@link Scorer#rawScore}. */
    default double rawScore(Object[] raw) {
        return scorer().rawScore(raw);
    }

    /** The score of a single row; see {@link Scorer#score}. */
    default double score(Object[] raw) {
        return scorer().score(raw);
    }

    /** Explains a single row; see {@link Scorer#explain}. */
    default Explanation explain(Object[] raw) {
        return scorer().explain(raw);
    }
}
