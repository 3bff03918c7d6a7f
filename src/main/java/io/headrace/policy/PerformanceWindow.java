package io.headrace.policy;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A figure of performance for the window that ended on a day, with the band that it should lie in.
 *
 * @param measure such as AUC
 * @param slice empty for all rows
 * @param value empty where it is not defined
 * @param lowest lower end of the band
 * @param highest upper end of the band
 * @param worse on which side of the band performance is bad
 * @param row identifies the row of statistics that says so
 */
public record PerformanceWindow(
        String measure,
        String slice,
        Basis basis,
        OptionalDouble value,
        double lowest,
        double highest,
        Worse worse,
        String row) {
    /** The side of a band on which performance is bad. */
    public enum Worse {
        LOWER,
        HIGHER
    }

    public PerformanceWindow {
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(slice, "slice");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(worse, "worse");
        Objects.requireNonNull(row, "row");
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException(
                    "the band of " + measure + " must be in order, found " + lowest + " and " + highest);
        }
    }

    Finding finding() {
        if (value.isEmpty()) {
            return Finding.UNKNOWN;
        }
        return outside() > 0 ? Finding.HIT : Finding.QUIET;
    }

    /** How far it is outside on the bad side; 0 or less within. */
    double outside() {
        return worse == Worse.LOWER ? lowest - value.getAsDouble() : value.getAsDouble() - highest;
    }

    /** Such as {@code realised AUC 0.8012 is below its band, 0.8800 to 0.9200}. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%s %s%s %.4f is %s its band, %.4f to %.4f",
                basis.word(),
                measure,
                slice.isEmpty() ? "" : " of " + slice,
                value.getAsDouble(),
                worse == Worse.LOWER ? "below" : "above",
                lowest,
                highest);
    }
}
