package io.headrace.table;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An append-only table of what runs found out, each run's rows added once. The first column is {@code run_id}. */
public final class RunTable {
    private final Lake lake;
    private final TableName name;
    private final SystemTable table;

    /** @param description the first column is {@code run_id} */
    public RunTable(Lake lake, TableDescription description) {
        if (!description.schema().fieldNames()[0].equals(RUN_ID)) {
            throw new IllegalArgumentException("the first column of " + description.table() + " must be run_id");
        }
        this.lake = lake;
        this.name = description.table();
        this.table = new SystemTable(lake, description);
    }

    /** Adds the rows of a run; does nothing when an earlier attempt has added them. */
    public void append(RunId run, List<Row> rows) {
        if (!rows.isEmpty()) {
            table.appendOnce(run.toString(), rows);
        }
    }

    /** All rows, also those of runs that were refused later; empty where the table has not been made. */
    public Optional<Dataset<Row>> rows() {
        return lake.has(name) ? Optional.of(lake.read(name)) : Optional.empty();
    }
}
