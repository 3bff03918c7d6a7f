package io.headrace.model;

import io.headrace.model.IntervalModel.Bounds;
import io.headrace.model.Predictor.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Predicts many rows on one thread through buffers of its own; predicting allocates nothing, reasons and bounds do.
 *
 * <p>Predict a row, then read its results. Not safe for use by several threads; see {@link Predictor#rows}.
 */
public final class RowPredictor {
    private final Predictor predictor;
    private final CompiledModel model;
    private final Scorer scorer;
    private final ReasonText text;
    private final ReasonWords.Topics topics;
    private final double[] contributions;
    private double rawScore;
    private double score;

    RowPredictor(Predictor predictor) {
        this.predictor = predictor;
        this.model = predictor.model();
        this.scorer = predictor.words().scorer(model);
        this.text = new ReasonText("score", predictor.words());
        this.topics = predictor.words().topics(model.encoder().featureNames());
        this.contributions = new double[model.encoder().featureCount()];
    }

    /** The model and its calibrator. */
    public Predictor predictor() {
        return predictor;
    }

    /** The slots of the next row, all zero: to be written by {@link FeatureEncoder#write}, feature by feature. */
    public double[] slots() {
        return scorer.slots();
    }

    /**
     * Predicts the row in {@link #slots}.
     *
     * @param raw the raw value of a feature, read only where the message of a failure names it
     * @return see {@link #prediction}
     */
    public double predict(IntFunction<Object> raw) {
        rawScore = scorer.rawScore(raw);
        score = scorer.score(rawScore);
        return prediction();
    }

    /** Predicts a row of raw values; see {@link FeatureEncoder#encode}. */
    public double predict(Object[] raw) {
        rawScore = scorer.rawScore(raw);
        score = scorer.score(rawScore);
        return prediction();
    }

    /**
     * The prediction for the row: the calibrated probability of the positive label, the probability of the predicted class, or the
     * number.
     */
    public double prediction() {
        return predictor.isBinary() ? predictor.calibrator().calibrated(score) : score;
    }

    /**
     * The prediction interval of a row; empty for a model without one.
     *
     * @param raw the raw value of a feature
     * @throws IllegalArgumentException for a row that cannot be encoded, naming feature and value
     */
    public Optional<Bounds> bounds(IntFunction<Object> raw) {
        return predictor
                .interval()
                .map(interval -> interval.bounds(
                        IntStream.range(0, contributions.length).mapToObj(raw).toArray()));
    }

    /** The raw score of the row. */
    public double rawScore() {
        return rawScore;
    }

    /** The model's score of the row, before calibration. */
    public double score() {
        return score;
    }

    /** The raw score of the average row, or the mean of the background. */
    public double baseValue() {
        return scorer.baseValue();
    }

    /** The contribution of each feature to the raw score of the row; overwritten by the next call. */
    public double[] contributions() {
        scorer.contributions(contributions);
        return contributions;
    }

    /** The probability of the class at a place in a multiclass model. */
    public double probability(int place) {
        return scorer.probability(place);
    }

    /** The most likely class of a multiclass model. */
    public Optional<String> predictedClass() {
        return model.classes().isEmpty()
                ? Optional.empty()
                : Optional.of(model.classes().get(scorer.predicted()));
    }

    /** The probabilities by class in the model's order; empty for a model without classes. */
    public Map<String, Double> probabilities() {
        Map<String, Double> byClass = new LinkedHashMap<>();
        for (int place = 0; place < model.classes().size(); place++) {
            byClass.put(model.classes().get(place), scorer.probability(place));
        }
        return byClass;
    }

    /**
     * The reasons for the score of the row, strongest first.
     *
     * @param atMost 0 or more
     * @param raw the raw value of a feature
     */
    public List<Reason> reasons(int atMost, ReasonOrder order, IntFunction<Object> raw) {
        if (atMost == 0) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>(atMost);
        for (int feature : topics.strongest(contributions(), atMost, order)) {
            Contribution found =
                    new Contribution(model.encoder().featureName(feature), raw.apply(feature), topics.amount(feature));
            reasons.add(new Reason(found.feature(), found.value(), found.amount(), text.phrase(found)));
        }
        return reasons;
    }
}
