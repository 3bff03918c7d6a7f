package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.ingest.text.JsonObjectText;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Refused rows judged again, as ingest judges rows. */
final class ReplayColumns {
    /** What names a row as long as its file is not replaced. */
    private static final List<String> KEY = List.of("_file", "_row", "_run_id");

    private static final List<String> VERDICT = List.of("_outcome", "_reasons", "_warnings", "_rule_errors");
    private static final String NOW = "_now";

    private final IngestSpec spec;
    private final SilverColumns silver;
    private final KeyColumns keys;
    private final RestingColumns resting;

    ReplayColumns(IngestSpec spec, SilverColumns silver, KeyColumns keys, RestingColumns resting) {
        this.resting = resting;
        this.spec = spec;
        this.silver = silver;
        this.keys = keys;
    }

    /** How the rows rest. */
    RestingColumns resting() {
        return resting;
    }

    /**
     * Of rows of bronze the quarantined ones about which the rules say something else today, with the texts and the
     * verdict of today.
     *
     * @param rule only rows that this rule refused; all where empty
     */
    Dataset<Row> changed(Dataset<Row> bronze, String rule) {
        Dataset<Row> refused = resting.opened(bronze.where(OutcomeColumns.is(RowOutcome.QUARANTINED)))
                .where(resting.isWhole());
        Dataset<Row> wanted = rule.isEmpty()
                ? refused
                : refused.where(expr("exists(_reasons, r -> r.rule = '" + rule.replace("'", "\\'") + "')"));
        Dataset<Row> judged = silver.judged(withKeys(silver.typed(asParsed(wanted)), bronze))
                .where(not(col("_settled")))
                .withColumn(
                        "_outcome",
                        when(size(col("_reasons")).gt(0), RowOutcome.QUARANTINED.word())
                                .otherwise(RowOutcome.SILVER.word()));
        return judged.where(not(col("_reasons").eqNullSafe(col("_reasons_before"))))
                .select(Stream.concat(
                                spec.columns().stream().map(SilverColumns::text),
                                Stream.of(KEY, VERDICT).flatMap(List::stream).map(name -> col(name)))
                        .toArray(Column[]::new));
    }

    /** Rows of the same runs that are in silver say with whom a row must agree. */
    private Dataset<Row> withKeys(Dataset<Row> refused, Dataset<Row> bronze) {
        Dataset<Row> rows = refused.withColumn("_settled", lit(false));
        if (spec.keyChecks().isEmpty()) {
            return rows;
        }
        Dataset<Row> settled = resting.opened(bronze.where(OutcomeColumns.is(RowOutcome.SILVER)))
                .join(
                        refused.select("_run_id").distinct(),
                        scala.jdk.javaapi.CollectionConverters.asScala(List.of("_run_id"))
                                .toSeq(),
                        "left_semi");
        Dataset<Row> together = rows.unionByName(silver.typed(asParsed(settled)).withColumn("_settled", lit(true)))
                .withColumn("_judged", lit(true))
                .withColumn("_scope", col("_run_id"));
        return silver.clocked(together, () -> keys.judged(together));
    }

    /** Rows as the parser yields them: a column declared since then comes out of the undeclared ones. */
    private Dataset<Row> asParsed(Dataset<Row> bronze) {
        List<Column> columns = new ArrayList<>();
        spec.columns().forEach(column -> columns.add(text(column).as(column.name())));
        List.of("_extra", "_unreadable").forEach(name -> columns.add(col(name)));
        KEY.forEach(name -> columns.add(col(name)));
        columns.add(lit(null).cast("string").as("_problem"));
        columns.add(col("_reasons").as("_reasons_before"));
        UDF1<String, Map<String, String>> fields = JsonObjectText::texts;
        return bronze.withColumn(
                        "_extra_fields",
                        udf(fields, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
                                .apply(col("_extra")))
                .select(columns.toArray(Column[]::new));
    }

    private static Column text(SourceColumn column) {
        Stream<Column> undeclared = column.names().stream()
                .map(name -> col("_extra_fields").getItem(name))
                .map(value -> when(value.notEqual(""), value));
        return coalesce(Stream.concat(Stream.of(col(column.name())), undeclared).toArray(Column[]::new));
    }

    /** Bronze's rows, the changed ones with the texts and the verdict of today. */
    Dataset<Row> bronze(Dataset<Row> rows, Dataset<Row> changed) {
        List<String> newer = Stream.concat(spec.columns().stream().map(SourceColumn::name), VERDICT.stream())
                .toList();
        return joined(rows, resting.again(changed))
                .select(Stream.of(rows.columns())
                        .map(name -> newer.contains(name)
                                ? when(col(NOW), col(NOW + name))
                                        .otherwise(col("`" + name + "`"))
                                        .as(name)
                                : col("`" + name + "`"))
                        .toArray(Column[]::new));
    }

    /** Quarantine's rows without those that pass, the others with the reasons of today. */
    Dataset<Row> quarantine(Dataset<Row> rows, Dataset<Row> changed) {
        return joined(rows, changed)
                .where(col(NOW).isNull().or(col(NOW + "_outcome").equalTo(RowOutcome.QUARANTINED.word())))
                .select(Stream.of(rows.columns())
                        .map(name -> name.equals("reasons")
                                ? when(col(NOW), col(NOW + "_reasons"))
                                        .otherwise(col(name))
                                        .as(name)
                                : col(name))
                        .toArray(Column[]::new));
    }

    private Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> changed) {
        Column[] renamed = Stream.concat(
                        Stream.of(changed.columns())
                                .map(name -> col("`" + name + "`").as(NOW + name)),
                        Stream.of(lit(true).as(NOW)))
                .toArray(Column[]::new);
        Column sameRow = KEY.stream()
                .map(name -> col(name).equalTo(col(NOW + name)))
                .reduce(Column::and)
                .orElseThrow();
        return rows.join(changed.select(renamed), sameRow, "left");
    }

    /** Silver's rows and those of bronze that pass today, unless an earlier attempt has put them there. */
    Dataset<Row> silver(Dataset<Row> rows, Dataset<Row> bronze, Dataset<Row> changed, StructType schema) {
        Dataset<Row> passing = changed.where(OutcomeColumns.is(RowOutcome.SILVER));
        Dataset<Row> moved = joined(bronze, passing)
                .where(col(NOW))
                .join(
                        rows.select("_file", "_row"),
                        scala.jdk.javaapi.CollectionConverters.asScala(List.of("_file", "_row"))
                                .toSeq(),
                        "left_anti")
                .select(Stream.concat(
                                spec.columns().stream()
                                        .map(column -> col(NOW + column.name()).as(column.name())),
                                Stream.of("_file", "_row", "_run_id", "_ingested_at")
                                        .map(name -> col(name)))
                        .toArray(Column[]::new));
        return rows.unionByName(resting.silver(silver.typed(resting.named(moved)), schema)
                .select(Stream.of(rows.columns())
                        .map(name -> col("`" + name + "`"))
                        .toArray(Column[]::new)));
    }
}
