package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobRunner;
import io.headrace.model.EncoderFitting;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.registry.Registry;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Arms;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.TableLayout;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PythonEnvironment;
import io.headrace.testing.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Published tables are read by engines other than Spark, also after a rollback. */
@ExtendWith(LakeExtension.class)
class PublishedReadersSparkIT {
    private static final LocalDate DATE = LocalDate.of(2026, 1, 31);

    @Test
    @Tag("full")
    void areReadAlikeByDeltaRsPolarsAndDuckDb(Lake lake) throws Exception {
        publishTwiceAndRollBack(lake);
        TableName table = TableName.parse("scores.lapse");
        Row expected = lake.read(table)
                .selectExpr("count(*)", "sum(score)", "count(distinct customer_id)", "sum(cast(decision as int))")
                .first();
        assertThat(expected.getLong(0)).isEqualTo(500);
        JsonNode found = readers(lake.path(table));
        for (String reader : List.of("delta-rs", "polars", "duckdb")) {
            JsonNode row = found.get("readers").get(reader);
            assertThat(row.get(0).asLong()).as(reader).isEqualTo(expected.getLong(0));
            assertThat(row.get(1).asDouble()).as(reader).isCloseTo(expected.getDouble(1), within(1e-9));
            assertThat(row.get(2).asLong()).as(reader).isEqualTo(expected.getLong(2));
            assertThat(row.get(3).asLong()).as(reader).isEqualTo(expected.getLong(3));
        }
        assertThat(found.get("most_reasons").asInt()).isEqualTo(1);
    }

    private static void publishTwiceAndRollBack(Lake lake) {
        Clock clock = Clock.fixed(Instant.parse("2026-02-01T06:00:00Z"), ZoneOffset.UTC);
        FeatureView view = view();
        features(lake, view);
        Registry registry = new Registry(lake, clock);
        champion(registry);
        ScoreSpec spec = spec(view);
        Publications publications = new Publications(lake, clock);
        Ledger ledger = new Ledger(lake, clock, Duration.ofHours(1), ProcessOwner.current());
        ScoreStage stage = new ScoreStage(spec, lake, ledger, registry, publications, new Tiles(0, true));
        RunContext context = new RunContext(DATE, ZoneOffset.UTC, clock, "test", "", "test");
        JobRunner runner = new JobRunner(lake, ledger);
        runner.run(spec, stage, context, JobRunner.Again.SKIP);
        runner.run(spec, stage, context, JobRunner.Again.FORCE);
        publications.rollBack(spec.table(), "2026-02-01 00:00:00", "test", "to read it afterwards");
    }

    private static JsonNode readers(String table) throws IOException, InterruptedException {
        String output = run(
                PythonEnvironment.named("notebooks").program("python"),
                PythonEnvironment.SOURCES.resolve("read_published.py").toString(),
                table);
        return new ObjectMapper().readTree(output);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said: %s", command[0], output).isZero();
        return output;
    }

    private static FeatureView view() {
        return new FeatureView(
                "activity",
                "customer_id",
                FeatureView.KnownBy.TIME,
                Map.of(),
                "",
                List.of(new FeatureView.FeatureColumn(
                        "days", ColumnType.parse("integer").orElseThrow(), "days", "days since purchase", false)),
                Optional.empty(),
                "view-1");
    }

    private static void features(Lake lake, FeatureView view) {
        var rows = lake.spark()
                .range(500)
                .selectExpr(
                        "id as customer_id",
                        "timestamp'2026-02-01 00:00:00' as as_of",
                        "cast(id % 90 as int) as days",
                        "'view-1' as feature_version",
                        "'r' as run_id");
        lake.ensure(TableLayout.plain(view.table(), rows.schema()).partitionedBy("as_of"));
        lake.stage(view.table()).append(rows).publish(RunId.parse("features/2026-01-31/1"));
    }

    private static void champion(Registry registry) {
        FeatureEncoder encoder =
                new EncoderFitting().numeric("days", 500, 0, 44.5).fit();
        ModelFile file = new ModelFile(
                LinearModel.of(encoder, Output.LOG_ODDS, -1, new double[] {0.03}, new double[] {44.5}),
                Map.of("model", "lapse"));
        registry.register(
                "lapse",
                1,
                "train/2026-01-31/1",
                "test",
                Versions.of(registry.store("lapse", file)),
                Versions.PROMOTED);
    }

    private static ScoreSpec spec(FeatureView view) {
        return new ScoreSpec(
                new JobHeader("score-lapse", "test", Schedule.DAILY, "digest"),
                "lapse",
                view,
                "true",
                ScoreSpec.Reasons.top(3),
                new ScoreSpec.Threshold.TopShare(0.2),
                TableName.parse("scores.lapse"),
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                ScoreSpec.Work.USUAL,
                Arms.NONE);
    }
}
