package io.headrace.run;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the columns of a table are computed by, each as a digest.
 *
 * @param digests column to digest
 */
public record ColumnDefinitions(SortedMap<String, String> digests) {
    public ColumnDefinitions {
        digests = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /** Of columns, each with the text that defines it. */
    public static ColumnDefinitions of(Map<String, String> texts) {
        return new ColumnDefinitions(texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        column -> Digest.of(column.getValue()).substring(0, 16),
                        (first, second) -> first,
                        TreeMap::new)));
    }

    /** As {@link #fact} wrote them. */
    public static ColumnDefinitions parse(String fact) {
        return Json.read(fact, ColumnDefinitions.class);
    }

    /** As a fact of an intent. */
    public String fact() {
        return Json.write(this);
    }

    /**
     * What rows of an earlier definition lack, in words; empty where it is nothing. They keep what a column held that has
     * been taken out.
     */
    public Optional<String> missingIn(ColumnDefinitions earlier) {
        String columns = digests.entrySet().stream()
                .filter(column -> !column.getValue().equals(earlier.digests.get(column.getKey())))
                .map(column -> column.getKey()
                        + (earlier.digests.containsKey(column.getKey()) ? " (defined otherwise now)" : " (new)"))
                .collect(Collectors.joining(", "));
        return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
    }
}
