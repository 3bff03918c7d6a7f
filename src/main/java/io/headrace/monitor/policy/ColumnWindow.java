package io.headrace.monitor.policy;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a column looked in the window that ended on a day.
 *
 * @param column its name, or that of the score
 * @param slice empty for all rows
 * @param q p value of no change, adjusted over the model's columns; empty where it cannot be judged (too few rows, all
 *     missing, one class)
 * @param effect size of the change, in the unit of the policy's tolerance, 0 or more
 * @param effectError how much of the effect may be the error of a sketch, 0 or more
 * @param importance of the column to the model, 0 or more; for ranks, and for shares of all columns' importance
 * @param row identifies the row of statistics that says so
 * @param files the source files of the window's rows, where they are known
 */
public record ColumnWindow(
        String column,
        String slice,
        OptionalDouble q,
        double effect,
        double effectError,
        double importance,
        String row,
        List<String> files) {
    public ColumnWindow {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(slice, "slice");
        Objects.requireNonNull(row, "row");
        files = List.copyOf(files);
        if (q.isPresent() && !(q.getAsDouble() >= 0 && q.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "q of " + column + " must lie between 0 and 1, found " + q.getAsDouble());
        }
        if (!(effect >= 0 && effectError >= 0 && importance >= 0)) {
            throw new IllegalArgumentException("effect, effectError and importance of " + column
                    + " must be 0 or more, found " + effect + ", " + effectError + " and " + importance);
        }
    }

    Finding finding(Policy policy) {
        if (q.isEmpty()) {
            return Finding.UNKNOWN;
        }
        boolean drifted = q.getAsDouble() < policy.level() && effect - effectError > policy.toleranceOf(column);
        return drifted ? Finding.HIT : Finding.QUIET;
    }
}
