package io.headrace.model;

import java.util.List;

/**
 * A model whose raw score is the sum {@code baseValue + Σ contributions} in the declared order of the features: exactly in a linear model,
 * within 1e-9 × max(1, |raw score|) in a model of trees.
 */
public sealed interface AdditiveModel extends CompiledModel, Attribution permits LinearModel, TreeModel {
    /** The expected raw score over the training rows, from which contributions are counted. */
    @Override
    double baseValue();

    /** The raw score of a row encoded by {@link #encoder()}. */
    double rawScoreOf(double[] slots);

    /**
     * Writes the contribution of each declared feature to the raw score of an encoded row.
     *
     * @param slots the encoded row
     * @param into receives one number per feature
     */
    @Override
    void contributionsOf(double[] slots, double[] into);

    /**
     * The attribution that compares with some rows in place of the average training row; see {@link Background}.
     *
     * @param rows encoded by {@link #encoder()}, one or more
     */
    Attribution against(List<double[]> rows);

    /** The score of a raw score: a probability or a number, see {@link #output}. */
    default double scoreOf(double rawScore) {
        return output().score(rawScore);
    }

    @Override
    default int rawScores(double[] slots, double[] into) {
        into[0] = rawScoreOf(slots);
        return 0;
    }

    @Override
    default AdditiveModel part(int place) {
        return this;
    }
}
