package io.headrace.privacy.search;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a search found.
 *
 * @param files how many files were read
 * @param bytes their bytes on disk
 * @param hits sorted
 * @param unread files that could not be looked into, each with the reason; what they hold is not known
 */
public record SearchReport(long files, long bytes, List<Hit> hits, SortedMap<String, String> unread) {
    public SearchReport {
        hits = hits.stream().sorted().toList();
        unread = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unread));
    }

    /** How often values were found. */
    public long times() {
        return hits.stream().mapToLong(Hit::times).sum();
    }
}
