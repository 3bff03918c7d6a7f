package io.headrace.table;

import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * What is known of a table without looking into it.
 *
 * @param key the columns that name a row, in order; empty where none do
 * @param asOf the column of the as-of that its rows are about, where there is one
 * @param keepDays how long old versions stay readable, in days
 * @param owner who answers for it; empty for a table of Headrace's own
 * @param row what one row is, in words
 * @param schema its columns with comments, the personal ones marked
 */
public record TableDescription(
        TableName table,
        List<String> key,
        Optional<String> asOf,
        int keepDays,
        String owner,
        String row,
        StructType schema) {
    private static final Pattern UNIT = Pattern.compile("\\[([^\\]]+)]");

    public TableDescription {
        Objects.requireNonNull(table, "table");
        key = List.copyOf(key);
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(schema, "schema");
        List<String> names = List.of(schema.fieldNames());
        Stream.concat(key.stream(), asOf.stream())
                .filter(column -> !names.contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw new IllegalArgumentException(table + " has no column " + column);
                });
    }

    /** A table of Headrace's own, kept for the default time. */
    public static TableDescription system(TableName table, String row, StructType schema, String... key) {
        return new TableDescription(
                table, List.of(key), Optional.empty(), TableLayout.DEFAULT_KEEP_DAYS, "", row, schema);
    }

    /** A table of Headrace's own whose rows are chained, so that whoever changes or removes one is noticed. */
    public static TableDescription chained(TableName table, String row, StructType schema, String... key) {
        return system(table, row, RowChain.linked(schema), key);
    }

    /** Whether its rows are chained. */
    public boolean isChained() {
        return RowChain.isIn(schema);
    }

    /** A table that a job writes, by how it is made. */
    public static TableDescription of(TableLayout layout, String owner, String row, String... key) {
        return new TableDescription(
                layout.table(),
                List.of(key),
                Stream.of(layout.schema().fieldNames())
                        .filter(io.headrace.spec.EngineColumn.AS_OF::equals)
                        .findFirst(),
                layout.keepDays(),
                owner,
                row,
                layout.schema());
    }

    /** Its layer. */
    public Layer layer() {
        return table.kind();
    }

    /** How it is made: without partitions. */
    TableLayout layout() {
        return TableLayout.plain(table, schema).keptDays(keepDays);
    }

    /** The names of its personal columns, sorted. */
    public Set<String> personal() {
        return PersonalLineage.marked(schema);
    }

    /** Its columns, in order. */
    public List<Column> columns() {
        return Stream.of(schema.fields())
                .map(field -> {
                    String comment = field.getComment().getOrElse(() -> "");
                    Matcher unit = UNIT.matcher(comment);
                    return new Column(
                            field.name(),
                            field.dataType().sql(),
                            comment,
                            unit.find() ? unit.group(1) : "",
                            PersonalLineage.isMarked(field));
                })
                .toList();
    }

    /**
     * A column.
     *
     * @param type in SQL
     * @param comment its meaning, with the unit
     * @param unit in words, empty where it has none
     * @param isPersonal whether it holds personal data
     */
    public record Column(String name, String type, String comment, String unit, boolean isPersonal) {}
}
