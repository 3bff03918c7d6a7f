package io.headrace.stats.fairness;

import io.headrace.stats.BenjaminiHochberg;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * All figures of all groups and intersections, and how they differ from the reference of the same columns.
 *
 * @param rules how groups are compared
 * @param figures of everybody and of each group, for each metric; those of too few rows are there without a value
 * @param comparisons of each group with its reference; p values are adjusted for all of them that tell
 * @param withoutReference sets of columns of whose reference no row is there, or none is large enough: nothing is compared
 * @param across the widest gap for each metric and set of columns
 * @param entropies inequality of benefits among all persons
 */
public record FairnessReport(
        FairnessRules rules,
        List<GroupFigure> figures,
        List<GroupComparison> comparisons,
        List<List<String>> withoutReference,
        List<AcrossGroups> across,
        Optional<Entropies> entropies) {
    public FairnessReport {
        Objects.requireNonNull(rules, "rules");
        figures = List.copyOf(figures);
        comparisons = List.copyOf(comparisons);
        withoutReference = List.copyOf(withoutReference);
        across = List.copyOf(across);
    }

    /**
     * Inequality of what persons got beside what they deserved, whatever their group.
     *
     * @param generalised entropy of exponent 2
     * @param theil Theil's T
     */
    public record Entropies(double generalised, double theil) {}

    /** Compares all groups of up to {@link FairnessRules#depth} columns; refuses a declared reference that has no value for one of them. */
    public static FairnessReport of(GroupCounts counts, FairnessRules rules) {
        rules.reference().requireValues(counts.columns());
        List<List<String>> withoutReference = new ArrayList<>();
        List<GroupFigure> figures = new ArrayList<>();
        List<GroupComparison> comparisons = new ArrayList<>();
        List<AcrossGroups> across = new ArrayList<>();
        for (List<String> columns :
                counts.lattice(Math.min(rules.depth(), counts.columns().size()))) {
            SortedMap<Group, GroupTally> groups = counts.by(columns);
            Optional<Group> reference = rules.reference().among(groups, rules.favourable(), rules.minimumRows());
            if (reference.isEmpty()) {
                withoutReference.add(columns);
            }
            for (GroupMetric metric : GroupMetric.values()) {
                List<GroupFigure> ofMetric = figures(metric, groups, rules);
                figures.addAll(ofMetric);
                if (!columns.isEmpty()) {
                    across.add(AcrossGroups.of(metric, columns, ofMetric));
                    reference.ifPresent(group -> comparisons.addAll(comparisons(metric, groups, group, rules)));
                }
            }
        }
        return new FairnessReport(
                rules, figures, adjusted(comparisons), withoutReference, across, entropies(counts, rules));
    }

    private static List<GroupFigure> figures(
            GroupMetric metric, SortedMap<Group, GroupTally> groups, FairnessRules rules) {
        return groups.entrySet().stream()
                .map(entry -> GroupFigure.of(
                        metric,
                        entry.getKey(),
                        metric.sample(entry.getValue(), rules.favourable()),
                        rules.minimumRows(),
                        rules.confidence()))
                .toList();
    }

    private static List<GroupComparison> comparisons(
            GroupMetric metric, SortedMap<Group, GroupTally> groups, Group reference, FairnessRules rules) {
        GroupSample other = metric.sample(groups.get(reference), rules.favourable());
        return groups.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(reference))
                .map((Map.Entry<Group, GroupTally> entry) -> GroupComparison.of(
                        metric,
                        entry.getKey(),
                        metric.sample(entry.getValue(), rules.favourable()),
                        reference,
                        other,
                        rules.minimumRows(),
                        rules.confidence()))
                .toList();
    }

    private static List<GroupComparison> adjusted(List<GroupComparison> comparisons) {
        double[] pValues =
                comparisons.stream().mapToDouble(GroupComparison::pValue).toArray();
        double[] byDiscovery = BenjaminiHochberg.adjusted(pValues);
        double[] byFamily = Holm.adjusted(pValues);
        return IntStream.range(0, comparisons.size())
                .mapToObj(place -> comparisons.get(place).adjusted(byDiscovery[place], byFamily[place]))
                .toList();
    }

    private static Optional<Entropies> entropies(GroupCounts counts, FairnessRules rules) {
        return counts.by(List.of()).values().stream()
                .map(everybody -> GroupMetric.oriented(everybody.labelled().decisions(), rules.favourable()))
                .filter(rows -> rows.hits() + rows.rest() + rows.falseAlarms() > 0)
                .map((DecisionCounts rows) ->
                        new Entropies(GeneralisedEntropy.of(rows, 2), GeneralisedEntropy.of(rows, 1)))
                .findFirst();
    }

    /** A figure; there must be rows of the group. */
    public GroupFigure figure(GroupMetric metric, Group group) {
        return figures.stream()
                .filter(figure -> figure.metric() == metric && figure.group().equals(group))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row is of the group " + group));
    }

    /** A comparison, if the group has rows and is not itself the reference. */
    public Optional<GroupComparison> comparison(GroupMetric metric, Group group) {
        return comparisons.stream()
                .filter(comparison ->
                        comparison.metric() == metric && comparison.group().equals(group))
                .findFirst();
    }

    /** The widest gap for a metric between groups of these columns. */
    public AcrossGroups across(GroupMetric metric, List<String> columns) {
        return across.stream()
                .filter(gap -> gap.metric() == metric && gap.columns().equals(columns))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no groups are made by " + columns));
    }

    /** The wider of the gaps of true and false positive rates: Fairlearn's equalized odds difference. */
    public OptionalDouble equalisedOddsDifference(List<String> columns) {
        OptionalDouble truePositives =
                across(GroupMetric.TRUE_POSITIVE_RATE, columns).difference();
        OptionalDouble falsePositives =
                across(GroupMetric.FALSE_POSITIVE_RATE, columns).difference();
        return truePositives.isPresent() && falsePositives.isPresent()
                ? OptionalDouble.of(Math.max(truePositives.getAsDouble(), falsePositives.getAsDouble()))
                : OptionalDouble.empty();
    }
}
