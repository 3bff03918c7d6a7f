package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.Cleaning.Clip;
import io.headrace.spec.Cleaning.Mapping;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TextCleaner;
import io.headrace.table.Lake;
import io.headrace.table.SqlClock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** The cleaning of a source's columns, and how many values it changes. */
final class CleaningColumns {
    /** More rows than this in a mapping's table are no mapping but a table to be joined. */
    private static final int MOST_MAPPED = 1_000_000;

    private final IngestSpec spec;
    private final Map<String, TextCleaner> cleaners = new TreeMap<>();

    private CleaningColumns(IngestSpec spec, Map<String, Map<String, String>> mappings) {
        this.spec = spec;
        spec.columns().stream()
                .filter(column -> column.cleaning().changesTexts())
                .forEach(column -> cleaners.put(
                        column.name(),
                        new TextCleaner(column.cleaning(), mappings.getOrDefault(column.name(), Map.of()))));
    }

    /**
     * The cleaning with the mappings as they stand.
     *
     * @param versions table to version
     */
    static CleaningColumns of(IngestSpec spec, Lake lake, Map<String, Long> versions) {
        Map<String, Map<String, String>> mappings = new TreeMap<>();
        for (SourceColumn column : spec.columns()) {
            column.cleaning().mapping().ifPresent(mapping -> {
                long version = versions.get(mapping.table().toString());
                mappings.put(column.name(), mapped(mapping, lake.read(mapping.table(), version), version));
            });
        }
        return new CleaningColumns(spec, mappings);
    }

    private static Map<String, String> mapped(Mapping mapping, Dataset<Row> table, long version) {
        List.of(mapping.from(), mapping.to()).stream()
                .filter(column -> !List.of(table.columns()).contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw IngestErrors.badMapping(mapping.table() + " has no column " + column);
                });
        List<Row> rows = table.select(
                        col("`" + mapping.from() + "`").cast("string"),
                        col("`" + mapping.to() + "`").cast("string"))
                .na()
                .drop()
                .distinct()
                .limit(MOST_MAPPED + 1)
                .collectAsList();
        String where = mapping.table() + " (version " + version + ")";
        if (rows.size() > MOST_MAPPED) {
            throw IngestErrors.badMapping(where + " has more than " + MOST_MAPPED + " rows");
        }
        Map<String, String> mapped = new TreeMap<>();
        rows.forEach(row -> {
            if (mapped.put(row.getString(0), row.getString(1)) != null) {
                throw IngestErrors.badMapping(
                        where + " maps a value of " + mapping.from() + " to more than one of " + mapping.to());
            }
        });
        return mapped;
    }

    boolean changes(SourceColumn column) {
        return cleaners.containsKey(column.name());
    }

    /** The text of a column after its steps. */
    Column cleaned(SourceColumn column, Column text) {
        TextCleaner cleaner = cleaners.get(column.name());
        UDF1<String, String> clean = cleaner::clean;
        return udf(clean, DataTypes.StringType).apply(text);
    }

    /** A value not beyond the declared ends. */
    static Column clipped(SourceColumn column, Column value) {
        Clip clip = column.cleaning().clip().orElseThrow();
        return when(value.lt(end(clip.least(), column)), end(clip.least(), column))
                .when(value.gt(end(clip.greatest(), column)), end(clip.greatest(), column))
                .otherwise(value);
    }

    private static Column end(String literal, SourceColumn column) {
        return SqlClock.expr(literal).cast(column.type().sql());
    }

    /** Sums, each named {@code COLUMN.STEP}, of how many values a step changes. */
    List<Column> counts() {
        return spec.columns().stream()
                .flatMap(column -> Stream.concat(textCounts(column), clipCount(column)))
                .toList();
    }

    private Stream<Column> textCounts(SourceColumn column) {
        if (!changes(column)) {
            return Stream.empty();
        }
        TextCleaner cleaner = cleaners.get(column.name());
        UDF1<String, Integer> changes = cleaner::changes;
        Column changed = udf(changes, DataTypes.IntegerType).apply(col(SilverColumns.TEXT + column.name()));
        List<String> steps = cleaner.steps();
        return IntStream.range(0, steps.size())
                .mapToObj(
                        i -> sum(changed.bitwiseAND(lit(1 << i)).divide(1 << i).cast("long"))
                                .as(column.name() + "." + steps.get(i)));
    }

    private static Stream<Column> clipCount(SourceColumn column) {
        return column.cleaning().clip().stream()
                .map(clip -> sum(when(
                                col(SilverColumns.UNCLIPPED + column.name())
                                        .notEqual(clipped(column, col(SilverColumns.UNCLIPPED + column.name()))),
                                1L)
                        .otherwise(0L)))
                .map(count -> count.as(column.name() + ".clip"));
    }
}
