package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.run.Intent;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeepOne;
import io.headrace.table.SqlClock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** What becomes of each row: its one outcome and every reason. */
public final class OutcomeColumns {
    private final IngestSpec spec;
    private final SilverColumns silver;
    private final KeyColumns keys;
    private final ErasedColumns erased;

    OutcomeColumns(IngestSpec spec, SilverColumns silver, KeyColumns keys, ErasedColumns erased) {
        this.erased = erased;
        this.spec = spec;
        this.silver = silver;
        this.keys = keys;
    }

    /** Each row with its outcome and every reason, in the one projection that is written. */
    Dataset<Row> judged(Dataset<Row> parsed, Intent intent) {
        return silver.clocked(parsed, () -> withOutcome(parsed, intent));
    }

    private Dataset<Row> withOutcome(Dataset<Row> parsed, Intent intent) {
        Column[] texts = spec.columns().stream().map(SilverColumns::text).toArray(Column[]::new);
        Dataset<Row> typed = erased.emptied(silver.typed(parsed.withColumn("_copy", copyNumber())));
        Dataset<Row> placed = SilverColumns.and(
                typed, spec.keepOne().stream().map(one -> place(one).as("_place")));
        Dataset<Row> withReasons =
                silver.judged(spec.keyChecks().isEmpty() ? placed : keys.judged(withKeyQuestions(placed)));
        Column[] further = {
            col("_extra"),
            col("_unreadable"),
            erased.outcome(outcome()).as("_outcome"),
            erased.orNone("_reasons", SourceTables.REASONS),
            erased.orNone("_warnings", SourceTables.NAMES),
            erased.orNone("_rule_errors", SourceTables.NAMES),
            col("_lines"),
            col("_file"),
            col("_row"),
            lit(intent.runId()).as("_run_id"),
            expr("timestamp_micros(" + intent.createdMicros() + ")").as("_ingested_at"),
            person().as(RestingColumns.PERSON)
        };
        return withReasons.select(
                Stream.concat(Stream.of(texts), Stream.of(further)).toArray(Column[]::new));
    }

    /** Who the row is about, by the value of the column that says so, as text. */
    private Column person() {
        return (spec.isEncrypted() ? col("`" + spec.person().name() + "`") : lit(null)).cast("string");
    }

    /**
     * 1 for the first of the rows of a file that agree in every field. The digest in front changes no group; the sort
     * settles by it nearly always, without comparing texts.
     */
    private Column copyNumber() {
        if (spec.duplicates() == IngestSpec.Duplicates.KEEP) {
            return lit(1);
        }
        Column[] fields = Stream.concat(
                        Stream.of(col("_file"), col("_extra"), col("_unreadable")),
                        spec.columns().stream().map(column -> col(column.name())))
                .toArray(Column[]::new);
        Column[] group =
                Stream.concat(Stream.of(xxhash64(fields)), Stream.of(fields)).toArray(Column[]::new);
        return row_number().over(Window.partitionBy(group).orderBy(col("_row")));
    }

    private Dataset<Row> withKeyQuestions(Dataset<Row> rows) {
        Column once = spec.keepOne().isPresent() ? col("_place").equalTo(1) : lit(true);
        return SilverColumns.and(
                rows,
                Stream.of(
                        not(col("_superseded"))
                                .and(col("_unreadable").isNull())
                                .and(col("_copy").equalTo(1))
                                .and(once)
                                .and(erased.isKept())
                                .as("_judged"),
                        lit(false).as("_settled"),
                        lit("").as("_scope")));
    }

    /** 1 for the row of its key that is kept, and for rows that do not take part. */
    private static Column place(KeepOne one) {
        Column takesPart = Stream.concat(
                        Stream.of(
                                not(col("_superseded")),
                                col("_unreadable").isNull(),
                                col("_copy").equalTo(1)),
                        one.key().stream().map(name -> col(name).isNotNull()))
                .reduce(Column::and)
                .orElseThrow();
        Column[] key = Stream.concat(Stream.of(takesPart), one.key().stream().map(name -> col(name)))
                .toArray(Column[]::new);
        Column[] order = Stream.concat(
                        one.order().stream().map(OutcomeColumns::sortTerm), Stream.of(col("_file"), col("_row")))
                .toArray(Column[]::new);
        return when(takesPart, row_number().over(Window.partitionBy(key).orderBy(order)))
                .otherwise(1);
    }

    /** Resolves the sort terms on an empty table of the schema; an exception says what is wrong. */
    public static void resolved(StructType schema, SparkSession spark, KeepOne one) {
        Column[] terms = one.order().stream().map(OutcomeColumns::sortTerm).toArray(Column[]::new);
        spark.createDataFrame(List.<Row>of(), schema).orderBy(terms).schema();
    }

    /** An expression, with asc or desc behind it. */
    private static Column sortTerm(String term) {
        String lower = term.strip().toLowerCase(Locale.ROOT);
        if (lower.endsWith(" desc")) {
            return SqlClock.expr(term.strip().substring(0, lower.length() - 5)).desc_nulls_last();
        }
        return SqlClock.expr(lower.endsWith(" asc") ? term.strip().substring(0, lower.length() - 4) : term)
                .asc_nulls_last();
    }

    private Column outcome() {
        return when(col("_superseded"), word(RowOutcome.SUPERSEDED))
                .when(col("_unreadable").isNotNull(), word(RowOutcome.UNREADABLE))
                .when(
                        spec.keepOne().isPresent()
                                ? col("_copy").gt(1).or(col("_place").gt(1))
                                : col("_copy").gt(1),
                        word(RowOutcome.DUPLICATE))
                .when(size(col("_reasons")).gt(0), word(RowOutcome.QUARANTINED))
                .otherwise(word(RowOutcome.SILVER));
    }

    private static Column word(RowOutcome outcome) {
        return lit(outcome.word());
    }

    /** Whether a row of bronze has one of the outcomes. */
    static Column is(RowOutcome... outcomes) {
        return col("_outcome").isin(Stream.of(outcomes).map(RowOutcome::word).toArray());
    }

    /** The refused rows as quarantine holds them. */
    Dataset<Row> quarantined(Dataset<Row> received) {
        Column[] texts = spec.columns().stream()
                .map(column -> col(column.name()).as(column.from()))
                .toArray(Column[]::new);
        return received.where(is(RowOutcome.UNREADABLE, RowOutcome.QUARANTINED))
                .withColumn("payload", coalesce(col("_unreadable"), to_json(struct(texts))))
                .withColumnRenamed("_reasons", "reasons");
    }
}
