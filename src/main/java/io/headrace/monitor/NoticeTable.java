package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.notice.Delivery;
import io.headrace.notice.Notice;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.KeyedTable;
import io.headrace.table.Lake;
import io.headrace.table.TableDescription;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.notices}: who was told of an alert, or was not reached. */
final class NoticeTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("notices");

    private static final String DELIVERED = "delivered";
    private static final String FAILED = "failed";

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("job", DataTypes.StringType, "Monitor job"),
        Lake.field("alert", DataTypes.StringType, "The id of the alert in headrace.decisions"),
        Lake.field("target", DataTypes.StringType, "Whom the job tells, by the name in its file"),
        Lake.field(RUN_ID, DataTypes.StringType, "Run that told"),
        Lake.field("outcome", DataTypes.StringType, "delivered, once for each alert and target, or failed"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("day", DataTypes.StringType, "Logical date of the alert"),
        Lake.field("attempts", DataTypes.IntegerType, "Attempts of this run"),
        Lake.field("detail", DataTypes.StringType, "What came of the last one"),
        Lake.field("told_at", DataTypes.TimestampType, "When it was written down")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "who was told of an alert, or was not reached", SCHEMA, "job", "alert", "target", RUN_ID, "outcome");

    private final KeyedTable table;

    private NoticeTable(KeyedTable table) {
        this.table = table;
    }

    static NoticeTable in(Lake lake) {
        return new NoticeTable(new KeyedTable(lake, DESCRIPTION));
    }

    /** What came of telling. */
    static Row row(RunContext context, RunId run, String target, Notice notice, Delivery.Told told) {
        return RowFactory.create(
                run.job(),
                notice.alert(),
                target,
                run.toString(),
                told.isDelivered() ? DELIVERED : FAILED,
                notice.model(),
                notice.day(),
                told.attempts(),
                told.last().words(),
                Timestamp.from(context.now()));
    }

    /** Writes down what came of a job's telling. */
    void add(String job, List<Row> rows) {
        table.append(job, rows);
    }

    /** All that is known of a job's notices. */
    List<Told> of(String job) {
        return table.rows(Map.of("job", Set.of(job))).stream()
                .map(row -> new Told(
                        row.getAs("alert"),
                        row.getAs("target"),
                        row.getAs("outcome").equals(DELIVERED),
                        row.getAs("detail"),
                        row.<Timestamp>getAs("told_at")))
                .toList();
    }

    /** One row. */
    record Told(String alert, String target, boolean isDelivered, String detail, Timestamp at) {}
}
