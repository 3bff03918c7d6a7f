package io.headrace.features.windows;

import io.headrace.run.RunContext;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Chooses what windows are computed from: the partials of a month or a day where no window begins or ends within it, else the rows of
 * the day.
 */
final class Cover {
    private final Periods periods;
    private final ZoneId zone;
    private final NavigableSet<Long> cuts = new TreeSet<>();
    private final long begin;

    /** @param asOfs one or more */
    Cover(Windows windows, List<Instant> asOfs, Periods periods, ZoneId zone) {
        this.periods = periods;
        this.zone = zone;
        for (Instant asOf : asOfs) {
            cuts.add(RunContext.micros(asOf.minus(windows.delay())));
            windows.features().stream()
                    .map(Windows.Feature::window)
                    .distinct()
                    .filter(window -> !window.equals(Window.ALL))
                    .forEach(window -> cuts.add(RunContext.micros(window.from(asOf, zone))));
        }
        boolean bounded = windows.features().stream()
                .noneMatch(feature -> feature.window().equals(Window.ALL));
        this.begin = bounded ? cuts.first() : Long.MIN_VALUE;
    }

    /**
     * A stretch of time.
     *
     * @param period the day or month whose partials are used; empty where rows are
     * @param from microseconds since 1970
     * @param to not in the stretch any more
     */
    record Stretch(Optional<String> period, long from, long to) {}

    /** In the order of time, without overlap; nothing between them is in a window. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        long end = cuts.last();
        long covered = Long.MIN_VALUE;
        for (LocalDate day : periods.allDays()) {
            long from = Periods.start(day, zone);
            long to = Periods.start(day.plusDays(1), zone);
            if (to > begin && from < end && from >= covered) {
                Stretch next = stretch(day, from, to);
                stretches.add(next);
                covered = next.to();
            }
        }
        return stretches;
    }

    private Stretch stretch(LocalDate day, long from, long to) {
        YearMonth month = YearMonth.from(day);
        long monthFrom = Periods.start(month.atDay(1), zone);
        long monthTo = Periods.start(month.plusMonths(1).atDay(1), zone);
        if (periods.has(month) && isWhole(monthFrom, monthTo)) {
            return new Stretch(Optional.of(month.toString()), monthFrom, monthTo);
        }
        if (periods.has(day) && isWhole(from, to)) {
            return new Stretch(Optional.of(day.toString()), from, to);
        }
        return new Stretch(Optional.empty(), Math.max(from, begin), Math.min(to, cuts.last()));
    }

    /** Begins and ends of windows are cuts, so what no cut divides is inside or outside as a whole. */
    private boolean isWhole(long from, long to) {
        Long cut = cuts.higher(from);
        return from >= begin && cut != null && cut >= to;
    }
}
