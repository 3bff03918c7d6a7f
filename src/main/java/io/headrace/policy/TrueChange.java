package io.headrace.policy;

import java.time.LocalDate;
import java.util.Set;

/**
 * A change of which one knows that it happened.
 *
 * @param name for readers
 * @param from the first day on which it shows
 * @param to the last one
 * @param columns those that it changes; empty where any alert of drift or performance is one of it
 */
public record TrueChange(String name, LocalDate from, LocalDate to, Set<String> columns) {
    public TrueChange {
        columns = Set.copyOf(columns);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(name + " must end on or after " + from + ", found " + to);
        }
    }

    /** Whether an alert is of this change: on its days, and of performance or one of its columns. */
    boolean explains(Alert alert) {
        boolean inTime = !alert.day().isBefore(from) && !alert.day().isAfter(to);
        return inTime
                && (columns.isEmpty()
                        || alert.kind() == Alert.Kind.PERFORMANCE
                        || alert.subjects().stream().anyMatch(columns::contains));
    }
}
