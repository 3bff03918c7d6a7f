package io.headrace.stats.fairness;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The widest gap between any two groups of the same columns, as Fairlearn gives it: no reference is named.
 *
 * <p>A greatest minus a least is never negative and so too great on average, the more groups the more; no interval of it would hold 0. To
 * judge, compare pairs.
 *
 * @param metric what is compared
 * @param columns that make the groups
 * @param figures of groups with rows enough, lowest value first
 * @param leftOut groups with too few rows
 */
public record AcrossGroups(GroupMetric metric, List<String> columns, List<GroupFigure> figures, List<Group> leftOut) {
    public AcrossGroups {
        columns = List.copyOf(columns);
        figures = List.copyOf(figures);
        leftOut = List.copyOf(leftOut);
    }

    static AcrossGroups of(GroupMetric metric, List<String> columns, List<GroupFigure> figures) {
        return new AcrossGroups(
                metric,
                columns,
                figures.stream()
                        .filter(figure -> !figure.isInsufficient())
                        .sorted(Comparator.comparingDouble(
                                figure -> figure.value().getAsDouble()))
                        .toList(),
                figures.stream()
                        .filter(GroupFigure::isInsufficient)
                        .map(GroupFigure::group)
                        .toList());
    }

    /** Greatest minus least; empty for fewer than two groups. */
    public OptionalDouble difference() {
        return figures.size() < 2 ? OptionalDouble.empty() : OptionalDouble.of(greatest() - least());
    }

    /** Least over greatest; empty too where a ratio means nothing, or the greatest is 0. */
    public OptionalDouble ratio() {
        return figures.size() < 2 || !metric.hasRatio() || greatest() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(least() / greatest());
    }

    private double least() {
        return figures.get(0).value().getAsDouble();
    }

    private double greatest() {
        return figures.get(figures.size() - 1).value().getAsDouble();
    }
}
