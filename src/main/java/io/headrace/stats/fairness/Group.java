package io.headrace.stats.fairness;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * People with given values in some columns; without any condition it is everybody.
 *
 * @param conditions in the order in which the columns are declared
 */
public record Group(List<Condition> conditions) implements Comparable<Group> {
    /** Everybody. */
    public static final Group EVERYBODY = new Group(List.of());

    private static final Comparator<Condition> BY_VALUE = Comparator.comparing(Condition::column)
            .thenComparing(condition -> condition.value().isEmpty())
            .thenComparing(condition -> condition.value().orElse(""));

    public Group {
        conditions = List.copyOf(conditions);
        if (conditions.stream().map(Condition::column).distinct().count() < conditions.size()) {
            throw new IllegalArgumentException("a group has each column once, found " + conditions);
        }
    }

    /**
     * A value of a column.
     *
     * @param value empty for rows that have none: they are a group of their own
     */
    public record Condition(String column, Optional<String> value) {
        public Condition {
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return value.map(known -> column + " = " + known).orElse(column + " unknown");
        }
    }

    /** Rows with one value in one column. */
    public static Group of(String column, String value) {
        return new Group(List.of(new Condition(column, Optional.of(value))));
    }

    /** The columns, as declared. */
    public List<String> columns() {
        return conditions.stream().map(Condition::column).toList();
    }

    /** The same with one more condition. */
    Group and(Condition condition) {
        return new Group(
                Stream.concat(conditions.stream(), Stream.of(condition)).toList());
    }

    /** By the columns, fewer of them first, then by their values; rows without a value come last. */
    @Override
    public int compareTo(Group other) {
        int bySize = Integer.compare(conditions.size(), other.conditions.size());
        if (bySize != 0) {
            return bySize;
        }
        for (int i = 0; i < conditions.size(); i++) {
            int byColumn =
                    conditions.get(i).column().compareTo(other.conditions.get(i).column());
            if (byColumn != 0) {
                return byColumn;
            }
        }
        for (int i = 0; i < conditions.size(); i++) {
            int byValue = BY_VALUE.compare(conditions.get(i), other.conditions.get(i));
            if (byValue != 0) {
                return byValue;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return conditions.isEmpty()
                ? "everybody"
                : conditions.stream().map(Condition::toString).collect(Collectors.joining(", "));
    }
}
