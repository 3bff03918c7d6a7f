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
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
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

    /** Parquet's setting by which a column, named behind it, has no least and greatest value in footers and indexes. */
    static final String FOOTER = "parquet.column.statistics.enabled#";

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
        properties.putAll(withoutFooters(schema));
        return properties;
    }

    /** The properties by which personal columns have no least and greatest value in Parquet: writers take them for settings. */
    static Map<String, String> withoutFooters(StructType schema) {
        return Stream.of(schema.fields())
                .filter(PersonalLineage::isMarked)
                .flatMap(field -> leaves(field.name(), field.dataType()))
                .collect(Collectors.toMap(leaf -> FOOTER + leaf, leaf -> "false", (one, same) -> one, TreeMap::new));
    }

    /** The columns that Parquet has for a column. */
    private static Stream<String> leaves(String path, DataType type) {
        if (type instanceof StructType struct) {
            return Stream.of(struct.fields()).flatMap(field -> leaves(path + "." + field.name(), field.dataType()));
        }
        if (type instanceof ArrayType array) {
            return leaves(path + ".list.element", array.elementType());
        }
        if (type instanceof MapType map) {
            return Stream.concat(
                    leaves(path + ".key_value.key", map.keyType()), leaves(path + ".key_value.value", map.valueType()));
        }
        return Stream.of(path);
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
