package io.headrace.stats.fairness;

import io.headrace.stats.Interval;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A group beside its reference.
 *
 * @param metric what is compared
 * @param group whose
 * @param reference the other group, of the same columns
 * @param rows of the group
 * @param referenceRows of the reference
 * @param difference group minus reference; empty where either has too few rows
 * @param differenceInterval Newcombe's of shares, of AUCs by DeLong's errors, else normal
 * @param ratio group over reference; empty too where a ratio means nothing, or the reference is 0
 * @param ratioInterval Katz' of shares, else by the logarithm
 * @param pValue of "no difference", two-sided; not a number where it is empty
 * @param falseDiscovery the same, adjusted for all comparisons of the report by Benjamini and Hochberg
 * @param familyWise the same by Holm
 */
public record GroupComparison(
        GroupMetric metric,
        Group group,
        Group reference,
        long rows,
        long referenceRows,
        OptionalDouble difference,
        Optional<Interval> differenceInterval,
        OptionalDouble ratio,
        Optional<Interval> ratioInterval,
        double pValue,
        double falseDiscovery,
        double familyWise) {
    public GroupComparison {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(reference, "reference");
    }

    static GroupComparison of(
            GroupMetric metric,
            Group group,
            GroupSample sample,
            Group reference,
            GroupSample other,
            long minimumRows,
            double confidence) {
        boolean tells = sample.rows() >= minimumRows && other.rows() >= minimumRows;
        double pValue = tells ? sample.pValue(other) : Double.NaN;
        return new GroupComparison(
                metric,
                group,
                reference,
                sample.rows(),
                other.rows(),
                tells ? OptionalDouble.of(sample.value() - other.value()) : OptionalDouble.empty(),
                tells ? Optional.of(sample.difference(other, confidence)) : Optional.empty(),
                tells ? sample.ratio(other) : OptionalDouble.empty(),
                tells ? sample.ratioInterval(other, confidence) : Optional.empty(),
                pValue,
                pValue,
                pValue);
    }

    GroupComparison adjusted(double byDiscovery, double byFamily) {
        return new GroupComparison(
                metric,
                group,
                reference,
                rows,
                referenceRows,
                difference,
                differenceInterval,
                ratio,
                ratioInterval,
                pValue,
                byDiscovery,
                byFamily);
    }

    /** Whether either group has too few rows to tell. */
    public boolean isInsufficient() {
        return difference.isEmpty();
    }
}
