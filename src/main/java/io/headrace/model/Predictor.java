package io.headrace.model;

import io.headrace.model.IntervalModel.Bounds;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model with its calibrator, its interval and the texts of its reasons: everything that a prediction needs. Training, SQL functions, score jobs and programs
 * without Spark predict through it, and nothing applies a calibrator elsewhere.
 *
 * <p>Immutable and safe for use by several threads; {@link #rows} gives each thread its own buffers.
 */
public final class Predictor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final CompiledModel model;
    private final Calibrator calibrator;
    /** Null where there is none, as an empty Optional cannot be serialised. */
    private final IntervalModel interval;

    private final ReasonWords words;

    private Predictor(CompiledModel model, Calibrator calibrator, IntervalModel interval, ReasonWords words) {
        this.model = Objects.requireNonNull(model, "model");
        this.calibrator = Objects.requireNonNull(calibrator, "calibrator");
        this.interval = interval;
        this.words = Objects.requireNonNull(words, "words");
    }

    /** The model of a file with its calibrator and interval; features go by their names. */
    public static Predictor of(ModelFile file) {
        return new Predictor(file.model(), file.calibrator(), file.interval().orElse(null), ReasonWords.NONE);
    }

    /** A model with a calibrator; features go by their names. */
    public static Predictor of(CompiledModel model, Calibrator calibrator) {
        return new Predictor(model, calibrator, null, ReasonWords.NONE);
    }

    /** A model without calibrator. */
    public static Predictor of(CompiledModel model) {
        return of(model, Calibrator.NONE);
    }

    /** The same with other texts and background for its reasons. */
    public Predictor with(ReasonWords other) {
        return new Predictor(model, calibrator, interval, other);
    }

    /** The same with bounds on the number that it predicts. */
    public Predictor with(IntervalModel bounds) {
        return new Predictor(model, calibrator, Objects.requireNonNull(bounds, "bounds"), words);
    }

    /** The model. */
    public CompiledModel model() {
        return model;
    }

    /** The calibrator of the model's probabilities. */
    public Calibrator calibrator() {
        return calibrator;
    }

    /** The bounds on the number that it predicts, where the model was trained with some. */
    public Optional<IntervalModel> interval() {
        return Optional.ofNullable(interval);
    }

    ReasonWords words() {
        return words;
    }

    /** Whether it predicts the probability of the positive label. */
    public boolean isBinary() {
        return model.output().isProbability() && model.classes().isEmpty();
    }

    /** Predicts many rows on one thread. */
    public RowPredictor rows() {
        return new RowPredictor(this);
    }

    /**
     * Predicts one row.
     *
     * @param raw raw values in declared order, see {@link FeatureEncoder#encode}
     * @param reasons the greatest number of reasons, 0 or more
     * @param order the order of the reasons
     * @throws IllegalArgumentException for a row that cannot be scored, naming feature and value
     */
    public Prediction predict(Object[] raw, int reasons, ReasonOrder order) {
        RowPredictor row = rows();
        row.predict(raw);
        return new Prediction(
                row.rawScore(),
                row.score(),
                isBinary() ? OptionalDouble.of(row.prediction()) : OptionalDouble.empty(),
                row.bounds(feature -> raw[feature]),
                row.baseValue(),
                row.reasons(reasons, order, feature -> raw[feature]),
                row.predictedClass(),
                row.probabilities());
    }

    /**
     * The prediction for a row and its reasons.
     *
     * @param rawScore the sum of the base value and all contributions
     * @param score the output of the model: the probability of the positive label or of the predicted class, or the number
     * @param probability the calibrated probability of the positive label; empty for a numeric or multiclass label
     * @param bounds the prediction interval of a number; empty for a model without one
     * @param baseValue the raw score of the average row, from which contributions start
     * @param reasons strongest first
     * @param predictedClass the most likely class of a multiclass model
     * @param probabilities by class in a multiclass model
     */
    public record Prediction(
            double rawScore,
            double score,
            OptionalDouble probability,
            Optional<Bounds> bounds,
            double baseValue,
            List<Reason> reasons,
            Optional<String> predictedClass,
            Map<String, Double> probabilities) {
        public Prediction {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * A feature, or several of one theme, that moves a score.
     *
     * @param feature the feature that contributes most
     * @param value its raw value
     * @param contribution the amount that the feature, or its theme, adds to the raw score
     * @param text the reason in words
     */
    public record Reason(String feature, Object value, double contribution, String text) {}
}
