package io.headrace.job;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.FeaturesStage;
import io.headrace.features.LakeViewColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.ingest.IngestStage;
import io.headrace.job.JobRunner.Again;
import io.headrace.metric.Gates;
import io.headrace.metric.MetricId;
import io.headrace.metric.StandardMetrics;
import io.headrace.registry.Registry;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.run.Verdict;
import io.headrace.score.ScoreStage;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.RawFiles;
import io.headrace.spec.Recipe;
import io.headrace.spec.RowCheck;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.TableAssert;
import io.headrace.train.TrainStage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class PipelineSparkIT {
    @Test
    @Tag("full")
    void takesTheRealShopFromFilesToScores(Lake lake) {
        Path landing =
                Path.of("../shared/data/online_retail/by-day").toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.isDirectory(landing), "the Online Retail files are not here");
        Clock clock = Clock.systemUTC();
        Ledger ledger = new Ledger(lake, clock, Duration.ofMinutes(30), ProcessOwner.current());
        Registry registry = new Registry(lake, clock);
        Publications publications = new Publications(lake, clock);
        JobRunner runner = new JobRunner(lake, ledger);
        RunContext context =
                new RunContext(LocalDate.of(2011, 12, 9), ZoneOffset.UTC, clock, "test", landing.toString(), "test");
        IngestSpec ingest = ingest();
        FeatureView view = view();
        FeaturesSpec features = new FeaturesSpec(header("features-activity"), view);
        TrainSpec train = train(view);
        ScoreSpec score = score(view);

        assertEveryRowAccountedFor(runner.run(ingest, new IngestStage(ingest, lake, ledger), context, Again.SKIP));
        assertAggregatesEqualPlainSql(lake);
        runner.run(features, new FeaturesStage(features, lake, new Tiles(0, true)), context, Again.SKIP);
        Outcome trained =
                runner.run(train, new TrainStage(train, lake, registry, new Tiles(0, true)), context, Again.SKIP);
        assertThat(trained.verdict()).isEqualTo(Verdict.PROMOTED);
        assertThat(registry.champion("lapse")
                        .record()
                        .figure(MetricId.of(StandardMetrics.AUC))
                        .orElseThrow()
                        .value())
                .isGreaterThan(0.65);

        ScoreStage scoring = new ScoreStage(score, lake, ledger, registry, publications, new Tiles(0, true));
        Outcome scored = runner.run(score, scoring, context, Again.SKIP);
        assertThat(scored.counts()).containsEntry("scored", "2876").containsEntry("unscored", "0");
        List<String> first = rows(lake, score);
        assertThat(runner.run(score, scoring, context, Again.SKIP).status()).isEqualTo("already-done");
        runner.run(score, scoring, context, Again.FORCE);
        assertThat(rows(lake, score)).hasSize(2876).isNotEqualTo(first);
        publications.rollBack(score.table(), "2011-12-10 00:00:00", "ann", "test");
        assertThat(rows(lake, score)).hasSize(2876).isEqualTo(first);
    }

    private static void assertEveryRowAccountedFor(Outcome in) {
        assertThat(in.counts())
                .containsEntry("input", "541909")
                .containsEntry("duplicate", "5268")
                .containsEntry("quarantined", "2");
        assertThat(Stream.of("superseded", "unreadable", "duplicate", "quarantined", "silver")
                        .mapToLong(outcome -> Long.parseLong(in.counts().get(outcome)))
                        .sum())
                .isEqualTo(541_909);
        assertThat(in.counts().entrySet().stream()
                        .filter(count -> count.getKey().startsWith("amount."))
                        .map(count -> new BigDecimal(count.getValue()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("9747747.934");
    }

    /** At midnights and at any instant, from rows and from tiles. */
    private static void assertAggregatesEqualPlainSql(Lake lake) {
        FeatureView view = DefinedView.read("spent", """
                {"columns": {"lines_30d": "long", "spend_90d": "decimal(38,3)", "invoices_all": "long", "price_90d": "decimal(12,3)",
                "bought_6h": "long"}, "entity": "customer_id", "inputs": {"bought": {"table": "silver.invoices", "time": "invoice_time",
                "where": "not cancelled", "aggregates": {"lines": {"count": "*", "windows": ["30 days"]},
                "spend": {"sum": "quantity * unit_price", "windows": ["90 days"]}, "invoices": {"distinct": "invoice_no", "windows": ["all"]},
                "price": {"max": "unit_price", "windows": ["90 days"]}, "bought": {"sum": "quantity", "windows": ["6 hours"]}}}}}""".replace("\n", " ") + "\n");
        List<Instant> asOfs = Stream.of("2011-03-01T00:00:00Z", "2011-08-17T11:23:00Z", "2011-12-10T00:00:00Z")
                .map(Instant::parse)
                .toList();
        Dataset<Row> plain = asOfs.stream()
                .map(
                        asOf -> lake.read(TableName.parse("silver.invoices"))
                                .where("not cancelled and customer_id is not null and invoice_time < timestamp'" + asOf
                                        + "'")
                                .withColumn("as_of", expr("timestamp'" + asOf + "'"))
                                .groupBy("customer_id", "as_of")
                                .agg(
                                        expr("count_if(invoice_time >= as_of - interval 30 days) as lines_30d"),
                                        expr(
                                                "cast(sum(quantity * unit_price) filter (where invoice_time >= as_of - interval 90 days)"
                                                        + " as decimal(38,3)) as spend_90d"),
                                        expr("count(distinct invoice_no) as invoices_all"),
                                        expr(
                                                "max(unit_price) filter (where invoice_time >= as_of - interval 90 days) as price_90d"),
                                        expr(
                                                "sum(quantity) filter (where invoice_time >= as_of - interval 6 hours) as bought_6h")))
                .reduce(Dataset::union)
                .orElseThrow();
        for (boolean tiles : new boolean[] {false, true}) {
            Dataset<Row> found = new LakeViewColumns(
                            lake,
                            view,
                            ZoneOffset.UTC,
                            Map.of("silver.invoices", lake.version(TableName.parse("silver.invoices"))),
                            new Tiles(0, tiles))
                    .at(asOfs);
            TableAssert.assertThat(found.select(
                            "customer_id", "as_of", "lines_30d", "spend_90d", "invoices_all", "price_90d", "bought_6h"))
                    .hasSameRowsAs(plain);
        }
        assertThat(plain.count()).isGreaterThan(7000);
    }

    private static List<String> rows(Lake lake, ScoreSpec score) {
        return lake.read(score.table()).toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }

    private static ScoreSpec score(FeatureView view) {
        return new ScoreSpec(
                header("score-lapse"),
                "lapse",
                view,
                "days_since_purchase < 90",
                ScoreSpec.Reasons.top(3),
                new ScoreSpec.Threshold.TopShare(0.2),
                new TableName("scores", "lapse"),
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                ScoreSpec.Work.USUAL,
                Arms.NONE);
    }

    private static JobHeader header(String name) {
        return new JobHeader(name, "test", Schedule.DAILY, "digest");
    }

    private static SourceColumn column(String name, String from, String type, boolean required) {
        return new SourceColumn(
                name, List.of(from), ColumnType.parse(type).orElseThrow(), List.of(), required, false, false, "");
    }

    private static IngestSpec ingest() {
        return new IngestSpec(
                header("ingest-invoices"),
                "invoices",
                new RawFiles(List.of("{date}*.csv*"), RawFiles.Format.CSV, Dialect.delimitedBy(','), false),
                SchemaPolicy.LENIENT,
                List.of(
                        column("invoice_no", "InvoiceNo", "string", true),
                        column("stock_code", "StockCode", "string", true),
                        column("description", "Description", "string", false),
                        column("quantity", "Quantity", "integer", true),
                        column("invoice_time", "InvoiceDate", "timestamp", true),
                        column("unit_price", "UnitPrice", "decimal(12,3)", true),
                        column("customer_id", "CustomerID", "long", false),
                        column("country", "Country", "string", false)),
                Map.of("cancelled", "invoice_no like 'C%'"),
                IngestSpec.Duplicates.DROP,
                Optional.empty(),
                List.of(new RowCheck("price", "unit_price >= 0", RowCheck.Severity.QUARANTINE, "negative price")),
                Map.of("amount", "quantity * unit_price"),
                0.5);
    }

    private static FeatureView view() {
        return new FeatureView(
                "activity",
                "customer_id",
                FeatureView.KnownBy.TIME,
                Map.of(
                        "invoices",
                        new FeatureView.Input(
                                TableName.parse("silver.invoices"), Optional.of("invoice_time"), Optional.of(365))),
                "select customer_id, as_of, datediff(as_of, max(invoice_time)) as days_since_purchase,"
                        + " count(distinct invoice_no) as orders, cast(sum(quantity*unit_price) as double) as spend,"
                        + " max(country) as country from invoices where customer_id is not null and not cancelled"
                        + " group by customer_id, as_of",
                List.of(
                        feature("days_since_purchase", "integer"),
                        feature("orders", "integer"),
                        feature("spend", "double"),
                        feature("country", "string")),
                Optional.empty(),
                "v1");
    }

    private static FeatureColumn feature(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", name.replace('_', ' '), false);
    }

    private static TrainSpec train(FeatureView view) {
        return new TrainSpec(
                header("train-lapse"),
                "lapse",
                view,
                List.of("days_since_purchase", "orders", "spend", "country"),
                "days_since_purchase < 90",
                new LabelSpec.Event(
                        TableName.parse("silver.invoices"),
                        "invoice_time",
                        "not cancelled",
                        LabelSpec.Event.Positive.NO_EVENT,
                        30,
                        0),
                new TrainSpec.AsOfGrid(30, 8),
                Optional.empty(),
                new TrainSpec.Holdout.LatestAsOfs(1),
                Recipe.of(Learner.of("logistic-regression", Map.of()), 42),
                Assessment.beside("days_since_purchase"),
                Gates.of(Map.of(
                        "auc-at-least", 0.6,
                        "gain-over-baseline-at-least", 0.0,
                        "gain-over-champion-at-least", 0.0)));
    }
}
