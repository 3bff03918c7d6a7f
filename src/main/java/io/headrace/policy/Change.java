package io.headrace.policy;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Something else that changed on a day: a pipeline, a spec, a version, a schema.
 *
 * @param what in words
 * @param row identifies the row of the ledger that says so
 */
public record Change(LocalDate day, String what, String row) {
    public Change {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(row, "row");
    }
}
