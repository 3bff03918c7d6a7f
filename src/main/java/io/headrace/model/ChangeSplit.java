package io.headrace.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits what changes between the score that one model gives a row and the score that another model gives another row, into the part of the
 * model and the parts of the features.
 *
 * <p>The model part is ½[(f₂(x₁) − f₁(x₁)) + (f₂(x₂) − f₁(x₂))] for the models f₁, f₂ and the rows x₁, x₂: the mean of exchanging the model
 * first and last. The part of a feature is the mean, over f₁ and f₂, of its Shapley value for the step from x₁ to x₂, where a feature outside a coalition
 * has its value in x₁. Together they are the Owen value with the model and the features as unions (G. Owen, "Values of games with a priori
 * unions", 1977). A feature with the same value in both rows has the part 0, and so has the model if it is the same.
 *
 * <p>Raw scores are split if both models have them on the same scale. Otherwise scores are: a Shapley value is then multiplied by the slope of the
 * score between the two raw scores of its model, so that the parts sum to the change here too.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChangeSplit {
    /** Raw scores nearer than this have the slope of the score around them. */
    private static final double NEAR = 1e-6;

    /** Of guarantee 7: explanations sum to the raw score within this, times the raw score. */
    private static final double ROUNDING = 1e-9;

    private static final BigDecimal HALF = new BigDecimal("0.5");
    /** With more digits before the point a double has none behind it that count. */
    private static final double TOO_LARGE = 1e18;

    private final RowPredictor before;
    private final RowPredictor after;
    private final boolean isOfRawScores;
    private final List<String> features;
    /** Of each feature the place in the first model; −1 where it does not have it. */
    private final int[] placesBefore;

    private final int[] placesAfter;

    private ChangeSplit(Predictor before, Predictor after, boolean isOfScores) {
        this.before = before.rows();
        this.after = before == after ? this.before : after.rows();
        CompiledModel one = before.model();
        CompiledModel other = after.model();
        this.isOfRawScores = one.output() == other.output() && !isOfScores;
        boolean isSameKind = one.output().isProbability() == other.output().isProbability()
                && one.classes().isEmpty() == other.classes().isEmpty();
        if (!isSameKind) {
            throw new IllegalArgumentException("the models predict labels of different kinds: "
                    + one.output().word() + " and " + other.output().word());
        }
        if (!isOfRawScores && !one.classes().isEmpty()) {
            throw new IllegalArgumentException(
                    "probabilities of classes are no sum of parts, and raw scores are on different scales: "
                            + one.output().word() + " and " + other.output().word());
        }
        Set<String> names = new LinkedHashSet<>(other.encoder().featureNames());
        names.addAll(one.encoder().featureNames());
        this.features = List.copyOf(names);
        this.placesBefore = places(one);
        this.placesAfter = places(other);
    }

    private int[] places(CompiledModel model) {
        List<String> known = model.encoder().featureNames();
        return features.stream().mapToInt(known::indexOf).toArray();
    }

    /**
     * Splits between two models.
     *
     * @param before may be the same as {@code after}
     * @throws IllegalArgumentException if they predict labels of different kinds, or classes on different scales
     */
    public static ChangeSplit between(Predictor before, Predictor after) {
        return new ChangeSplit(before, after, false);
    }

    /** The same with scores split on any scale, so that they compare with other splits of scores. */
    public static ChangeSplit ofScores(Predictor before, Predictor after) {
        return new ChangeSplit(before, after, true);
    }

    /** Both rows as a model has them. */
    public static final class Rows {
        private final Object[] first;
        private final Object[] second;

        private Rows(Object[] first, Object[] second) {
            this.first = first;
            this.second = second;
        }

        /**
         * Two rows, which are not copied.
         *
         * @param first x₁: one value per feature of the model in declared order, see {@link FeatureEncoder#encode}
         * @param second x₂, likewise
         */
        public static Rows of(Object[] first, Object[] second) {
            return new Rows(first, second);
        }

        /** The value of a feature in x₁, by its place. */
        public Object first(int feature) {
            return first[feature];
        }

        /** The value of a feature in x₂, by its place. */
        public Object second(int feature) {
            return second[feature];
        }
    }

    /**
     * A split.
     *
     * @param ofClass of whose raw score: the class that the second model predicts for the second row; empty for models without classes
     * @param firstRawScore the raw score that the first model gives the first row, in a model of classes that of the class it predicts
     * @param secondRawScore likewise, second
     * @param scores raw scores, or scores: see {@link #isOfRawScores}; in the order of {@link #features}
     * @param predictions what readers see: calibrated probability, probability of the class, or number; the only feature part is that of all together
     */
    public record Split(
            Optional<String> ofClass,
            double firstRawScore,
            double secondRawScore,
            ChangeParts scores,
            ChangeParts predictions) {}

    /** The features of both models, each once: those of the second model, then those that only the first one has. */
    public List<String> features() {
        return features;
    }

    /** Whether raw scores are split; else scores. */
    public boolean isOfRawScores() {
        return isOfRawScores;
    }

    /**
     * Splits the change of a row.
     *
     * @param ofBefore the features of the first model
     * @param ofAfter those of the second; the same object if the model is the same
     * @throws IllegalArgumentException for a row that a model cannot score, naming feature and value; if the first model does not know the class; if
     *     doubles cannot hold the terms of a raw score to guarantee 7
     */
    public Split of(Rows ofBefore, Rows ofAfter) {
        after.predict(ofAfter.second);
        Optional<String> ofClass = after.predictedClass();
        double secondRawScore = after.rawScore();
        before.predict(ofBefore.first);
        double firstRawScore = before.rawScore();
        Step one = step(before, ofBefore, ofClass);
        Step other = after == before && ofBefore == ofAfter ? one : step(after, ofAfter, ofClass);
        return new Split(
                ofClass,
                firstRawScore,
                secondRawScore,
                scores(one, other),
                parts(one.firstPrediction, one.secondPrediction, other.firstPrediction, other.secondPrediction));
    }

    /** What the step from the first row to the second does to a model. */
    private static final class Step {
        private final double first;
        private final double second;
        private final double firstPrediction;
        private final double secondPrediction;
        private final double[] contributions;

        /**
         * @param contributions of the features of the model to the step from first to second
         */
        Step(double first, double second, double firstPrediction, double secondPrediction, double[] contributions) {
            this.first = first;
            this.second = second;
            this.firstPrediction = firstPrediction;
            this.secondPrediction = secondPrediction;
            this.contributions = contributions;
        }

        /** Of the feature at a place; of one that the model does not have 0. */
        BigDecimal contribution(int place) {
            return place < 0 ? BigDecimal.ZERO : new BigDecimal(contributions[place]);
        }
    }

    private Step step(RowPredictor model, Rows rows, Optional<String> ofClass) {
        CompiledModel compiled = model.predictor().model();
        int place = ofClass.map(name -> place(compiled, name)).orElse(0);
        AdditiveModel part = compiled.part(place);
        double firstPrediction = prediction(model, rows.first, place);
        double secondPrediction = prediction(model, rows.second, place);
        double[] from = encoded(compiled, rows.first);
        double[] to = encoded(compiled, rows.second);
        double[] contributions = new double[compiled.encoder().featureCount()];
        part.against(List.of(from)).contributionsOf(to, contributions);
        double first = part.rawScoreOf(from);
        double second = part.rawScoreOf(to);
        requireMeasured(first, second);
        requireMeasured(firstPrediction, secondPrediction);
        requireSum(first, second, contributions);
        if (isOfRawScores) {
            return new Step(first, second, firstPrediction, secondPrediction, contributions);
        }
        double slope = slope(part, first, second);
        for (int feature = 0; feature < contributions.length; feature++) {
            contributions[feature] *= slope;
        }
        return new Step(part.scoreOf(first), part.scoreOf(second), firstPrediction, secondPrediction, contributions);
    }

    private static int place(CompiledModel model, String ofClass) {
        int place = model.classes().indexOf(ofClass);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "the class " + ofClass + " is not one of " + model.classes() + ", which the earlier model knows");
        }
        return place;
    }

    private static double prediction(RowPredictor model, Object[] row, int place) {
        double prediction = model.predict(row);
        return model.predictor().model().classes().isEmpty() ? prediction : model.probability(place);
    }

    private static double[] encoded(CompiledModel model, Object[] row) {
        double[] slots = new double[model.encoder().width()];
        model.encoder().encode(row, slots);
        return slots;
    }

    private static void requireMeasured(double first, double second) {
        if (!(Math.abs(first) < TOO_LARGE && Math.abs(second) < TOO_LARGE)) {
            throw new IllegalArgumentException(
                    first + " and " + second + " are too large to be split to nine decimals");
        }
    }

    private static void requireSum(double first, double second, double[] contributions) {
        double size = Math.max(1, Math.max(Math.abs(first), Math.abs(second)));
        double sum = 0;
        for (double contribution : contributions) {
            sum += contribution;
        }
        if (!(Math.abs(second - first - sum) <= 2 * ROUNDING * size)) {
            throw new IllegalArgumentException("the raw score goes from " + first + " to " + second
                    + ", but what the features say of it sums to " + sum + ": its terms are too large for doubles");
        }
    }

    /** The slope of the score between two raw scores. */
    private static double slope(AdditiveModel part, double first, double second) {
        double middle = first + (second - first) / 2;
        double half = Math.max(NEAR, Math.abs(second - first)) / 2;
        return (part.scoreOf(middle + half) - part.scoreOf(middle - half)) / (2 * half);
    }

    private ChangeParts scores(Step one, Step other) {
        List<BigDecimal> ofFeatures = new ArrayList<>(features.size());
        for (int feature = 0; feature < placesBefore.length; feature++) {
            ofFeatures.add(mean(one.contribution(placesBefore[feature]), other.contribution(placesAfter[feature])));
        }
        return ChangeParts.rounded(
                new BigDecimal(one.first),
                new BigDecimal(other.second),
                model(one.first, one.second, other.first, other.second),
                ofFeatures,
                ChangeParts.DECIMALS);
    }

    private static ChangeParts parts(double oldFirst, double oldSecond, double newFirst, double newSecond) {
        return ChangeParts.rounded(
                new BigDecimal(oldFirst),
                new BigDecimal(newSecond),
                model(oldFirst, oldSecond, newFirst, newSecond),
                List.of(mean(difference(oldFirst, oldSecond), difference(newFirst, newSecond))),
                ChangeParts.DECIMALS);
    }

    private static BigDecimal model(double oldFirst, double oldSecond, double newFirst, double newSecond) {
        return mean(difference(oldFirst, newFirst), difference(oldSecond, newSecond));
    }

    private static BigDecimal difference(double from, double to) {
        return new BigDecimal(to).subtract(new BigDecimal(from));
    }

    private static BigDecimal mean(BigDecimal one, BigDecimal other) {
        return one.add(other).multiply(HALF);
    }
}
