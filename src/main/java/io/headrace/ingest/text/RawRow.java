package io.headrace.ingest.text;

import io.headrace.spec.RawLimits;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * One row as received.
 *
 * @param number line of the file where it begins, 1 for the first
 * @param lines how many lines it takes, 1 or more
 * @param values texts of the declared columns, null where empty or absent
 * @param extra undeclared columns as a JSON object, null when there are none
 * @param unreadable the row's fields or text when it does not fit the file's shape, else null
 * @param problem why it does not fit, else null
 */
public record RawRow(long number, int lines, List<String> values, String extra, String unreadable, String problem) {
    public RawRow {
        Objects.requireNonNull(values, "values");
    }

    static RawRow readable(long number, int lines, List<String> values, String extra) {
        return new RawRow(number, lines, values, extra, null, null);
    }

    static RawRow unreadable(long number, int lines, int width, String text, String problem) {
        return new RawRow(number, lines, Collections.nCopies(width, null), null, text, problem);
    }

    /** What is wrong with a row of which a field is too long. */
    static String tooLong(RawLimits limits) {
        return "has a field of more characters than files.limits.field-length = " + limits.fieldLength();
    }
}
