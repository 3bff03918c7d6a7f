package io.headrace.report;

import java.util.Objects;

/**
 * The row that a number on a page comes from.
 *
 * @param table as SQL names it
 * @param run its {@code run_id}
 * @param key what else tells it from other rows
 */
public record RowReference(String table, String run, String key) {
    public RowReference {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(key, "key");
    }

    /** On one line. */
    public String words() {
        return table + " run_id=" + run + " " + key;
    }
}
