package io.headrace.stats.fairness;

import io.headrace.stats.Interval;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.fairness.Group.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * A difference between two groups that turns round where another column is held fixed (E. Simpson 1951).
 *
 * <p>Held fixed, it is {@code Σ w_s·d_s / Σ w_s} over the strata s, with Mantel and Haenszel's weights {@code n₁n₀/(n₁ + n₀)}. Neither is the true one by itself: if the column
 * is a cause of the outcome, the one held fixed says more; if it is itself an effect of the group, it may hide what is looked for.
 *
 * @param metric what is compared
 * @param group whose
 * @param reference the other group
 * @param column held fixed
 * @param margin group minus reference over all rows
 * @param marginInterval of it
 * @param adjusted the same with the column held fixed
 * @param adjustedInterval of it
 * @param strata whose difference is turned round, those with it as in the margin, and those with too few rows
 */
public record Reversal(
        GroupMetric metric,
        Group group,
        Group reference,
        String column,
        double margin,
        Interval marginInterval,
        double adjusted,
        Interval adjustedInterval,
        List<Stratum> strata) {
    public Reversal {
        Objects.requireNonNull(metric, "metric");
        strata = List.copyOf(strata);
    }

    /** What a stratum shows. */
    public enum Direction {
        REVERSED,
        AS_IN_THE_MARGIN,
        INSUFFICIENT
    }

    /**
     * The rows with one value of the column.
     *
     * @param difference group minus reference; not a number where there are too few rows
     * @param rows of both groups
     */
    public record Stratum(Condition value, double difference, long rows, Direction direction) {}

    /** Whether both intervals leave out 0: chance alone does not bring the reversal. */
    public boolean isClear() {
        return !marginInterval.contains(0) && !adjustedInterval.contains(0);
    }

    /** All reversals of a metric, for each pair of columns and each group beside its reference; of columns without one, nothing. */
    public static List<Reversal> find(GroupCounts counts, GroupMetric metric, FairnessRules rules) {
        List<Reversal> found = new ArrayList<>();
        for (String of : counts.columns()) {
            SortedMap<Group, GroupTally> groups = counts.by(List.of(of));
            rules.reference()
                    .among(groups, rules.favourable(), rules.minimumRows())
                    .ifPresent(reference -> {
                        for (String by : counts.columns()) {
                            for (Group group : groups.keySet()) {
                                if (!by.equals(of) && !group.equals(reference)) {
                                    new Search(counts, metric, rules, groups, group, reference, by).addTo(found);
                                }
                            }
                        }
                    });
        }
        return found;
    }

    /** One pair of groups and one column held fixed. */
    private static final class Search {
        private final GroupMetric metric;
        private final FairnessRules rules;
        private final Group group;
        private final Group reference;
        private final String by;
        private final GroupSample ofGroup;
        private final GroupSample ofReference;
        private final List<Stratum> strata = new ArrayList<>();
        private double weights;
        private double weighted;
        private double variance;

        Search(
                GroupCounts counts,
                GroupMetric metric,
                FairnessRules rules,
                SortedMap<Group, GroupTally> groups,
                Group group,
                Group reference,
                String by) {
            this.metric = metric;
            this.rules = rules;
            this.group = group;
            this.reference = reference;
            this.by = by;
            this.ofGroup = metric.sample(groups.get(group), rules.favourable());
            this.ofReference = metric.sample(groups.get(reference), rules.favourable());
            String of = group.conditions().get(0).column();
            SortedMap<Group, GroupTally> cells = counts.by(List.of(of, by));
            for (Group value : counts.by(List.of(by)).keySet()) {
                addStratum(value.conditions().get(0), cells);
            }
        }

        private void addStratum(Condition value, SortedMap<Group, GroupTally> cells) {
            GroupSample here = sample(group.conditions().get(0), value, cells);
            GroupSample there = sample(reference.conditions().get(0), value, cells);
            long rows = here.rows() + there.rows();
            if (here.rows() < rules.minimumRows() || there.rows() < rules.minimumRows()) {
                strata.add(new Stratum(value, Double.NaN, rows, Direction.INSUFFICIENT));
                return;
            }
            double difference = here.value() - there.value();
            double weight = (double) here.rows() * there.rows() / rows;
            weights += weight;
            weighted += weight * difference;
            double error = Math.hypot(here.standardError(), there.standardError());
            variance += weight * weight * error * error;
            boolean reversed = difference * (ofGroup.value() - ofReference.value()) < 0;
            strata.add(
                    new Stratum(value, difference, rows, reversed ? Direction.REVERSED : Direction.AS_IN_THE_MARGIN));
        }

        private GroupSample sample(Condition of, Condition value, SortedMap<Group, GroupTally> cells) {
            return metric.sample(
                    cells.entrySet().stream()
                            .filter(cell -> cell.getKey().conditions().contains(of)
                                    && cell.getKey().conditions().contains(value))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElseGet(() -> GroupTally.of(LabelledCounts.none())),
                    rules.favourable());
        }

        void addTo(List<Reversal> found) {
            boolean tells = ofGroup.rows() >= rules.minimumRows() && ofReference.rows() >= rules.minimumRows();
            double margin = ofGroup.value() - ofReference.value();
            if (!tells || weights == 0 || margin * weighted >= 0) {
                return;
            }
            double adjusted = weighted / weights;
            found.add(new Reversal(
                    metric,
                    group,
                    reference,
                    by,
                    margin,
                    ofGroup.difference(ofReference, rules.confidence()),
                    adjusted,
                    Interval.normal(adjusted, Math.sqrt(variance) / weights, rules.confidence()),
                    strata));
        }
    }
}
