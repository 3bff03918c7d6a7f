package io.headrace.policy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy's state in texts, numbers and lists, to be written down and read again. Equal states give equal records.
 *
 * <p>Dates are ISO text, empty where there is none.
 *
 * @param day the last one judged
 * @param windows the last windows of each subject that was not quiet in all of them
 * @param alerted the last alerts that still rest
 * @param changes of the days in which windows are kept
 * @param recentDays those days
 * @param retrained the last decision to train
 * @param labels mature labels since then, or since the last training
 * @param trained the last training
 * @param rolledBack the last rollback
 * @param rolledBackFrom versions one must not go back to
 * @param released versions a person set free, and the day
 */
public record StoredState(
        String day,
        List<Windows> windows,
        List<Resting> alerted,
        List<Changed> changes,
        List<String> recentDays,
        String retrained,
        long labels,
        String trained,
        String rolledBack,
        List<String> rolledBackFrom,
        SortedMap<String, String> released) {
    public StoredState {
        windows = List.copyOf(windows);
        alerted = List.copyOf(alerted);
        changes = List.copyOf(changes);
        recentDays = List.copyOf(recentDays);
        rolledBackFrom = List.copyOf(rolledBackFrom);
        released = Collections.unmodifiableSortedMap(new TreeMap<>(released));
    }

    /** What windows are about. */
    public record About(String kind, String name, String slice, String statistic) {}

    /** The last windows of a subject, oldest first. */
    public record Windows(About subject, List<Window> windows) {
        public Windows {
            windows = List.copyOf(windows);
        }
    }

    /** A window that was judged. */
    public record Window(String day, String version, String finding, String row) {}

    /** The last alert of a kind and severity about a subject. */
    public record Resting(About subject, String kind, String severity, String day) {}

    /** What else changed on a day. */
    public record Changed(String day, String what, String row) {}

    static StoredState of(Memory memory) {
        return new StoredState(
                text(memory.day()),
                sorted(memory.windows().entrySet().stream(), Map.Entry::getKey)
                        .map(entry -> new Windows(
                                about(entry.getKey()),
                                entry.getValue().stream()
                                        .map(StoredState::window)
                                        .toList()))
                        .toList(),
                sorted(memory.alerted().entrySet().stream(), StoredState::order)
                        .map(entry -> new Resting(
                                about(entry.getKey().subject()),
                                word(entry.getKey().kind()),
                                word(entry.getKey().severity()),
                                entry.getValue().toString()))
                        .toList(),
                memory.changes().stream()
                        .map(change -> new Changed(change.day().toString(), change.what(), change.row()))
                        .toList(),
                memory.recentDays().stream().map(LocalDate::toString).toList(),
                text(memory.retrained()),
                memory.labels(),
                text(memory.trained()),
                text(memory.rolledBack()),
                memory.rolledBackFrom().stream().sorted().toList(),
                memory.released().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue().toString(),
                                (first, second) -> second,
                                TreeMap::new)));
    }

    private static <T, K extends Comparable<K>> Stream<T> sorted(Stream<T> values, Function<T, K> key) {
        return values.sorted(Comparator.comparing(key));
    }

    private static String order(Map.Entry<Memory.Alerted, LocalDate> alerted) {
        Memory.Alerted of = alerted.getKey();
        return String.join(
                "\n",
                of.subject().kind(),
                of.subject().name(),
                of.subject().slice(),
                of.subject().statistic(),
                of.kind().name(),
                of.severity().name());
    }

    private static About about(Subject subject) {
        return new About(subject.kind(), subject.name(), subject.slice(), subject.statistic());
    }

    private static Window window(Seen seen) {
        return new Window(seen.day().toString(), seen.version(), word(seen.finding()), seen.row());
    }

    private static String text(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse("");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Memory memory() {
        Map<Subject, List<Seen>> seen = new HashMap<>();
        windows.forEach(of -> seen.put(
                subject(of.subject()),
                of.windows().stream().map(StoredState::seen).toList()));
        Map<Memory.Alerted, LocalDate> resting = new HashMap<>();
        alerted.forEach(of -> resting.put(
                new Memory.Alerted(
                        subject(of.subject()),
                        constant(Alert.Kind.class, of.kind()),
                        constant(Severity.class, of.severity())),
                LocalDate.parse(of.day())));
        Map<String, LocalDate> free = new HashMap<>();
        released.forEach((version, date) -> free.put(version, LocalDate.parse(date)));
        return new Memory(
                date(day),
                Map.copyOf(seen),
                Map.copyOf(resting),
                changes.stream()
                        .map(change -> new Change(LocalDate.parse(change.day()), change.what(), change.row()))
                        .toList(),
                recentDays.stream().map(LocalDate::parse).toList(),
                date(retrained),
                labels,
                date(trained),
                date(rolledBack),
                Set.copyOf(rolledBackFrom),
                Map.copyOf(free));
    }

    private static Subject subject(About about) {
        return new Subject(about.kind(), about.name(), about.slice(), about.statistic());
    }

    private static Seen seen(Window window) {
        return new Seen(
                LocalDate.parse(window.day()),
                window.version(),
                constant(Finding.class, window.finding()),
                window.row());
    }

    private static Optional<LocalDate> date(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
