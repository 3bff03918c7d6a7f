package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.headrace.spec.IngestSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts over the rows of a run, as they stand in the staged files of bronze. */
final class TallyColumns {
    private final IngestSpec spec;
    private final SilverColumns silver;

    TallyColumns(IngestSpec spec) {
        this.spec = spec;
        this.silver = new SilverColumns(spec);
    }

    /**
     * How many rows had which outcome.
     *
     * @param replaced rows of earlier contents of the same files
     */
    RowCounts rows(Dataset<Row> received, long replaced) {
        List<Column> sums = spec.totals().entrySet().stream()
                .map(total -> sum(expr(total.getValue())).as(total.getKey()))
                .toList();
        Map<String, Long> rows = new TreeMap<>();
        Map<String, String> totals = new TreeMap<>();
        for (Row row : silver.typed(received)
                .groupBy("_outcome")
                .agg(count(lit(1)).as("_rows"), sums.toArray(Column[]::new))
                .collectAsList()) {
            String outcome = row.getAs("_outcome");
            rows.put(outcome, row.getAs("_rows"));
            spec.totals().keySet().forEach(name -> totals.put(name + "." + outcome, number(row.getAs(name))));
        }
        rows.merge("superseded", replaced, Long::sum);
        return new RowCounts(rows, totals);
    }

    /** Which rules the rows broke. */
    BrokenRules brokenRules(Dataset<Row> received) {
        if (spec.checks().isEmpty()) {
            return new BrokenRules(List.of());
        }
        String judged = "filter(_reasons, r -> r.version <> '')";
        String failed = "array_except(array_union(transform(" + judged + ", r -> r.rule), _warnings), _rule_errors)";
        return new BrokenRules(received
                .where(col("_outcome").isin("quarantined", "silver"))
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
