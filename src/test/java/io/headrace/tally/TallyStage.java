package io.headrace.tally;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Writes one row for each as-of. */
final class TallyStage implements JobStage {
    static final StructType SCHEMA = StructType.fromDDL("rows bigint, as_of timestamp");

    private final TallySpec job;
    private final Lake lake;

    TallyStage(TallySpec job, Lake lake) {
        this.job = job;
        this.lake = lake;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        return new Resolved(Map.of(job.table().toString(), lake.version(job.table())), List.of(), Map.of());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Dataset<Row> tally = lake.read(
                        job.table(), intent.inputs().get(job.table().toString()))
                .where(job.where())
                .agg(count(lit(1)).as("rows"))
                .withColumn("as_of", lit(Timestamp.from(context.asOf())));
        lake.ensure(TableLayout.plain(job.tally(), SCHEMA).partitionedBy("as_of"));
        StagedTable staged = lake.stage(job.tally());
        staged.replacePartition(Partitions.asOf(context.asOf()), tally);
        long rows = staged.read().first().getLong(0);
        return new Prepared(
                List.of(new TableOutput(staged)),
                List.of(),
                Verdict.PUBLISHED,
                Map.of("rows", Long.toString(rows)),
                rows + " rows counted");
    }
}
