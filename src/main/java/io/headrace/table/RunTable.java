package io.headrace.table;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** An append-only table of what runs found out, each run's rows added once. The first column is {@code run_id}. */
public final class RunTable {
    /** More than a date has. */
    private static final long GENERATIONS = 1_000_000;

    private final Lake lake;
    private final TableDescription description;
    private final SystemTable table;

    /** @param description the first column is {@code run_id} */
    public RunTable(Lake lake, TableDescription description) {
        if (!description.schema().fieldNames()[0].equals(RUN_ID)) {
            throw new IllegalArgumentException("the first column of " + description.table() + " must be run_id");
        }
        this.lake = lake;
        this.description = description;
        this.table = new SystemTable(lake, description, List.of(RUN_ID));
    }

    /** Adds the rows of a run; does nothing when an earlier attempt has added them. */
    public void append(RunId run, List<Row> rows) {
        if (!rows.isEmpty()) {
            table.appendOnce(run.job(), run.date().toEpochDay() * GENERATIONS + run.generation(), rows);
        }
    }

    /**
     * Rows in any order, also of runs that were refused later; none where the table has not been made.
     *
     * @param wanted texts that a row must have: column to those that will do
     */
    public List<Row> rows(Map<String, Set<String>> wanted) {
        return lake.rows(description.table(), description.schema(), wanted);
    }
}
