package io.headrace.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Scores many rows on one thread through buffers of its own; scoring allocates nothing.
 *
 * <p>Not safe for use by several threads: take one scorer per thread from {@link CompiledModel#scorer()}. A score is
 * always finite: a row that cannot be scored fails with {@link IllegalArgumentException} naming feature and value, and
 * the scorer is ready for the next row.
 */
public final class Scorer {
    private final CompiledModel model;
    private final IntFunction<Attribution> attributions;
    private final double[] slots;
    /** The raw score, or the probability of each class. */
    private final double[] outputs;

    private int predicted;

    /** @param attributions the attribution of the raw score of each class */
    Scorer(CompiledModel model, IntFunction<Attribution> attributions) {
        this.model = model;
        this.attributions = attributions;
        this.slots = new double[model.encoder().width()];
        this.outputs = new double[Math.max(1, model.classes().size())];
    }

    /** The slots of the next row, all zero: to be written by {@link FeatureEncoder#write}, feature by feature. */
    public double[] slots() {
        Arrays.fill(slots, 0);
        return slots;
    }

    /**
     * The raw score of the row in {@link #slots}; see {@link #rawScore(Object[])}.
     *
     * @param raw gives the raw value of a feature; it is called only for the message of a failure
     */
    public double rawScore(IntFunction<Object> raw) {
        predicted = model.rawScores(slots, outputs);
        double score = outputs[predicted];
        if (!Double.isFinite(score)) {
            int feature = largestContribution();
            throw ModelErrors.overflow(model.encoder().featureName(feature), raw.apply(feature));
        }
        model.toProbabilities(outputs, predicted);
        return score;
    }

    /** The score of the row scored last; see {@link #score(Object[])}. */
    public double score(double rawScore) {
        return model.classes().isEmpty() ? model.part(0).scoreOf(rawScore) : outputs[predicted];
    }

    /** The place of the predicted class of the row scored last; 0 for a model without classes. */
    public int predicted() {
        return predicted;
    }

    /** The probability of a class of a multiclass model for the row scored last. */
    public double probability(int place) {
        return outputs[place];
    }

    /** The raw score, expected over the training rows or the background, that the contributions of the row scored last start from. */
    public double baseValue() {
        return attributions.apply(predicted).baseValue();
    }

    /**
     * The contribution of each feature to the raw score of the row scored last.
     *
     * @param into receives one number per feature
     */
    public void contributions(double[] into) {
        attributions.apply(predicted).contributionsOf(slots, into);
    }

    /**
     * The raw score of a row of raw values, in a multiclass model that of the predicted class; see {@link FeatureEncoder#encode} for the
     * values allowed.
     */
    public double rawScore(Object[] raw) {
        model.encoder().encode(raw, slots);
        return rawScore(feature -> raw[feature]);
    }

    /**
     * The score of a row of raw values: a probability, 0 to 1, or the predicted number, see {@link CompiledModel#output}; in a multiclass model
     * the probability of the predicted class.
     */
    public double score(Object[] raw) {
        return score(rawScore(raw));
    }

    /** Raw score, score and the contribution of every feature; keeps a copy of the row. */
    public Explanation explain(Object[] raw) {
        double rawScore = rawScore(raw);
        double[] contributions = new double[model.encoder().featureCount()];
        contributions(contributions);
        Optional<Explanation.PredictedClass> predictedClass = model.classes().isEmpty()
                ? Optional.empty()
                : Optional.of(Explanation.PredictedClass.of(model.classes(), predicted, outputs));
        return new Explanation(
                model, baseValue(), rawScore, score(rawScore), raw.clone(), contributions, predictedClass);
    }

    private int largestContribution() {
        double[] contributions = new double[model.encoder().featureCount()];
        contributions(contributions);
        int largest = 0;
        for (int feature = 1; feature < contributions.length; feature++) {
            boolean isGreater = !(Math.abs(contributions[feature]) <= Math.abs(contributions[largest]));
            if (isGreater && !Double.isNaN(contributions[largest])) {
                largest = feature;
            }
        }
        return largest;
    }
}
