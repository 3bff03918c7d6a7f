package io.headrace.stats.fairness;

import io.headrace.stats.estimate.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The group that others are compared with.
 *
 * @param values of the columns; empty for the group that is decided favourably most often, the first of equal ones. That one is found on the
 *     rows themselves, so its differences are too great on average, and verdicts allow for all pairs of groups
 */
public record Reference(Map<String, String> values) {
    public Reference {
        values = Map.copyOf(values);
    }

    /** The group that is decided favourably most often. */
    public static Reference mostSelected() {
        return new Reference(Map.of());
    }

    /** The group of these values. */
    public static Reference declared(Map<String, String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a declared reference needs the value of a column");
        }
        return new Reference(values);
    }

    /** Whether it is found on the rows. */
    public boolean isFound() {
        return values.isEmpty();
    }

    /** Refuses columns of which it names no value. */
    void requireValues(List<String> columns) {
        for (String column : columns) {
            if (!isFound() && !values.containsKey(column)) {
                throw new IllegalArgumentException("the reference names no value of " + column + ", found " + values);
            }
        }
    }

    /** The reference among groups of the same columns; empty where no row is in it, or no group is large enough. */
    Optional<Group> among(SortedMap<Group, GroupTally> groups, Side favourable, long minimumRows) {
        if (isFound()) {
            return groups.entrySet().stream()
                    .filter(entry -> entry.getValue().rows() >= minimumRows)
                    .max(Comparator.<Map.Entry<Group, GroupTally>>comparingDouble(entry -> GroupMetric.SELECTION_RATE
                                    .sample(entry.getValue(), favourable)
                                    .value())
                            .thenComparing(Map.Entry.<Group, GroupTally>comparingByKey()
                                    .reversed()))
                    .map(Map.Entry::getKey);
        }
        return groups.keySet().stream().filter(this::isOf).findFirst();
    }

    private boolean isOf(Group group) {
        return group.conditions().stream()
                .allMatch(condition -> condition.value().isPresent()
                        && condition.value().get().equals(values.get(condition.column())));
    }

    @Override
    public String toString() {
        return isFound() ? "the group selected most" : values.toString();
    }
}
