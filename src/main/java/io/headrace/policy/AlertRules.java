package io.headrace.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which of a day's findings make alerts, and how they share them. */
final class AlertRules {
    private final Policy policy;
    private final ObservedDay day;
    private final Memory seen;

    AlertRules(Policy policy, ObservedDay day, Memory seen) {
        this.policy = policy;
        this.day = day;
        this.seen = seen;
    }

    /** An alert, with those of its subjects for which it counts. */
    record Raised(Alert alert, List<Subject> subjects) {}

    /**
     * Something to tell.
     *
     * @param rank the higher the graver
     * @param words what is the matter
     */
    private record Found(
            Subject subject, Alert.Kind kind, Severity severity, double rank, String words, List<String> files) {}

    List<Raised> raised() {
        Map<String, List<Found>> groups = new TreeMap<>();
        Stream.concat(ofColumns(), ofPerformance())
                .filter(this::isFresh)
                .forEach(found -> groups.computeIfAbsent(id(found), id -> new ArrayList<>())
                        .add(found));
        return groups.entrySet().stream()
                .map(group -> raised(group.getKey(), group.getValue()))
                .sorted(Comparator.comparing((Raised raised) -> raised.alert().severity())
                        .reversed()
                        .thenComparing(raised -> raised.alert().kind())
                        .thenComparing(raised -> raised.alert().id()))
                .toList();
    }

    private Stream<Found> ofColumns() {
        return day.columns().stream().flatMap(column -> {
            Subject subject = Subject.of(column);
            List<Seen> windows = seen.of(subject);
            if (Seen.persists(windows, Finding.HIT, policy.drift())) {
                double rank = column.importance() * column.effect();
                return Stream.of(
                        new Found(subject, Alert.Kind.DRIFT, Severity.TICKET, rank, drifted(column), column.files()));
            }
            return unjudged(subject, windows, policy.drift(), column.importance(), column.files());
        });
    }

    private static String drifted(ColumnWindow column) {
        return String.format(
                Locale.ROOT,
                "%s%s has drifted by %s, effect %.4g, q %.2g",
                column.column(),
                column.slice().isEmpty() ? "" : " of " + column.slice(),
                column.statistic(),
                column.effect(),
                column.q().getAsDouble());
    }

    private Stream<Found> ofPerformance() {
        return day.performance().stream().flatMap(figure -> {
            Subject subject = Subject.of(figure);
            List<Seen> windows = seen.of(subject);
            if (Seen.persists(windows, Finding.HIT, policy.performance())) {
                Severity severity = policy.pageOn().contains(figure.basis()) ? Severity.PAGE : Severity.TICKET;
                return Stream.of(new Found(
                        subject, Alert.Kind.PERFORMANCE, severity, figure.outside(), figure.words(), List.of()));
            }
            return unjudged(subject, windows, policy.performance(), 0, List.of());
        });
    }

    private static Stream<Found> unjudged(
            Subject subject, List<Seen> windows, Persistence persistence, double rank, List<String> files) {
        return Seen.persists(windows, Finding.UNKNOWN, persistence)
                ? Stream.of(new Found(
                        subject,
                        Alert.Kind.UNJUDGED,
                        Severity.TICKET,
                        rank,
                        subject.words() + " cannot be judged",
                        files))
                : Stream.empty();
    }

    /** A ticket rests after a ticket and after a page, a page only after a page. */
    private boolean isFresh(Found found) {
        return Stream.of(Severity.values())
                .filter(severity -> severity.compareTo(found.severity()) >= 0)
                .map(severity -> seen.alerted().get(new Memory.Alerted(found.subject(), found.kind(), severity)))
                .filter(last -> last != null)
                .noneMatch(last -> day.day().isBefore(last.plusDays(policy.coolDownDays())));
    }

    private String id(Found found) {
        String id = day.day() + "/" + found.kind().name().toLowerCase(Locale.ROOT) + "/"
                + found.severity().name().toLowerCase(Locale.ROOT);
        Subject subject = found.subject();
        return switch (policy.grouping()) {
            case TOGETHER -> id;
            case BY_SLICE -> id + "/" + subject.slice();
            case APART ->
                id + "/" + subject.slice() + "/" + subject.kind() + "/" + subject.name() + "/" + subject.statistic();
        };
    }

    private Raised raised(String id, List<Found> group) {
        List<Found> ranked = group.stream()
                .sorted(Comparator.comparingDouble(Found::rank).reversed().thenComparing(Found::subject))
                .toList();
        List<Subject> subjects = ranked.stream().map(Found::subject).toList();
        List<Seen> windows = subjects.stream()
                .flatMap(subject -> evidence(subject).stream())
                .sorted(Comparator.comparing(Seen::day).thenComparing(Seen::row))
                .toList();
        LocalDate since = windows.get(0).day();
        Found first = ranked.get(0);
        Alert alert = new Alert(
                id,
                day.day(),
                first.kind(),
                first.severity(),
                subjects.stream().map(Subject::name).distinct().toList(),
                subjects.stream()
                        .map(Subject::slice)
                        .filter(slice -> !slice.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                windows.stream().map(Seen::row).distinct().toList(),
                causes(since),
                ranked.stream()
                        .flatMap(found -> found.files().stream())
                        .distinct()
                        .toList(),
                text(ranked));
        return new Raised(alert, subjects);
    }

    /** The windows of the last ones that found what the present one found. */
    private List<Seen> evidence(Subject subject) {
        List<Seen> windows = seen.of(subject);
        Finding finding = windows.get(windows.size() - 1).finding();
        return windows.stream().filter(window -> window.finding() == finding).toList();
    }

    private List<Change> causes(LocalDate since) {
        return seen.changes().stream()
                .filter(change -> !change.day().isBefore(since))
                .sorted(Comparator.comparing(Change::day)
                        .reversed()
                        .thenComparing(Change::what)
                        .thenComparing(Change::row))
                .toList();
    }

    private static String text(List<Found> ranked) {
        String first = ranked.get(0).words();
        return ranked.size() == 1 ? first : first + ", and " + (ranked.size() - 1) + " more";
    }
}
