package io.headrace.monitor;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run looks at, decided once for all its attempts.
 *
 * @param published publications of the window and of those that it is compared with: as-of to run
 * @param matured as-ofs whose labels are counted: as-of to the version of the table of scores that shows them
 * @param earlier the last finished run of the job for each earlier date, by date
 */
record Resolution(SortedMap<String, String> published, SortedMap<String, Long> matured, List<String> earlier) {
    /** The fact of an intent that holds it, as JSON. */
    static final String FACT = "window";

    Resolution {
        published = Collections.unmodifiableSortedMap(new TreeMap<>(published));
        matured = Collections.unmodifiableSortedMap(new TreeMap<>(matured));
        earlier = List.copyOf(earlier);
    }

    static Resolution of(Map<String, String> published, Map<String, Long> matured, List<String> earlier) {
        return new Resolution(new TreeMap<>(published), new TreeMap<>(matured), earlier);
    }
}
