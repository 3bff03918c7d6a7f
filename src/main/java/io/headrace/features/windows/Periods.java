package io.headrace.features.windows;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The periods that partials are kept of.
 *
 * @param kept with events; single days without any are not among them
 * @param changed days whose partials do not hold any more, or that have none yet
 */
public record Periods(Set<Period> kept, NavigableSet<LocalDate> changed) {
    public Periods {
        kept = Set.copyOf(kept);
        changed = Collections.unmodifiableNavigableSet(new TreeSet<>(changed));
    }

    /** Periods by their names. */
    public static Periods of(Collection<String> names, Collection<LocalDate> changed) {
        return new Periods(names.stream().map(Period::parse).collect(Collectors.toSet()), new TreeSet<>(changed));
    }

    /** Where those of both hold. */
    public Periods both(Periods other) {
        Set<Period> either = new HashSet<>(kept);
        either.addAll(other.kept);
        either.removeIf(period -> period.days() > 1 && !(kept.contains(period) && other.kept.contains(period)));
        NavigableSet<LocalDate> bothChanged = new TreeSet<>(changed);
        bothChanged.addAll(other.changed);
        return new Periods(either, bothChanged);
    }

    /** Whether there are partials of a period and hold. */
    public boolean has(Period period) {
        return kept.contains(period)
                && changed.subSet(period.first(), period.next()).isEmpty();
    }

    /** All days that have events, or may have. */
    public NavigableSet<LocalDate> days() {
        NavigableSet<LocalDate> days = new TreeSet<>(changed);
        kept.stream().filter(period -> period.days() == 1).forEach(day -> days.add(day.first()));
        return days;
    }
}
