package io.headrace.stats.fairness;

import io.headrace.stats.Interval;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of one group.
 *
 * @param metric what it is
 * @param group whose
 * @param rows that it is made of
 * @param value empty where there are too few rows
 * @param interval the same
 */
public record GroupFigure(
        GroupMetric metric, Group group, long rows, OptionalDouble value, Optional<Interval> interval) {
    public GroupFigure {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(interval, "interval");
    }

    static GroupFigure of(GroupMetric metric, Group group, GroupSample sample, long minimumRows, double confidence) {
        return sample.rows() < minimumRows
                ? new GroupFigure(metric, group, sample.rows(), OptionalDouble.empty(), Optional.empty())
                : new GroupFigure(
                        metric,
                        group,
                        sample.rows(),
                        OptionalDouble.of(sample.value()),
                        Optional.of(sample.interval(confidence)));
    }

    /** Whether there are too few rows to tell. */
    public boolean isInsufficient() {
        return value.isEmpty();
    }
}
