package io.headrace.ingest.sniff;

import io.headrace.spec.ColumnType;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was found of one column.
 *
 * @param name its name as a spec declares it
 * @param from its name in the file
 * @param type the proposed type
 * @param personal whether it seems to hold personal data
 * @param empty how many rows have no value
 * @param counts how often each value comes; none where a file was not read but for its own description
 */
public record FoundColumn(
        String name, String from, ColumnType type, boolean personal, long empty, SortedMap<String, Long> counts) {
    public FoundColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(type, "type");
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** How many rows have a value. */
    public long values() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every row has a value, and none comes twice. */
    public boolean isUnique() {
        return empty == 0 && !counts.isEmpty() && counts.size() == values();
    }
}
