package io.headrace.spec;

import java.io.Serializable;
import java.util.Objects;

/**
 * What a CSV reader lets pass that the strict format refuses.
 *
 * @param blanks whether blanks beside a delimiter are no part of a field; where the delimiter is a blank, a run of them is one
 * @param quotes whether a quote within a field that does not begin with one is a character like any other
 * @param headerGap in what the header differs from every row
 * @param emptyRows what becomes of rows without any value
 */
public record Tolerance(boolean blanks, boolean quotes, HeaderGap headerGap, EmptyRows emptyRows)
        implements Serializable {
    /** In what the header differs from every row. */
    public enum HeaderGap {
        /** In nothing: it has a name for each field. */
        NONE,
        /** It has no name for the first field, as with names of rows; the field is called {@code column_1}. */
        FIRST_NAME,
        /** It has no name for the last field, which is always empty, as with a delimiter at the end of each row. */
        LAST_NAME,
        /** Its last name has no field, as with a delimiter at the end of the header. */
        LAST_FIELD
    }

    /** What becomes of rows without any value. */
    public enum EmptyRows {
        /** They are rows like others. */
        KEEP,
        /** They are passed over, as blank lines are. */
        DROP,
        /** They are unreadable. */
        REFUSE
    }

    /** Lets nothing pass. */
    public static final Tolerance NONE = new Tolerance(false, false, HeaderGap.NONE, EmptyRows.KEEP);

    public Tolerance {
        Objects.requireNonNull(headerGap, "headerGap");
        Objects.requireNonNull(emptyRows, "emptyRows");
    }
}
