package io.headrace.features;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How features at an as-of, from all rows of earlier times, differ from those of the rows that had been committed by then.
 *
 * @param tables what became of each table since
 * @param entities in both
 * @param onlyByTime entities that only later commits brought
 * @param onlyAsKnown entities that later commits took away
 * @param differing feature to the number of entities in both whose value differs
 * @param timeless tables of inputs without a time: what they held at the as-of cannot be told
 * @param untold features that come from such inputs
 */
public record Leakage(
        List<TableSince> tables,
        long entities,
        long onlyByTime,
        long onlyAsKnown,
        Map<String, Long> differing,
        List<String> timeless,
        Set<String> untold) {
    public Leakage {
        tables = List.copyOf(tables);
        timeless = List.copyOf(timeless);
        untold = Set.copyOf(untold);
        differing = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(differing));
    }

    /**
     * A table of an input with a time.
     *
     * @param then its version before the as-of; -1 where there was none
     * @param now its newest version
     * @param rows of a time before the as-of, now
     * @param later how many more these are than there were then
     */
    public record TableSince(String table, long then, long now, long rows, long later) {}
}
