package io.headrace.spec;

import java.util.Objects;

/**
 * A rule on rows: a SQL condition over the silver columns that good rows fulfil.
 *
 * @param name stable name of the rule
 * @param rule SQL condition; a null result counts as not fulfilled
 * @param severity what happens to a row that breaks it
 * @param message what to tell the reader of the quarantine
 */
public record RowCheck(String name, String rule, Severity severity, String message) {
    /** What a broken rule does. */
    public enum Severity {
        /** Counted; the row stays. */
        WARN,
        /** The row goes to quarantine with the reason. */
        QUARANTINE
    }

    public RowCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
    }
}
