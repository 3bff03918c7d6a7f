package io.headrace.monitor;

import io.headrace.run.RunContext;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Window;
import io.headrace.spec.Schedule;
import io.headrace.table.Partitions;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of scores was there when a run looked, decided once for all its attempts.
 *
 * @param rows of publications of the window and of those before it, and of the newest one: as-of to rows that readers see
 * @param due as-of of the run for which the score job was last due; empty where it has no schedule
 * @param version in force; 0 where none is
 */
record Delivered(SortedMap<String, Long> rows, String due, int version) {
    /** The fact of an intent that holds it, as JSON. */
    static final String FACT = "delivered";

    /** Longer than any schedule waits. */
    private static final int LONGEST = 32;

    Delivered {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /**
     * What there is for a date.
     *
     * @param visible as-of to rows, of all publications
     * @param schedule of the score job
     */
    static Delivered of(
            MonitorSpec spec,
            Map<String, Long> visible,
            ScoredWindows windows,
            LocalDate date,
            Schedule schedule,
            int version) {
        NavigableMap<String, Long> all = new TreeMap<>(visible);
        NavigableMap<String, Long> rows = new TreeMap<>();
        for (int back = 0; back <= spec.delivery().windows(); back++) {
            NavigableMap<String, String> window = windows.at(date, back);
            if (back == 0 || isWhole(spec.window(), window, all)) {
                window.keySet().forEach(asOf -> rows.put(asOf, all.get(asOf)));
            }
        }
        if (!all.isEmpty()) {
            rows.put(all.lastKey(), all.lastEntry().getValue());
        }
        return new Delivered(rows, due(windows, date, schedule), version);
    }

    /** The first window may have begun before the first publication. */
    private static boolean isWhole(Window window, NavigableMap<String, String> found, NavigableMap<String, Long> all) {
        if (found.isEmpty() || !found.firstKey().equals(all.firstKey())) {
            return true;
        }
        return window instanceof Window.Days days ? days.days() == 1 : found.size() == ((Window.Runs) window).runs();
    }

    private static String due(ScoredWindows windows, LocalDate date, Schedule schedule) {
        return date.minusDays(LONGEST)
                .datesUntil(date.plusDays(1))
                .filter(schedule::isDueOn)
                .reduce((first, last) -> last)
                .map(last -> Partitions.text(RunContext.asOf(last, windows.zone())))
                .orElse("");
    }
}
