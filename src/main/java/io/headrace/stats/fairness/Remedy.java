package io.headrace.stats.fairness;

import io.headrace.stats.value.Worth;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thresholds by group and what they do on some rows.
 *
 * @param thresholds of each group
 * @param selectionGap greatest minus least share of rows acted on
 * @param truePositiveGap the same of positive rows
 * @param falsePositiveGap the same of negative rows
 * @param worth of all decisions
 * @param accuracy share decided right, over chance where thresholds are drawn
 * @param balancedAccuracy mean of the rates of positive and of negative rows decided right: the AUC of the decisions
 */
public record Remedy(
        SortedMap<Group, ThresholdMix> thresholds,
        double selectionGap,
        double truePositiveGap,
        double falsePositiveGap,
        Worth worth,
        double accuracy,
        double balancedAccuracy) {
    public Remedy {
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
    }
}
