package io.headrace.policy;

import java.time.LocalDate;
import java.util.List;

/** A window that was judged, and the version then in force. */
record Seen(LocalDate day, String version, Finding finding, String row) {
    /** Whether the last window, and enough of those before, found this. */
    static boolean persists(List<Seen> windows, Finding finding, Persistence persistence) {
        List<Seen> last = windows.subList(Math.max(0, windows.size() - persistence.of()), windows.size());
        return !last.isEmpty()
                && last.get(last.size() - 1).finding() == finding
                && last.stream().filter(seen -> seen.finding() == finding).count() >= persistence.windows();
    }
}
