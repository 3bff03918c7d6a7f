package io.headrace.policy;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of a model at the end of a day.
 *
 * @param champion the version in force; empty where there is none yet
 * @param columns one for each column, slice and statistic that decides
 * @param performance one for each measure, slice and basis; a realised figure stands on the day its labels became known, or on
 *     the day of its rows if that day is then given again
 * @param newLabels labels that became mature on the day, 0 or more
 * @param changes what else changed on the day
 * @param released versions to which, a person says, one may go back again
 */
public record ObservedDay(
        LocalDate day,
        Optional<Champion> champion,
        List<ColumnWindow> columns,
        List<PerformanceWindow> performance,
        long newLabels,
        List<Change> changes,
        Set<String> released) {
    public ObservedDay {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(champion, "champion");
        columns = List.copyOf(columns);
        performance = List.copyOf(performance);
        changes = List.copyOf(changes);
        released = Set.copyOf(released);
        if (newLabels < 0) {
            throw new IllegalArgumentException("newLabels must be 0 or more, found " + newLabels);
        }
        Set<Subject> seen = new HashSet<>();
        columns.forEach(column -> requireNew(seen, Subject.of(column)));
        performance.forEach(figure -> requireNew(seen, Subject.of(figure)));
    }

    private static void requireNew(Set<Subject> seen, Subject subject) {
        if (!seen.add(subject)) {
            throw new IllegalArgumentException(subject.words() + " is given twice for one day");
        }
    }

    /** The same day with another version in force. */
    public ObservedDay withChampion(Champion other) {
        return new ObservedDay(day, Optional.of(other), columns, performance, newLabels, changes, released);
    }
}
