package io.headrace.report;

import java.util.List;
import java.util.Objects;

/**
 * What a run recorded in a table, as it stands there.
 *
 * @param table as SQL names it
 * @param meaning what one row is, in words
 * @param columns in the order of the table
 * @param rows those that are shown, the gravest first
 * @param others how many more there are
 */
public record RecordedRows(String table, String meaning, List<Column> columns, List<Recorded> rows, long others) {
    public RecordedRows {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(meaning, "meaning");
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A column.
     *
     * @param meaning with its unit
     * @param isNumber whether its values stand to the right
     * @param isKey whether it tells rows of one run from each other
     */
    public record Column(String name, String meaning, boolean isNumber, boolean isKey) {
        public Column {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(meaning, "meaning");
        }

        String words() {
            return name.replace('_', ' ');
        }
    }

    /**
     * A row.
     *
     * @param cells in the order of the columns; empty where there is no value
     */
    public record Recorded(RowReference row, List<String> cells) {
        public Recorded {
            Objects.requireNonNull(row, "row");
            cells = List.copyOf(cells);
        }
    }
}
