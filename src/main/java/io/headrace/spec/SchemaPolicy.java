package io.headrace.spec;

import java.util.Objects;

/**
 * What to do when the columns of a raw file are not those declared. Every change is reported, whatever becomes of it.
 *
 * @param added a column that is not declared
 * @param missing a declared column that the file lacks and that is not optional
 * @param renamed a column under one of its further names
 * @param reordered declared columns in another order than declared
 * @param retyped a column of which more than half of the file's values are not of its type; their rows go to quarantine
 *     in any case
 */
public record SchemaPolicy(
        AddedColumn added, MissingColumn missing, Change renamed, Change reordered, RetypedColumn retyped) {
    /** What becomes of undeclared columns. */
    public enum AddedColumn {
        /** Their values stay in bronze. */
        KEEP,
        /** Their values are dropped. */
        IGNORE,
        /** The file goes to quarantine; of JSON lines the row. */
        QUARANTINE,
        /** The run is refused. */
        REFUSE
    }

    /** What becomes of a file that lacks a column. */
    public enum MissingColumn {
        /** The file goes to quarantine. */
        QUARANTINE,
        /** The run is refused. */
        REFUSE
    }

    /** What becomes of a file with a harmless change. */
    public enum Change {
        /** It is taken in. */
        ACCEPT,
        /** The file goes to quarantine. */
        QUARANTINE,
        /** The run is refused. */
        REFUSE
    }

    /** What a column of another type does. */
    public enum RetypedColumn {
        /** Its rows are judged one by one. */
        ACCEPT,
        /** The run is refused. */
        REFUSE
    }

    /** Takes in what can be taken in. */
    public static final SchemaPolicy LENIENT = new SchemaPolicy(
            AddedColumn.KEEP, MissingColumn.QUARANTINE, Change.ACCEPT, Change.ACCEPT, RetypedColumn.ACCEPT);

    public SchemaPolicy {
        Objects.requireNonNull(added, "added");
        Objects.requireNonNull(missing, "missing");
        Objects.requireNonNull(renamed, "renamed");
        Objects.requireNonNull(reordered, "reordered");
        Objects.requireNonNull(retyped, "retyped");
    }
}
