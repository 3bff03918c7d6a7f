package io.headrace.ingest.text;

/**
 * In what the columns of a raw file differ from those declared.
 *
 * @param column the declared column's name in files, or that of an undeclared one
 * @param detail further facts, may be empty
 */
public record ColumnChange(Kind kind, String column, String detail) {
    /** How it differs. */
    public enum Kind {
        /** The file has it, the job does not declare it. */
        NEW,
        /** The job declares it, the file lacks it. */
        MISSING,
        /** The file has it under a further name. */
        RENAMED,
        /** Declared columns stand in another order; the column is the first of them. */
        REORDERED,
        /** More than half of the values are not of the declared type. */
        RETYPED
    }

    /** For people. */
    @Override
    public String toString() {
        String what = kind.name().toLowerCase(java.util.Locale.ROOT) + " column " + column;
        return detail.isEmpty() ? what : what + " (" + detail + ")";
    }
}
