package io.headrace.spec;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule on all rows of a run that reach silver: a number measured over them lies within bounds. It never touches a single
 * row.
 *
 * @param measure what is measured
 * @param where SQL condition over the silver columns: which rows are measured
 * @param bounds within which the number must lie
 * @param severity WARN or REFUSE
 */
public record DataCheck(
        String name, Measure measure, String where, Bounds bounds, RowCheck.Severity severity, String message)
        implements Check {
    /**
     * A number over rows.
     *
     * @param kind a word for it
     * @param column the column it is about, empty where there is none
     * @param sql a SQL aggregate; {@code as_of} in it is the moment up to which the run sees the world
     * @param heavy whether it needs a pass of its own, as distinct values and quantiles do
     */
    public record Measure(String kind, String column, String sql, boolean heavy) {}

    /** Within which a number must lie. */
    public sealed interface Bounds permits Fixed, Usual, Control, Change {}

    /** Ends, both allowed; an end that is not there is open. */
    public record Fixed(Optional<BigDecimal> least, Optional<BigDecimal> most) implements Bounds {}

    /**
     * As in earlier runs, by median and median absolute deviation, the run itself left out.
     *
     * @param last how many earlier values are looked at, at most
     * @param atLeast with fewer of them there is no verdict
     * @param season only values whose distance is a multiple of this many runs; 1 for all
     * @param deviations how many robust standard deviations are allowed
     */
    public record Usual(int last, int atLeast, int season, double deviations, Direction direction) implements Bounds {}

    /** In which direction a number is unusual. */
    public enum Direction {
        BOTH,
        UP,
        DOWN
    }

    /**
     * The number in a file that the sender adds.
     *
     * @param file its path below landing, with {@code {date}} for the run's date
     * @param column the column of its only row
     * @param tolerance how far the numbers may lie apart
     */
    public record Control(String file, String column, BigDecimal tolerance) implements Bounds {}

    /**
     * The distribution of a column, against that of earlier runs, by population stability index.
     *
     * @param last how many earlier runs are taken together
     * @param atMost the greatest index allowed
     */
    public record Change(int last, double atMost) implements Bounds {}

    public DataCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(bounds, "bounds");
        Objects.requireNonNull(message, "message");
        if (severity == RowCheck.Severity.QUARANTINE) {
            throw new IllegalArgumentException("a rule on all rows cannot quarantine any");
        }
    }

    @Override
    public String definition() {
        return measure.kind() + " " + measure.sql() + "\nwhere " + where + "\n" + bounds;
    }

    @Override
    public String kind() {
        return measure.kind();
    }
}
