package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.run.Intent;
import io.headrace.spec.IngestSpec;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What becomes of each row: its one outcome and every reason. */
final class OutcomeColumns {
    private final IngestSpec spec;
    private final SilverColumns silver;

    OutcomeColumns(IngestSpec spec) {
        this.spec = spec;
        this.silver = new SilverColumns(spec);
    }

    /** Each row with its outcome and every reason, in the one projection that is written. */
    Dataset<Row> judged(Dataset<Row> parsed, Intent intent) {
        Column[] texts = spec.columns().stream().map(SilverColumns::text).toArray(Column[]::new);
        Dataset<Row> withReasons = silver.judged(silver.typed(parsed.withColumn("_copy", copyNumber())));
        Column[] further = {
            col("_extra"),
            col("_unreadable"),
            outcome().as("_outcome"),
            col("_reasons"),
            col("_warnings"),
            col("_rule_errors"),
            col("_lines"),
            col("_file"),
            col("_row"),
            lit(intent.runId()).as("_run_id"),
            expr("timestamp_micros(" + intent.createdMicros() + ")").as("_ingested_at")
        };
        return withReasons.select(
                Stream.concat(Stream.of(texts), Stream.of(further)).toArray(Column[]::new));
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

    private static Column outcome() {
        return when(col("_superseded"), lit("superseded"))
                .when(col("_unreadable").isNotNull(), lit("unreadable"))
                .when(col("_copy").gt(1), lit("duplicate"))
                .when(size(col("_reasons")).gt(0), lit("quarantined"))
                .otherwise(lit("silver"));
    }

    /** The refused rows as quarantine holds them. */
    Dataset<Row> quarantined(Dataset<Row> received) {
        Column[] texts = spec.columns().stream()
                .map(column -> col(column.name()).as(column.from()))
                .toArray(Column[]::new);
        return received.where(col("_outcome").isin("unreadable", "quarantined"))
                .withColumn("payload", coalesce(col("_unreadable"), to_json(struct(texts))))
                .withColumnRenamed("_reasons", "reasons");
    }
}
