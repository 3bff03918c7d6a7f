package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.json_object_keys;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.headrace.ingest.text.ColumnChange;
import io.headrace.ingest.text.ColumnChange.Kind;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SourceColumn;
import io.headrace.table.SparkFailures;
import io.headrace.table.SqlClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts over the rows of a run, as they stand in the staged files of bronze. */
final class BronzeTally {
    private static final String TOTAL = "_total.";

    private final IngestSpec spec;
    private final SilverColumns silver;
    private final CleaningColumns cleaning;

    BronzeTally(IngestSpec spec, SilverColumns silver, CleaningColumns cleaning) {
        this.spec = spec;
        this.silver = silver;
        this.cleaning = cleaning;
    }

    /**
     * How many rows had which outcome.
     *
     * @param replaced rows of earlier contents of the same files
     */
    RowCounts rows(Dataset<Row> received, long replaced) {
        List<Column> sums = silver.clocked(received, this::sums);
        Map<RowOutcome, Long> rows = new EnumMap<>(RowOutcome.class);
        Map<String, String> totals = new TreeMap<>();
        Map<String, Long> cleaned = new TreeMap<>();
        for (Row row : summed(silver.typed(received), sums)) {
            RowOutcome outcome = RowOutcome.of(row.getAs("_outcome"));
            rows.put(outcome, row.getAs("_rows"));
            spec.totals()
                    .keySet()
                    .forEach(name -> totals.put(name + "." + outcome.word(), number(row.getAs(TOTAL + name))));
            if (outcome == RowOutcome.SILVER || outcome == RowOutcome.QUARANTINED) {
                addCleaned(row, cleaned);
            }
        }
        rows.merge(RowOutcome.SUPERSEDED, replaced, Long::sum);
        return new RowCounts(rows, totals, cleaned);
    }

    private List<Column> sums() {
        List<Column> sums = new ArrayList<>(cleaning.counts());
        spec.totals().forEach((name, sql) -> sums.add(sum(SqlClock.expr(sql)).as(TOTAL + name)));
        return sums;
    }

    private List<Row> summed(Dataset<Row> typed, List<Column> sums) {
        try {
            return silver.clocked(
                            typed,
                            () -> typed.groupBy("_outcome").agg(count(lit(1)).as("_rows"), sums.toArray(Column[]::new)))
                    .collectAsList();
        } catch (RuntimeException e) {
            spec.totals().forEach((name, sql) -> requireTotal(typed, name, sql));
            throw e;
        }
    }

    /** One of several totals fails: which one is known only when each is worked out alone. */
    private void requireTotal(Dataset<Row> typed, String name, String sql) {
        try {
            silver.clocked(typed, () -> typed.agg(sum(SqlClock.expr(sql)))).collectAsList();
        } catch (RuntimeException e) {
            String fault = SparkFailures.dataFault(e).orElseThrow(() -> e);
            throw new FailedTotalException(name, sql, fault, e);
        }
    }

    private static void addCleaned(Row row, Map<String, Long> cleaned) {
        for (String name : row.schema().fieldNames()) {
            if (name.contains(".") && !name.startsWith(TOTAL) && !row.isNullAt(row.fieldIndex(name))) {
                cleaned.merge(name, row.<Long>getAs(name), Long::sum);
            }
        }
    }

    /** Path to outcome to rows. */
    static Map<String, Map<RowOutcome, Long>> byFile(Dataset<Row> received) {
        Map<String, Map<RowOutcome, Long>> rows = new TreeMap<>();
        received.groupBy("_file", "_outcome")
                .count()
                .collectAsList()
                .forEach(row -> rows.computeIfAbsent(row.getString(0), file -> new EnumMap<>(RowOutcome.class))
                        .put(RowOutcome.of(row.getString(1)), row.getLong(2)));
        return rows;
    }

    /** Path to the differences of the file's columns that only its rows show. */
    Map<String, List<ColumnChange>> changes(Dataset<Row> received) {
        Map<String, List<ColumnChange>> changes = retyped(received);
        if (spec.files().format() == Format.JSON_LINES) {
            received.select(
                            col("_file"),
                            explode(json_object_keys(col("_extra"))).as("_field"))
                    .distinct()
                    .orderBy("_file", "_field")
                    .collectAsList()
                    .forEach(row -> changes.computeIfAbsent(row.getString(0), file -> new ArrayList<>())
                            .add(new ColumnChange(Kind.NEW, row.getString(1), "")));
        }
        return changes;
    }

    /** Of columns more than half of whose values in the file are not of the declared type. */
    private Map<String, List<ColumnChange>> retyped(Dataset<Row> received) {
        List<Row> wrong = received.select(col("_file"), explode(col("_reasons")).as("_reason"))
                .where("_reason.rule = 'type'")
                .groupBy(col("_file"), col("_reason.column").as("_column"))
                .agg(count(lit(1)).as("_wrong"))
                .orderBy("_file", "_column")
                .collectAsList();
        Map<String, List<ColumnChange>> retyped = new TreeMap<>();
        Map<String, Row> values = wrong.isEmpty() ? Map.of() : values(received, wrong);
        for (Row row : wrong) {
            SourceColumn column = declared(row.getString(1));
            long there = values.get(row.getString(0)).getAs(column.name());
            if (2 * row.getLong(2) > there) {
                retyped.computeIfAbsent(row.getString(0), file -> new ArrayList<>())
                        .add(new ColumnChange(
                                Kind.RETYPED,
                                column.from(),
                                row.getLong(2) + " of " + there + " values are not of type " + column.type()));
            }
        }
        return retyped;
    }

    /** Path to the number of values in the columns in question. */
    private static Map<String, Row> values(Dataset<Row> received, List<Row> wrong) {
        Column[] counts = wrong.stream()
                .map(row -> row.getString(1))
                .distinct()
                .map(name ->
                        count(when(trim(col("`" + name + "`")).notEqual(""), 1)).as(name))
                .toArray(Column[]::new);
        Object[] files = wrong.stream().map(row -> row.getString(0)).distinct().toArray();
        return received
                .where(col("_file").isin(files))
                .groupBy("_file")
                .agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length))
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs("_file"), row -> row));
    }

    private SourceColumn declared(String name) {
        return spec.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Which rules the rows broke. */
    BrokenRules brokenRules(Dataset<Row> received) {
        if (spec.checksOnRows().isEmpty()) {
            return new BrokenRules(List.of());
        }
        String judged = "filter(_reasons, r -> r.version <> '')";
        String failed = "array_except(array_union(transform(" + judged + ", r -> r.rule), _warnings), _rule_errors)";
        return new BrokenRules(received
                .where(OutcomeColumns.is(RowOutcome.QUARANTINED, RowOutcome.SILVER))
                .select(
                        col("_file"),
                        col("_row"),
                        expr("explode(concat(transform(" + failed + ", n -> named_struct('rule', n, 'error', false)),"
                                        + " transform(_rule_errors, n -> named_struct('rule', n, 'error', true))))")
                                .as("_broken"))
                .groupBy("_broken")
                .agg(count(lit(1)).as("_rows"), expr("min(struct(_file, _row))").as("_first"))
                .select("_broken.rule", "_broken.error", "_rows", "_first._file", "_first._row")
                .collectAsList()
                .stream()
                .map(row -> new BrokenRules.Broken(
                        row.getString(0), row.getBoolean(1), row.getLong(2), row.getString(3), row.getLong(4)))
                .toList());
    }

    private static String number(Object value) {
        if (value == null) {
            return "0";
        }
        return value instanceof BigDecimal exact ? exact.toPlainString() : value.toString();
    }
}
