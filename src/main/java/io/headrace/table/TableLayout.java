package io.headrace.table;

import io.headrace.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a table is made: its schema with comments, partitions and retention. Columns may be added later, never changed.
 *
 * @param partitions partition columns, may be empty
 * @param keepDays how long old versions stay readable
 * @param noStatistics columns whose minimum and maximum must not appear in the table's log, as they are personal
 */
public record TableLayout(
        TableName table, StructType schema, List<String> partitions, int keepDays, List<String> noStatistics) {
    /** Days for tables that declare nothing: a bit over a year. */
    public static final int DEFAULT_KEEP_DAYS = 400;

    public TableLayout {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(schema, "schema");
        partitions = List.copyOf(partitions);
        noStatistics = List.copyOf(noStatistics);
        if (keepDays < 1) {
            throw new IllegalArgumentException("keepDays must be 1 or more, found " + keepDays);
        }
    }

    /** A table without partitions that keeps its versions for the default time. */
    public static TableLayout plain(TableName table, StructType schema) {
        return new TableLayout(table, schema, List.of(), DEFAULT_KEEP_DAYS, List.of());
    }

    /** The same with partitions. */
    public TableLayout partitionedBy(String... columns) {
        return new TableLayout(table, schema, List.of(columns), keepDays, noStatistics);
    }

    /** The same, its versions kept for so many days. */
    public TableLayout keptDays(int days) {
        return new TableLayout(table, schema, partitions, days, noStatistics);
    }

    /** The same without statistics on the columns. */
    public TableLayout withoutStatisticsOn(List<String> columns) {
        return new TableLayout(table, schema, partitions, keepDays, columns);
    }

    /** Delta's table properties: plain readers can read the table, and time travel lasts as long as promised. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("delta.enableDeletionVectors", "false");
        properties.put("delta.columnMapping.mode", "none");
        properties.put("delta.checkpointPolicy", "classic");
        // The checksum beside each commit holds a small table's state; Delta's own 10 would be a job every few runs.
        properties.put("delta.checkpointInterval", "50");
        properties.put("delta.logRetentionDuration", "interval " + keepDays + " days");
        properties.put("delta.deletedFileRetentionDuration", "interval " + keepDays + " days");
        if (!noStatistics.isEmpty()) {
            properties.put("delta.dataSkippingStatsColumns", statisticsColumns());
        }
        return properties;
    }

    private String statisticsColumns() {
        return Stream.of(schema.fields())
                .filter(field -> field.dataType() instanceof AtomicType)
                .map(StructField::name)
                .filter(name -> !noStatistics.contains(name) && !partitions.contains(name))
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(","));
    }
}
