package io.headrace.monitor;

import io.headrace.run.RunId;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run looks at, decided once for all its attempts.
 *
 * @param published publications of the window and of those that it is compared with: as-of to run
 * @param matured as-ofs whose labels are counted: as-of to the version of the table of scores that shows them
 * @param base the earlier run whose state is gone on from; empty to begin anew, and in what earlier releases decided
 * @param earlier the last finished run of the job for each date since then, by date
 * @param history digest of all earlier runs; empty in what earlier releases decided
 */
record Resolution(
        SortedMap<String, String> published,
        SortedMap<String, Long> matured,
        String base,
        List<String> earlier,
        String history) {
    /** The fact of an intent that holds it, as JSON. */
    static final String FACT = "window";

    Resolution {
        published = Collections.unmodifiableSortedMap(new TreeMap<>(published));
        matured = Collections.unmodifiableSortedMap(new TreeMap<>(matured));
        base = base == null ? "" : base;
        earlier = List.copyOf(earlier);
        history = history == null ? "" : history;
    }

    static Resolution of(Map<String, String> published, Map<String, Long> matured, EarlierDays earlier) {
        return new Resolution(
                new TreeMap<>(published), new TreeMap<>(matured), earlier.base(), earlier.since(), earlier.history());
    }

    /** The date of the last run before this one. */
    Optional<LocalDate> last() {
        return last(base, earlier);
    }

    /** The date of the last of some runs. */
    static Optional<LocalDate> last(String base, List<String> earlier) {
        String last = earlier.isEmpty() ? base : earlier.get(earlier.size() - 1);
        return last.isEmpty() ? Optional.empty() : Optional.of(RunId.parse(last).date());
    }
}
