package io.headrace.train;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocAuc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * How well one feature alone predicts a label: by its values in order, and by the mean label of its levels or bins, taken from the other
 * folds, so that levels of few rows prove nothing.
 *
 * <p>Numbers are put into bins of about equal numbers of rows; a missing value is a level of its own.
 */
final class OneFeature {
    private static final int BINS = 60;
    private static final int LEAST_OF_EACH = 20;
    /** The share of rows whose errors count: the copy of a label may be spoilt in some rows. */
    private static final double COUNTED = 0.97;

    private final Object[] values;
    private final int[] folds;
    private final int foldCount;
    private final int[] groups;

    /**
     * A feature's values.
     *
     * @param values numbers, texts or null
     * @param folds the fold of each row, from 0
     */
    OneFeature(Object[] values, int[] folds, int foldCount) {
        this.values = values.clone();
        this.folds = folds.clone();
        this.foldCount = foldCount;
        this.groups = groups();
    }

    static boolean isMissing(Object value) {
        return value == null || (value instanceof Double number && number.isNaN());
    }

    private int[] groups() {
        Map<Object, Integer> levels = new HashMap<>();
        for (Object value : values) {
            levels.merge(isMissing(value) ? "" : key(value), 1, Integer::sum);
        }
        boolean isNumber = Arrays.stream(values).anyMatch(Double.class::isInstance);
        return isNumber && levels.size() > BINS ? bins() : numbered(levels);
    }

    private static Object key(Object value) {
        return value instanceof String text ? "=" + text : value;
    }

    private int[] numbered(Map<Object, Integer> levels) {
        Map<Object, Integer> numbers = new HashMap<>();
        levels.keySet().forEach(level -> numbers.put(level, numbers.size()));
        return Arrays.stream(values)
                .mapToInt(value -> numbers.get(isMissing(value) ? "" : key(value)))
                .toArray();
    }

    /** Equal values share a bin; 0 holds what is missing. */
    private int[] bins() {
        Integer[] order = IntStream.range(0, values.length)
                .filter(row -> !isMissing(values[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> (Double) values[row]))
                .toArray(Integer[]::new);
        int[] bins = new int[values.length];
        for (int place = 0; place < order.length; place++) {
            boolean isTie = place > 0 && values[order[place]].equals(values[order[place - 1]]);
            bins[order[place]] = isTie ? bins[order[place - 1]] : 1 + (int) ((long) place * BINS / order.length);
        }
        return bins;
    }

    /** The mean label of each row's group in the other folds, shrunk by one row towards the mean of all. */
    private double[] outOfFold(IntToDoubleFunction label) {
        int width = Arrays.stream(groups).max().orElse(0) + 1;
        double[][] sums = new double[foldCount + 1][width];
        int[][] counts = new int[foldCount + 1][width];
        double all = 0;
        for (int row = 0; row < groups.length; row++) {
            double value = label.applyAsDouble(row);
            all += value;
            for (int fold : new int[] {folds[row], foldCount}) {
                sums[fold][groups[row]] += value;
                counts[fold][groups[row]]++;
            }
        }
        double mean = all / Math.max(1, groups.length);
        return IntStream.range(0, groups.length)
                .mapToDouble(row -> {
                    int group = groups[row];
                    double sum = sums[foldCount][group] - sums[folds[row]][group];
                    return (sum + mean) / (counts[foldCount][group] - counts[folds[row]][group] + 1);
                })
                .toArray();
    }

    /** The AUC of a label by the feature alone, at least 0.5; empty where one of the classes has too few rows to say. */
    OptionalDouble auc(IntPredicate isYes) {
        OptionalDouble byGroup = auc(outOfFold(row -> isYes.test(row) ? 1 : 0), isYes, all());
        OptionalDouble byOrder = auc(present(), isYes);
        return max(byGroup, byOrder);
    }

    /** The AUC of a label by whether the feature is missing. */
    OptionalDouble missingAuc(IntPredicate isYes) {
        return auc(
                Arrays.stream(values)
                        .mapToDouble(value -> isMissing(value) ? 0 : 1)
                        .toArray(),
                isYes,
                all());
    }

    private OptionalDouble auc(int[] rows, IntPredicate isYes) {
        if (rows.length == 0 || Arrays.stream(rows).anyMatch(row -> !(values[row] instanceof Double))) {
            return OptionalDouble.empty();
        }
        double[] scores = new double[values.length];
        Arrays.stream(rows).forEach(row -> scores[row] = (Double) values[row]);
        OptionalDouble auc = auc(scores, isYes, rows);
        return auc.isPresent() ? OptionalDouble.of(Math.max(auc.getAsDouble(), 1 - auc.getAsDouble())) : auc;
    }

    private static OptionalDouble auc(double[] scores, IntPredicate isYes, int[] rows) {
        double[] of = Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray();
        boolean[] labels = new boolean[rows.length];
        IntStream.range(0, rows.length).forEach(place -> labels[place] = isYes.test(rows[place]));
        BinaryOutcomes outcomes = BinaryOutcomes.of(of, labels);
        return outcomes.positives() < LEAST_OF_EACH || outcomes.negatives() < LEAST_OF_EACH
                ? OptionalDouble.empty()
                : OptionalDouble.of(RocAuc.of(outcomes));
    }

    /**
     * The share of a number's variance that the feature alone explains, by a straight line in values or ranks or by the means of its groups,
     * over the rows that it explains best; empty where there are too few rows to say.
     */
    OptionalDouble explained(double[] labels) {
        OptionalDouble byGroup = explained(outOfFold(row -> labels[row]), labels, all());
        int[] rows = Arrays.stream(present())
                .filter(row -> values[row] instanceof Double number && Double.isFinite(number))
                .toArray();
        if (rows.length < 2 * LEAST_OF_EACH) {
            return byGroup;
        }
        double[] some =
                Arrays.stream(rows).mapToDouble(row -> (Double) values[row]).toArray();
        double[] of = Arrays.stream(rows).mapToDouble(row -> labels[row]).toArray();
        NaturalRanking ranks = new NaturalRanking();
        return max(byGroup, max(line(some, of), line(ranks.rank(some), ranks.rank(of))));
    }

    private static OptionalDouble line(double[] values, double[] labels) {
        double correlation = new PearsonsCorrelation().correlation(values, labels);
        if (Double.isNaN(correlation)) {
            return OptionalDouble.empty();
        }
        double[] mean = {
            Arrays.stream(values).average().orElse(0),
            Arrays.stream(labels).average().orElse(0)
        };
        double slope = correlation * Math.sqrt(squares(labels, mean[1]) / squares(values, mean[0]));
        double[] predicted = Arrays.stream(values)
                .map(value -> mean[1] + slope * (value - mean[0]))
                .toArray();
        return explained(predicted, labels, IntStream.range(0, labels.length).toArray());
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }

    private static OptionalDouble explained(double[] predicted, double[] labels, int[] rows) {
        if (rows.length < 2 * LEAST_OF_EACH) {
            return OptionalDouble.empty();
        }
        List<Integer> best = new ArrayList<>(Arrays.stream(rows).boxed().toList());
        best.sort(Comparator.comparingDouble(row -> Math.abs(labels[row] - predicted[row])));
        List<Integer> counted = best.subList(0, (int) Math.ceil(COUNTED * best.size()));
        double mean = counted.stream().mapToDouble(row -> labels[row]).average().orElse(0);
        double spread = counted.stream()
                .mapToDouble(row -> (labels[row] - mean) * (labels[row] - mean))
                .sum();
        double error = counted.stream()
                .mapToDouble(row -> (labels[row] - predicted[row]) * (labels[row] - predicted[row]))
                .sum();
        return spread == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - error / spread);
    }

    private int[] all() {
        return IntStream.range(0, values.length).toArray();
    }

    private int[] present() {
        return IntStream.range(0, values.length)
                .filter(row -> !isMissing(values[row]))
                .toArray();
    }

    private static OptionalDouble max(OptionalDouble left, OptionalDouble right) {
        return left.isEmpty() || (right.isPresent() && right.getAsDouble() > left.getAsDouble()) ? right : left;
    }
}
