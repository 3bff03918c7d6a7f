package io.headrace.spec;

import java.util.List;

/**
 * Of the rows of a run that agree in a key only one is kept; the others are duplicates.
 *
 * @param key silver columns; a row with a null among them is kept
 * @param order SQL sort terms over the silver columns, the row to keep first; ties go by file and line
 */
public record KeepOne(List<String> key, List<String> order) {
    public KeepOne {
        key = List.copyOf(key);
        order = List.copyOf(order);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key: at least one column is needed");
        }
    }
}
