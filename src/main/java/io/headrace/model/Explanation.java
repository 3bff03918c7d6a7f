package io.headrace.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The explanation of a score: {@code baseValue + Σ contributions = rawScore} in declared order, exactly in a linear model and up to rounding in
 * a model of trees.
 *
 * <p>The base value is the expected raw score over the training rows, or over a {@link Background}; contributions compare the row with that
 * average.
 */
public final class Explanation {
    private final CompiledModel model;
    private final double baseValue;
    private final double rawScore;
    private final double score;
    private final Object[] values;
    private final double[] contributions;
    private final Optional<PredictedClass> predictedClass;

    Explanation(
            CompiledModel model,
            double baseValue,
            double rawScore,
            double score,
            Object[] values,
            double[] contributions,
            Optional<PredictedClass> predictedClass) {
        this.model = model;
        this.baseValue = baseValue;
        this.rawScore = rawScore;
        this.score = score;
        this.values = values;
        this.contributions = contributions;
        this.predictedClass = predictedClass;
    }

    /**
     * The predicted class.
     *
     * @param name the most likely class, to which raw score, base value and contributions refer
     * @param probabilities by class, in the model's order: 0 to 1 with a sum of 1
     */
    public record PredictedClass(String name, Map<String, Double> probabilities) {
        public PredictedClass {
            probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
        }

        static PredictedClass of(List<String> classes, int predicted, double[] probabilities) {
            Map<String, Double> byClass = new LinkedHashMap<>();
            for (int place = 0; place < probabilities.length; place++) {
                byClass.put(classes.get(place), probabilities[place]);
            }
            return new PredictedClass(classes.get(predicted), byClass);
        }
    }

    /** The expected raw score over the training rows, or over those of the background. */
    public double baseValue() {
        return baseValue;
    }

    /** The raw score of the row. */
    public double rawScore() {
        return rawScore;
    }

    /** The score of the row: a probability, 0 to 1, or the predicted number. */
    public double score() {
        return score;
    }

    /** The predicted class of a multiclass model; the score is its probability. */
    public Optional<PredictedClass> predictedClass() {
        return predictedClass;
    }

    /** Whether the score is a probability. */
    public boolean isProbability() {
        return model.output().isProbability();
    }

    /** All contributions in declared order. */
    public List<Contribution> contributions() {
        return IntStream.range(0, contributions.length)
                .mapToObj(this::contribution)
                .toList();
    }

    /**
     * The strongest reasons, strongest first; the declared order breaks ties.
     *
     * @param atMost 0 or more; fewer are returned when fewer features contribute in that direction
     */
    public List<Contribution> topReasons(int atMost, ReasonOrder order) {
        return IntStream.of(order.strongest(contributions, atMost))
                .mapToObj(this::contribution)
                .toList();
    }

    private Contribution contribution(int feature) {
        return new Contribution(model.encoder().featureName(feature), values[feature], contributions[feature]);
    }
}
