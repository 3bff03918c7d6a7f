package io.headrace.monitor;

import io.headrace.run.RunContext;
import io.headrace.spec.MonitorSpec.Against;
import io.headrace.spec.MonitorSpec.Window;
import io.headrace.table.Partitions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The publications that are judged together.
 *
 * @param published as-of, as partitions spell it, to the run whose rows are visible
 * @param window how many of them
 * @param zone in which dates begin
 */
record ScoredWindows(NavigableMap<String, String> published, Window window, ZoneId zone) {
    ScoredWindows {
        published = Collections.unmodifiableNavigableMap(new TreeMap<>(published));
    }

    /** The window that ends with a date: as-of to run. */
    NavigableMap<String, String> at(LocalDate date) {
        return at(date, 0);
    }

    /** The window that ends so many windows before that of a date. */
    NavigableMap<String, String> at(LocalDate date, int back) {
        if (window instanceof Window.Days days) {
            LocalDate last = date.minusDays((long) days.days() * back);
            return published.subMap(asOf(last.minusDays(days.days())), false, asOf(last), true);
        }
        int runs = ((Window.Runs) window).runs();
        List<String> newest =
                new ArrayList<>(published.headMap(asOf(date), true).descendingKeySet());
        int from = Math.min(newest.size(), runs * back);
        NavigableMap<String, String> found = new TreeMap<>();
        newest.subList(from, Math.min(newest.size(), from + runs))
                .forEach(asOf -> found.put(asOf, published.get(asOf)));
        return found;
    }

    /** The publications that the window of a date is compared with; none where the comparison is with training. */
    NavigableMap<String, String> compared(LocalDate date, Against against) {
        NavigableMap<String, String> found = new TreeMap<>();
        if (against instanceof Against.Trailing trailing) {
            for (int back = 1; back <= trailing.windows(); back++) {
                found.putAll(at(date, back));
            }
        } else if (against instanceof Against.Season season) {
            found.putAll(at(date.minusDays(season.days())));
        }
        return found;
    }

    private String asOf(LocalDate date) {
        return Partitions.text(RunContext.asOf(date, zone));
    }
}
