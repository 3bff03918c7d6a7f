package io.headrace.table.query;

import java.util.Comparator;
import java.util.Objects;

/**
 * What a query of a spec does that it may not.
 *
 * @param line of the text, from 1
 * @param message what it does, and what to do instead
 */
public record SqlFault(int line, String message) implements Comparable<SqlFault> {
    public SqlFault {
        Objects.requireNonNull(message, "message");
    }

    @Override
    public int compareTo(SqlFault other) {
        return Comparator.comparingInt(SqlFault::line)
                .thenComparing(SqlFault::message)
                .compare(this, other);
    }
}
