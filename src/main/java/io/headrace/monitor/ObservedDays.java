package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.policy.ColumnWindow;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.PerformanceWindow;
import io.headrace.policy.PerformanceWindow.Worse;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a policy sees of a day: of each column the mildest comparison that says something, of each measure the latest window. */
final class ObservedDays {
    /** A window that differs from the one before has changed lately, which alone is no reason to alert. */
    private static final String ONLY_SHOWN = "trailing";

    private static final String SEASON = "season";

    private ObservedDays() {}

    /**
     * A day.
     *
     * @param columns rows that decide about drift
     * @param figures figures with something to be compared with
     * @param files source files that came on the day
     */
    static ObservedDay of(
            LocalDate day, DayFacts facts, List<Deciding> columns, List<Compared> figures, List<String> files) {
        return new ObservedDay(
                day,
                facts.champion(),
                columnWindows(columns, files),
                performanceWindows(figures),
                facts.newLabels(),
                facts.changesOn(day),
                facts.released());
    }

    private static List<ColumnWindow> columnWindows(List<Deciding> columns, List<String> files) {
        return grouped(columns, column -> subject(column) + " " + column.statistic()).stream()
                .map(of -> window(withoutTrailing(of), files))
                .toList();
    }

    private static List<Deciding> withoutTrailing(List<Deciding> comparisons) {
        List<Deciding> others = comparisons.stream()
                .filter(column -> !column.against().equals(ONLY_SHOWN))
                .toList();
        return others.isEmpty() ? comparisons : others;
    }

    private static String subject(Deciding column) {
        return column.of().equals("scores") ? column.of() + "." + column.column() : column.column();
    }

    /**
     * A season is no drift: what differs from training has drifted only where it differs from the season before, too. Where
     * that is declared and cannot be judged, neither can the column.
     */
    private static ColumnWindow window(List<Deciding> comparisons, List<String> files) {
        Deciding mildest = comparisons.stream()
                .filter(column -> column.q().isPresent())
                .min(Comparator.comparingDouble((Deciding column) -> column.effect() - column.error())
                        .thenComparing(Deciding::against))
                .orElse(comparisons.get(0));
        Optional<Deciding> season = comparisons.stream()
                .filter(column -> column.against().equals(SEASON) && column.q().isEmpty())
                .filter(column -> mildest.effect() - mildest.error() > mildest.tolerance())
                .findFirst();
        return season.map(open -> window(open, OptionalDouble.empty(), files))
                .orElseGet(() -> window(mildest, highestQ(comparisons), files));
    }

    private static OptionalDouble highestQ(List<Deciding> comparisons) {
        return comparisons.stream()
                .flatMapToDouble(column -> column.q().stream())
                .max();
    }

    private static ColumnWindow window(Deciding column, OptionalDouble q, List<String> files) {
        return new ColumnWindow(
                subject(column),
                column.statistic(),
                "",
                q,
                column.effect(),
                column.error(),
                column.tolerance(),
                column.importance(),
                String.join(
                        " ", column.run(), "drift", column.against(), column.of(), column.column(), column.statistic()),
                files);
    }

    private static List<PerformanceWindow> performanceWindows(List<Compared> figures) {
        return grouped(figures, figure -> figure.basis() + " " + figure.measure() + " " + figure.slice()).stream()
                .map(of -> of.stream()
                        .max(Comparator.comparing(Compared::lastAsOf))
                        .orElseThrow())
                .map(ObservedDays::window)
                .toList();
    }

    private static PerformanceWindow window(Compared figure) {
        return new PerformanceWindow(
                figure.measure().name().toLowerCase(Locale.ROOT),
                figure.slice(),
                figure.basis(),
                OptionalDouble.of(figure.value()),
                figure.reference() - figure.tolerated(),
                figure.reference() + figure.tolerated(),
                figure.measure().lowerIsBetter() ? Worse.HIGHER : Worse.LOWER,
                String.join(
                                " ",
                                figure.run(),
                                "performance",
                                figure.basis().name().toLowerCase(Locale.ROOT),
                                figure.measure().name().toLowerCase(Locale.ROOT),
                                figure.lastAsOf(),
                                figure.slice())
                        .strip());
    }

    private static <T> Collection<List<T>> grouped(List<T> all, Function<T, String> key) {
        return all.stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()))
                .values();
    }
}
