package io.headrace.model;

import java.io.Serializable;

/**
 * A trained model as flat arrays, ready to score raw feature rows and to explain each score exactly.
 *
 * <p>Implementations are immutable and safe for use by several threads. {@code baseValue + Σ contributions}, added in declared order, is
 * the raw score: to the bit in a linear model, within 1e-9 × max(1, |raw score|) in one of trees.
 */
public sealed interface CompiledModel extends Serializable permits LinearModel, TreeModel {
    /** The kinds of model. */
    enum Kind {
        LINEAR("linear"),
        TREES("trees");

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

    /** The expected raw score over the training rows, from which contributions are counted. */
    double baseValue();

    /** The raw score of a row encoded by {@link #encoder()}. */
    double rawScoreOf(double[] slots);

    /**
     * Writes the contribution of each declared feature to the raw score of an encoded row.
     *
     * @param slots the encoded row
     * @param into receives one number per feature
     */
    void contributionsOf(double[] slots, double[] into);

    /** What a raw score is. */
    Output output();

    /** The score that belongs to a raw score: a probability or a number, as {@link #output} says. */
    default double scoreOf(double rawScore) {
        return output().score(rawScore);
    }

    /** A scorer with its own buffers, for many rows on one thread. */
    default Scorer scorer() {
        return new Scorer(this);
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
