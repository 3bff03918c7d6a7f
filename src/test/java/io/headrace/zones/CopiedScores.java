package io.headrace.zones;

import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.Arms;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MaskedView;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.ZonePlaces;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.PersonalLineage;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import io.headrace.table.SubjectMark;
import io.headrace.table.TableLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A project whose only job publishes sixty rows of some forty people, as scores are published, with masked copies. */
record CopiedScores(Lake lake, Path project, ZonePlaces.Zone zone, ScoreSpec job, Engine engine) {
    static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    static final String AS_OF = "2026-02-01 00:00:00";
    static final TableName TABLE = TableName.parse("scores.lapse");
    static final String KEY = "a key for nothing but tests";

    /** A project in a folder. */
    static CopiedScores in(Path project, Lake lake, ZonePlaces.Zone zone, MaskedView... views) throws IOException {
        Path key = Files.writeString(project.resolve("key"), KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Places places = new Places("test", project, lake.root(), "", "", Map.of(), "", ZoneOffset.UTC, 0, Map.of())
                .with(new ZonePlaces(
                        project.resolve("zones").toString(),
                        Map.of("analyst", zone),
                        new Password.InFile(Path.of("key"))));
        Clock clock = Clock.systemUTC();
        Ledger ledger = new Ledger(lake, clock, Duration.ofHours(1), ProcessOwner.current());
        ScoreSpec job = job(views);
        return new CopiedScores(
                lake, project, zone, job, Engine.at(new Workplace(places, lake, ledger, clock, List.of((JobSpec)
                        job))));
    }

    /** What readers of the copy see. */
    Dataset<Row> copied() {
        return copy().read(TABLE);
    }

    /** The zone's folder as a lake. */
    Lake copy() {
        return lake.beside(zone.folder());
    }

    Outcome run(Dataset<Row> rows, JobRunner.Again again) {
        return engine.run(job, new Publishing(lake, rows), DAY, again);
    }

    /** Sixty rows of some forty persons; which groups are small depends on the seed. */
    Dataset<Row> people(int seed) {
        return lake.spark()
                .range(60)
                .selectExpr(
                        "10000 + id % 41 as customer_id",
                        "concat('Zyxna ', id % 41) as name",
                        "element_at(array('Lund', 'Ystad', 'Paris', null), int(1 + pmod(hash(id % 41, " + seed
                                + "), 4))) as city",
                        "int(20 + pmod(hash(id % 41, " + seed + " + 1), 50)) as age",
                        "timestamp'2020-03-04 05:06:07' + make_interval(int(id % 3)) as joined",
                        "pmod(hash(id, " + seed + "), 3) = 0 as decision",
                        "id / 100.0d as score",
                        "timestamp'" + AS_OF + "' as as_of");
    }

    /** Publishes rows as scores are published. */
    private record Publishing(Lake lake, Dataset<Row> rows) implements JobStage {
        @Override
        public Resolved resolve(RunContext context, Optional<Intent> before) {
            return new Resolved(Map.of(), List.of(), Map.of());
        }

        @Override
        public Prepared prepare(RunContext context, RunId run, Intent intent) {
            lake.ensure(TableLayout.plain(TABLE, schema(rows)).partitionedBy("as_of"));
            StagedTable staged = lake.stage(TABLE);
            staged.replacePartition(Partitions.asOf(context.asOf()), rows);
            Publications publications = new Publications(lake, context.clock());
            Output output = new Output() {
                @Override
                public String name() {
                    return TABLE.toString();
                }

                @Override
                public long publish(RunId by) {
                    return publications.publish(staged, Partitions.text(context.asOf()), by, "test");
                }
            };
            return new Prepared(List.of(output), List.of(), Verdict.PUBLISHED, Map.of(), "published");
        }
    }

    private static StructType schema(Dataset<Row> rows) {
        StructField[] fields = rows.schema().fields();
        fields[0] = SubjectMark.marked(PersonalLineage.marked(fields[0]), "customer_id");
        fields[1] = PersonalLineage.marked(fields[1]);
        return new StructType(fields);
    }

    private static ScoreSpec job(MaskedView... views) {
        FeatureView view = new FeatureView(
                "activity",
                "customer_id",
                FeatureView.KnownBy.TIME,
                Map.of(),
                "",
                List.of(),
                Optional.empty(),
                "view-1");
        return new ScoreSpec(
                new JobHeader("score-lapse", "test", Schedule.DAILY, "digest").with(List.of(views)),
                "lapse",
                view,
                "true",
                ScoreSpec.Reasons.top(0),
                new ScoreSpec.Threshold.Probability(0.5),
                TABLE,
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                ScoreSpec.Work.USUAL,
                Arms.NONE);
    }
}
