package io.headrace.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy keeps from day to day.
 *
 * @param day the last one judged
 * @param windows the last windows by subject, oldest first; none of subjects that were quiet in all of them
 * @param alerted the last alert by subject, kind and severity
 * @param changes of as many days as windows are kept
 * @param recentDays those days
 * @param retrained the last decision to train
 * @param labels mature labels since then, or since the last training
 * @param trained the last training seen
 * @param rolledBack the last rollback, decided or seen
 * @param rolledBackFrom versions one must not go back to
 * @param released versions a person set free, and the day; until there is another rollback
 */
record Memory(
        Optional<LocalDate> day,
        Map<Subject, List<Seen>> windows,
        Map<Alerted, LocalDate> alerted,
        List<Change> changes,
        List<LocalDate> recentDays,
        Optional<LocalDate> retrained,
        long labels,
        Optional<LocalDate> trained,
        Optional<LocalDate> rolledBack,
        Set<String> rolledBackFrom,
        Map<String, LocalDate> released) {
    /** What was alerted of a subject, and how loudly. */
    record Alerted(Subject subject, Alert.Kind kind, Severity severity) {}

    static Memory none() {
        return new Memory(
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Map.of());
    }

    List<Seen> of(Subject subject) {
        return windows.getOrDefault(subject, List.of());
    }
}
