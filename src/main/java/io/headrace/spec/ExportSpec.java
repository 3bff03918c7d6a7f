package io.headrace.spec;

import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Writes what a score job published for the run's as-of to another system.
 *
 * @param table the published table
 * @param columns which columns, in the order of the target; all when empty
 * @param where SQL condition on the table: which rows
 * @param mode what becomes of the rows that the target holds
 * @param key columns that name a row of an as-of; may be empty where the mode does not go by key
 * @param target where to
 */
public record ExportSpec(
        JobHeader header,
        TableName table,
        List<String> columns,
        String where,
        Mode mode,
        List<String> key,
        Target target)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "export";

    public ExportSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(table, "table");
        columns = List.copyOf(columns);
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(mode, "mode");
        key = List.copyOf(key);
        Objects.requireNonNull(target, "target");
    }

    /** What becomes of the rows that the target holds. */
    public enum Mode {
        /** All of them give way to the rows of the as-of. */
        REPLACE,
        /** Those of the same as-of do. */
        REPLACE_AS_OF,
        /** Those of the same key do; others stay. */
        UPSERT,
        /** Only what was inserted, changed or withdrawn since the previous export is sent, and applied by key. */
        CHANGES;

        /** Whether rows go by their key. */
        public boolean needsKey() {
            return this == UPSERT || this == CHANGES;
        }

        /** Whether the target keeps one state only, which an older as-of must not bring back. */
        public boolean keepsNewestOnly() {
            return this != REPLACE_AS_OF;
        }
    }

    /** Where rows are sent to. */
    public sealed interface Target {
        /** A table of one of the databases in {@code conf/}. */
        record Table(String database, String table) implements Target {
            public Table {
                Objects.requireNonNull(database, "database");
                Objects.requireNonNull(table, "table");
            }
        }

        /**
         * A new folder of files for each run, below the exports folder of {@code conf/}.
         *
         * @param formulaCells what becomes of texts in CSV that a spreadsheet takes for formulas
         */
        record Files(String path, Format format, FormulaCells formulaCells) implements Target {
            public Files {
                Objects.requireNonNull(path, "path");
                Objects.requireNonNull(format, "format");
                Objects.requireNonNull(formulaCells, "formulaCells");
            }

            /** Files that hold every text as it is. */
            public Files(String path, Format format) {
                this(path, format, FormulaCells.KEEP);
            }
        }
    }

    /** What becomes of a text in CSV that a spreadsheet takes for a formula. */
    public enum FormulaCells {
        /** It is written as it is, and counted. */
        KEEP,
        /** It is written behind a quote, which marks a text for spreadsheets; other readers see the quote. */
        QUOTE,
        /** The export is refused. */
        REFUSE
    }

    /** How files are written. */
    public enum Format {
        PARQUET,
        CSV
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(List.of(table));
    }

    /** None: what it writes lies outside of the lake. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
