package io.headrace.table;

import io.headrace.spec.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a table is made: its schema with comments, partitions and retention. Columns may be added later, never changed.
 *
 * <p>Personal columns are marked in the schema, see {@link PersonalLineage}; they get no statistics either.
 *
 * @param partitions partition columns, may be empty
 * @param keepDays how long old versions stay readable
 * @param noStatistics further columns whose minimum and maximum must not appear in the table's log
 */
public record TableLayout(
        TableName table, StructType schema, List<String> partitions, int keepDays, List<String> noStatistics) {
    /** Delta's property that names the columns whose minimum and maximum it keeps. */
    static final String STATISTICS = "delta.dataSkippingStatsColumns";

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

    /** The same with the columns marked as personal, in any spelling, and the others as they were. */
    public TableLayout withPersonal(Collection<String> columns) {
        StructField[] fields = Stream.of(schema.fields())
                .map(field -> columns.stream().anyMatch(field.name()::equalsIgnoreCase)
                        ? PersonalLineage.marked(field)
                        : field)
                .toArray(StructField[]::new);
        return new TableLayout(table, new StructType(fields), partitions, keepDays, noStatistics);
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
        if (!noStatistics.isEmpty() || !personal().isEmpty()) {
            properties.put(STATISTICS, statistics(Stream.of(schema.fields())));
        }
        return properties;
    }

    /** The columns marked as personal, sorted. */
    public Set<String> personal() {
        return PersonalLineage.marked(schema);
    }

    /** Whether the column's minimum and maximum may appear in the table's log. */
    boolean hasStatistics(StructField field) {
        return field.dataType() instanceof AtomicType
                && !(field.dataType() instanceof BinaryType)
                && !(field.dataType() instanceof BooleanType)
                && !PersonalLineage.isMarked(field)
                && !noStatistics.contains(field.name())
                && !partitions.contains(field.name());
    }

    /** The value of the property for a table that has the columns. */
    String statistics(Stream<StructField> columns) {
        return columns.filter(this::hasStatistics)
                .map(field -> "`" + field.name() + "`")
                .collect(Collectors.joining(","));
    }
}
