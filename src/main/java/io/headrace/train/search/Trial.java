package io.headrace.train.search;

import io.headrace.metric.Metric;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What a search found of one combination of settings on one share of the rows.
 *
 * @param settings all settings of the learner; for boosted trees with the best number of trees found
 * @param share share of the training rows, more than 0, at most 1
 * @param metric what is measured
 * @param folds the metric on each validation fold
 * @param value the mean of the folds
 * @param rows validation rows of all folds
 */
public record Trial(
        SortedMap<String, Double> settings, double share, Metric metric, List<Double> folds, double value, long rows) {
    public Trial {
        Objects.requireNonNull(metric, "metric");
        settings = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(settings));
        folds = List.copyOf(folds);
    }

    /** Whether it is better than another; errors are better when less. */
    boolean isBetterThan(Trial other) {
        return metric.better() == Metric.Better.HIGHER ? value > other.value : value < other.value;
    }
}
