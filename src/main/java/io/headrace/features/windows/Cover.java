package io.headrace.features.windows;

import io.headrace.run.RunContext;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Chooses what windows are computed from: the partials of the longest period within which no window begins or ends, else the rows of
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
     * @param period the period whose partials are used; empty where rows are
     * @param from microseconds since 1970
     * @param to not in the stretch any more
     */
    record Stretch(Optional<Period> period, long from, long to) {}

    /** In the order of time, without overlap; nothing between them is in a window. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        long end = cuts.last();
        long covered = Long.MIN_VALUE;
        for (LocalDate day : periods.days()) {
            Period alone = new Period(day, 1);
            if (alone.ends(zone) > begin && alone.begins(zone) < end && alone.begins(zone) >= covered) {
                Stretch next = stretch(day);
                stretches.add(next);
                covered = next.to();
            }
        }
        return stretches;
    }

    private Stretch stretch(LocalDate day) {
        Period longest = null;
        for (int days : Period.LENGTHS) {
            Period period = Period.of(day, days);
            if (periods.has(period) && isWhole(period.begins(zone), period.ends(zone))) {
                longest = period;
            }
        }
        if (longest != null) {
            return new Stretch(Optional.of(longest), longest.begins(zone), longest.ends(zone));
        }
        Period alone = new Period(day, 1);
        return new Stretch(
                Optional.empty(), Math.max(alone.begins(zone), begin), Math.min(alone.ends(zone), cuts.last()));
    }

    /** Begins and ends of windows are cuts, so what no cut divides is inside or outside as a whole. */
    private boolean isWhole(long from, long to) {
        Long cut = cuts.higher(from);
        return from >= begin && cut != null && cut >= to;
    }
}
