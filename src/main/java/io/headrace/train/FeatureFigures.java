package io.headrace.train;

import io.headrace.metric.Figure;
import io.headrace.metric.Measured;
import io.headrace.metric.Metric;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.model.Predictor;
import io.headrace.model.RowPredictor;
import io.headrace.stats.PairedMean;
import io.headrace.stats.ProbabilityLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a model makes of its features, over labelled rows that it did not learn from.
 *
 * <ul>
 *   <li>{@code importance}: the mean distance from 0 of what a feature contributes to the raw score;
 *   <li>{@code permutation_importance}: by how much the loss of a row rises when the feature's value is that of another row drawn at random
 *       (Fisher, Rudin and Dominici 2019); log loss, or squared error of numbers;
 *   <li>{@code dependence}: the mean of what a feature contributes where its value lies in a bin.
 * </ul>
 *
 * Intervals are of the mean over rows.
 */
final class FeatureFigures {
    private static final int SHUFFLES = 5;

    private final Predictor model;
    private final RowPredictor predicted;
    private final List<Object[]> rows = new ArrayList<>();
    private final List<double[]> contributions = new ArrayList<>();
    private final double[] answers;
    private final double[] losses;

    private FeatureFigures(Predictor model, List<Labelled> labelled) {
        this.model = model;
        this.predicted = model.rows();
        List<Labelled> kept = labelled.stream().filter(row -> isScored(row)).toList();
        this.answers = kept.stream().mapToDouble(Labelled::answer).toArray();
        this.losses = IntStream.range(0, rows.size())
                .mapToDouble(row -> loss(rows.get(row), answers[row]))
                .toArray();
    }

    /**
     * A row and its label.
     *
     * @param features raw values in declared order
     * @param answer 1 for yes, the number itself, or the place of the class; −1 for a class that the model does not know
     */
    record Labelled(List<Object> features, double answer) {
        Labelled {
            features = java.util.Collections.unmodifiableList(new ArrayList<>(features));
        }
    }

    /**
     * The figures of all features; rows that the model refuses, or whose class it does not know, are left out.
     *
     * @param seed of the shuffles
     */
    static List<Figure> of(Predictor model, List<Labelled> rows, long seed) {
        FeatureFigures figures = new FeatureFigures(model, rows);
        return figures.rows.isEmpty() ? List.of() : figures.all(seed);
    }

    private boolean isScored(Labelled row) {
        Object[] values = row.features().toArray();
        if (row.answer() < 0 && !model.model().classes().isEmpty()) {
            return false;
        }
        try {
            predicted.predict(values);
        } catch (IllegalArgumentException refused) {
            return false;
        }
        rows.add(values);
        contributions.add(predicted.contributions().clone());
        return true;
    }

    private double loss(Object[] row, double answer) {
        double score = predicted.predict(row);
        if (!model.model().classes().isEmpty()) {
            return ProbabilityLoss.logLoss(predicted.probability((int) answer));
        }
        if (!model.model().output().isProbability()) {
            return (score - answer) * (score - answer);
        }
        return ProbabilityLoss.logLoss(answer == 1 ? score : 1 - score);
    }

    private List<Figure> all(long seed) {
        List<Figure> figures = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int feature = 0; feature < model.model().encoder().featureCount(); feature++) {
            String name = model.model().encoder().featureName(feature);
            int place = feature;
            figures.add(mean(
                    StandardMetrics.IMPORTANCE,
                    new Of.Feature(name),
                    contributions.stream()
                            .mapToDouble(of -> Math.abs(of[place]))
                            .toArray()));
            figures.add(
                    mean(StandardMetrics.PERMUTATION_IMPORTANCE, new Of.Feature(name), rises(feature, random.split())));
            List<ValueBins.Bin> bins =
                    ValueBins.of(rows.stream().map(row -> row[place]).toList());
            for (int bin = 0; bin < bins.size(); bin++) {
                double[] inBin = bins.get(bin).rows().stream()
                        .mapToDouble(row -> contributions.get(row)[place])
                        .toArray();
                figures.add(mean(
                        StandardMetrics.DEPENDENCE,
                        new Of.FeatureBin(name, bin + 1, bins.get(bin).label()),
                        inBin));
            }
        }
        return figures;
    }

    /** By row: how much the loss rises on average over some shuffles of the feature. */
    private double[] rises(int feature, SplittableRandom random) {
        double[] rises = new double[rows.size()];
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            int[] others = shuffled(rises.length, random);
            for (int row = 0; row < rises.length; row++) {
                Object[] changed = rows.get(row).clone();
                changed[feature] = rows.get(others[row])[feature];
                rises[row] += (loss(changed, answers[row]) - losses[row]) / SHUFFLES;
            }
        }
        return rises;
    }

    /** Fisher and Yates. */
    private static int[] shuffled(int count, SplittableRandom random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int last = count - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int kept = order[last];
            order[last] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private static Figure mean(Metric metric, Of of, double[] values) {
        double mean = DoubleStream.of(values).sum() / values.length;
        double squares =
                DoubleStream.of(values).map(x -> (x - mean) * (x - mean)).sum();
        PairedMean found = new PairedMean(values.length, mean, squares / Math.max(1, values.length - 1));
        return Figure.test(metric, of, Measured.of(found), values.length);
    }
}
