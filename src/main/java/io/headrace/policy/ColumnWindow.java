package io.headrace.policy;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a column looked in the window that ended on a day, by one statistic that decides.
 *
 * @param column its name, or that of the score
 * @param statistic such as the stability index, or the share of missing values
 * @param slice empty for all rows
 * @param q p value of no change, adjusted over the model's columns; empty where it cannot be judged (too few rows, all
 *     missing, one class)
 * @param effect size of the change, 0 or more
 * @param effectError how much of the effect may be the error of the statistic, such as of a sketch, 0 or more
 * @param tolerance the largest effect that is harmless, 0 or more; a policy may have its own
 * @param importance of the column to the model, 0 or more; for ranks, and for shares of all columns' importance
 * @param row identifies the row of statistics that says so
 * @param files the source files of the window's rows, where they are known
 */
public record ColumnWindow(
        String column,
        String statistic,
        String slice,
        OptionalDouble q,
        double effect,
        double effectError,
        double tolerance,
        double importance,
        String row,
        List<String> files) {
    public ColumnWindow {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(statistic, "statistic");
        Objects.requireNonNull(slice, "slice");
        Objects.requireNonNull(row, "row");
        files = List.copyOf(files);
        if (q.isPresent() && !(q.getAsDouble() >= 0 && q.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "q of " + column + " must lie between 0 and 1, found " + q.getAsDouble());
        }
        if (!(effect >= 0 && effectError >= 0 && tolerance >= 0 && importance >= 0)) {
            throw new IllegalArgumentException(
                    "effect, effectError, tolerance and importance of " + column + " must be 0 or more, found " + effect
                            + ", " + effectError + ", " + tolerance + " and " + importance);
        }
    }

    Finding finding(Policy policy) {
        if (q.isEmpty()) {
            return Finding.UNKNOWN;
        }
        double harmless = policy.tolerances().getOrDefault(statistic, tolerance);
        boolean drifted = q.getAsDouble() < policy.level() && effect - effectError > harmless;
        return drifted ? Finding.HIT : Finding.QUIET;
    }
}
