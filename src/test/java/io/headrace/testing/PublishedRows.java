package io.headrace.testing;

import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A published table whose rows a test writes by hand, instead of scoring. */
public final class PublishedRows {
    private final Lake lake;
    private final TableName table;
    private final Publications publications;
    private int generation;

    private PublishedRows(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
        this.publications = new Publications(lake, Clock.systemUTC());
    }

    /** The table of the lake. */
    public static PublishedRows of(Lake lake, TableName table) {
        return new PublishedRows(lake, table);
    }

    /** The same, going on after a generation of the scoring run. */
    PublishedRows afterGeneration(int last) {
        generation = last;
        return this;
    }

    /** Publishes what the query returns for the as-of of the date, with the columns as_of and run_id behind. */
    public PublishedRows publish(LocalDate date, String query) {
        generation++;
        RunId run = new RunId("score-by-hand", date, generation);
        Dataset<Row> rows = lake.spark()
                .sql(query)
                .withColumn("as_of", functions.lit(java.sql.Timestamp.from(asOf(date))))
                .withColumn("run_id", functions.lit(run.toString()));
        lake.ensure(new TableLayout(table, rows.schema(), List.of("as_of"), 400, List.of()));
        StagedTable staged = lake.stage(table).replacePartition(Partitions.asOf(asOf(date)), rows);
        publications.publish(staged, Partitions.text(asOf(date)), run, "test");
        return this;
    }

    /** Shows again what was published for the date before. */
    public PublishedRows rollBack(LocalDate date) {
        publications.rollBack(table, Partitions.text(asOf(date)), "test", "test");
        return this;
    }

    /** Takes the rows of the date away. */
    public PublishedRows withdraw(LocalDate date) {
        publications.withdraw(table, Partitions.text(asOf(date)), "test", "test");
        return this;
    }

    private static Instant asOf(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
