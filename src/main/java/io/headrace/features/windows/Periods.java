package io.headrace.features.windows;

import io.headrace.run.RunContext;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calendar days and months that partials are kept of.
 *
 * @param days with events; other days have none
 * @param months of which there are partials beside those of their days
 * @param changed days whose partials do not hold any more, or that have none yet
 */
public record Periods(NavigableSet<LocalDate> days, Set<YearMonth> months, NavigableSet<LocalDate> changed) {
    private static final int LENGTH_OF_MONTH = "2025-12".length();

    public Periods {
        days = Collections.unmodifiableNavigableSet(new TreeSet<>(days));
        months = Set.copyOf(months);
        changed = Collections.unmodifiableNavigableSet(new TreeSet<>(changed));
    }

    /**
     * Periods by their names.
     *
     * @param names such as {@code 2025-12-31} and {@code 2025-12}
     */
    public static Periods of(Collection<String> names, Collection<LocalDate> changed) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        Set<YearMonth> months = new TreeSet<>();
        for (String name : names) {
            if (name.length() == LENGTH_OF_MONTH) {
                months.add(YearMonth.parse(name));
            } else {
                days.add(LocalDate.parse(name));
            }
        }
        return new Periods(days, months, new TreeSet<>(changed));
    }

    /** Where those of both hold. */
    public Periods both(Periods other) {
        NavigableSet<LocalDate> all = new TreeSet<>(days);
        all.addAll(other.days);
        NavigableSet<LocalDate> either = new TreeSet<>(changed);
        either.addAll(other.changed);
        Set<YearMonth> shared = new TreeSet<>(months);
        shared.retainAll(other.months);
        return new Periods(all, shared, either);
    }

    /** Whether the partials of a day hold. */
    boolean has(LocalDate day) {
        return days.contains(day) && !changed.contains(day);
    }

    /** Whether there are partials of a month and hold. */
    public boolean has(YearMonth month) {
        return months.contains(month)
                && changed.subSet(month.atDay(1), true, month.atEndOfMonth(), true)
                        .isEmpty();
    }

    /** All days that have events, or may have. */
    public NavigableSet<LocalDate> allDays() {
        NavigableSet<LocalDate> all = new TreeSet<>(days);
        all.addAll(changed);
        return all;
    }

    /** The start of a day, in microseconds since 1970. */
    static long start(LocalDate day, ZoneId zone) {
        return RunContext.micros(day.atStartOfDay(zone).toInstant());
    }
}
