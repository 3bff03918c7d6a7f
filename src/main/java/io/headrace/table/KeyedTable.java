package io.headrace.table;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** An append-only table whose rows are added once by their key, which is of texts. */
public final class KeyedTable {
    private final Lake lake;
    private final TableDescription description;
    private final SystemTable table;

    public KeyedTable(Lake lake, TableDescription description) {
        this.lake = lake;
        this.description = description;
        this.table = new SystemTable(lake, description);
    }

    /**
     * Adds those of the rows whose key the table has not.
     *
     * @param series what one process works on at a time, such as a job
     * @param rows of different keys, all of them with the same first part
     */
    public void append(String series, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Set<List<String>> there = rows(
                        Map.of(description.key().get(0), Set.of(key(rows.get(0)).get(0))))
                .stream()
                .map(this::key)
                .collect(Collectors.toSet());
        List<Row> missing =
                rows.stream().filter(row -> !there.contains(key(row))).toList();
        if (!missing.isEmpty()) {
            table.appendOnce(series, 1, missing);
        }
    }

    private List<String> key(Row row) {
        return description.key().stream()
                .map(column -> row.getString(description.schema().fieldIndex(column)))
                .toList();
    }

    /**
     * Rows in any order; none where the table has not been made.
     *
     * @param wanted texts that a row must have: column to those that will do
     */
    public List<Row> rows(Map<String, Set<String>> wanted) {
        return lake.rows(description.table(), description.schema(), wanted);
    }
}
