package io.headrace.spec;

import java.util.Objects;

/**
 * A rule on rows: a SQL condition over the silver columns that good rows fulfil.
 *
 * @param name stable name of the rule
 * @param rule SQL condition
 * @param where SQL condition; a row for which it is not true is not judged
 * @param nulls what a null result of the rule means
 * @param severity what happens to a row that breaks it
 * @param message what to tell the reader of the quarantine
 */
public record RowCheck(String name, String rule, String where, NullPolicy nulls, Severity severity, String message)
        implements Check {
    /** The condition that judges every row. */
    public static final String EVERY_ROW = "true";

    /** What a broken rule does. */
    public enum Severity {
        /** Counted; the row stays. */
        WARN,
        /** The row goes to quarantine with the reason. */
        QUARANTINE,
        /** The whole run is refused. */
        REFUSE
    }

    /** What a null result means. */
    public enum NullPolicy {
        /** The row fulfils the rule. */
        PASS,
        /** The row breaks the rule. */
        FAIL,
        /** The row is not judged, which leaves it as it is. */
        SKIP
    }

    public RowCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(nulls, "nulls");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
    }

    /** A rule for every row; a null result breaks it. */
    public RowCheck(String name, String rule, Severity severity, String message) {
        this(name, rule, EVERY_ROW, NullPolicy.FAIL, severity, message);
    }

    @Override
    public String kind() {
        return "row";
    }

    @Override
    public String definition() {
        boolean plain = where.equals(EVERY_ROW) && nulls == NullPolicy.FAIL;
        return plain ? rule : rule + "\nwhere " + where + "\nnulls " + nulls;
    }

    /** One SQL condition, never null: false for a row that breaks the rule, true for any other. */
    public String verdict() {
        return "case when (" + where + "\n) then coalesce(cast((" + rule + "\n) as boolean), "
                + (nulls != NullPolicy.FAIL) + ") else true end";
    }
}
