package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.demo.Demo;
import io.headrace.features.InputColumns;
import io.headrace.features.PinnedColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.features.ViewColumns;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PlayedDemo;
import io.headrace.testing.TableAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class DemoSparkIT {
    private static final List<Instant> AS_OFS = List.of(
            Instant.parse("2025-04-01T00:00:00Z"),
            Instant.parse("2025-10-26T13:17:00.000001Z"),
            Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void endsWithAPageWhoseNumbersAddUp() throws Exception {
        String page = Files.readString(PlayedDemo.folder().resolve("report.html"));
        assertThat(page)
                .contains("Best possible", "Nobody", "Everybody", "Every row that came in is accounted for")
                .contains("refused")
                .contains("promoted")
                .contains("✓ adds up")
                .doesNotContain("✗ does not")
                .doesNotContain("src=\"http", "href=\"http");
    }

    @Test
    void leavesThePagesOfMonitoringBesideItAndLeadsToThem() throws Exception {
        assertThat(Files.readString(PlayedDemo.folder().resolve("report.html")))
                .contains("href=\"" + Demo.MONITORING + "/index.html\"");
        Path pages = PlayedDemo.folder().resolve(Demo.MONITORING);
        assertThat(Files.readString(pages.resolve("index.html")))
                .contains("by-monitor-lapse.html", "href=\"inventory.html\"", "2\u00a0model versions on record");
        assertThat(pages.resolve("evidence-lapse-1.html")).isRegularFile();
        String model = Files.readString(pages.resolve("by-monitor-lapse.html"));
        assertThat(model)
                .contains(
                        "Version 1, scored as of 2025-10-28, ",
                        "whose labels are known",
                        "ingest-invoices/2025-12-31/1")
                .contains("href=\"by-monitor-lapse/2025-12-31.html#headrace.drift~training~population~");
        assertThat(Files.readString(pages.resolve("by-monitor-lapse/2025-12-30.html")))
                .contains("All that monitor-lapse/2025-12-30/1 recorded", "headrace.performance~realised~2025-10-28");
    }

    @Test
    void saysWhatItsScoresAreWorth() {
        CommandRun run = CommandRun.of(
                "value", "lapse", "--set", "lake=" + PlayedDemo.folder().resolve("lake"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "in pounds, by value-lapse/2025-12-31/1",
                        " of 3 days, as of 2025-10-28 to 2026-01-01, by version 1")
                .containsPattern("  earned       [0-9.,-]+ .* of 1 day")
                .containsPattern("  not known    [0-9,]+ rows of 2 days, expected to earn ");
    }

    /** Voucher for voucher the generator knows what it brings. */
    @Test
    void whatItsVouchersBringIsFoundByTheExperiment() throws IOException {
        double[] gains = Files.readAllLines(PlayedDemo.folder().resolve("truth/vouchers.csv")).stream()
                .map(line -> line.split(","))
                .filter(fields -> fields[1].equals("2025-10-28"))
                .mapToDouble(fields -> Double.parseDouble(fields[fields.length - 1]))
                .toArray();
        Row found = Lake.open(
                        LakeExtension.session(),
                        PlayedDemo.folder().resolve("lake").toString())
                .read(new TableName("headrace", "verdicts"))
                .where("run_id = 'experiment-vouchers/2025-12-31/1' and measure = 'primary'")
                .first();
        assertThat(Arrays.stream(gains).average().orElseThrow())
                .isBetween(found.<Double>getAs("lower_once"), found.<Double>getAs("upper_once"));
        assertThat(found.<Double>getAs("lower")).isLessThan(found.<Double>getAs("lower_once"));
    }

    @Test
    void featuresEqualAPlainQuery() {
        SparkSession spark = LakeExtension.session();
        Lake lake = Lake.open(spark, PlayedDemo.folder().resolve("lake").toString());
        FeatureView view = ProjectReader.read(Path.of(""), "local", List.of(), Map.of())
                .projectOrThrow()
                .views()
                .get("customer_activity");
        InputColumns tiled = new PinnedColumns(lake, view, ZoneOffset.UTC, lake::version, new Tiles(0, true));
        Dataset<Row> found = new ViewColumns(view).at(spark, ZoneOffset.UTC, AS_OFS, tiled);
        assertThat(lake.tables(Layer.TILES)).isNotEmpty();
        lake.read(view.inputs().get("invoices").table()).createOrReplaceTempView("plain_invoices");
        lake.read(view.inputs().get("customers").table()).createOrReplaceTempView("plain_customers");
        Dataset<Row> plain = AS_OFS.stream()
                .map(asOf -> spark.sql(plainly("timestamp'" + asOf + "'")))
                .reduce(Dataset::union)
                .orElseThrow();
        assertThat(plain.count()).isGreaterThan(1000);
        TableAssert.assertThat(found).hasSameRowsAs(plain);
    }

    private static String plainly(String asOf) {
        return """
                select
                  i.customer_id, AS_OF as as_of,
                  datediff(AS_OF, max(bought.invoice_time)) as days_since_purchase,
                  cast(count(distinct if(m, bought.invoice_no, null)) as int) as orders_30d,
                  cast(count(distinct if(q, bought.invoice_no, null)) as int) as orders_90d,
                  cast(count(distinct bought.invoice_no) as int) as orders_365d,
                  double(sum(if(m, bought.amount, 0))) as spend_30d,
                  double(sum(if(q, bought.amount, 0))) as spend_90d,
                  double(sum(bought.amount)) as spend_365d,
                  double(sum(bought.amount)) / count(distinct bought.invoice_no) as mean_basket_365d,
                  cast(count(distinct bought.stock_code) as int) as products_365d,
                  double(count_if(cancelled)) / count(*) as cancelled_share_365d,
                  datediff(AS_OF, min(bought.invoice_time)) as tenure_days,
                  max(struct(bought.invoice_time, bought.country)).country as country,
                  cast(year(AS_OF) - max(c.birth_year) as int) as age
                from (
                  select *,
                    if(not cancelled, struct(invoice_time, invoice_no, amount, stock_code, country), null) as bought,
                    not cancelled and invoice_time >= AS_OF - interval 30 days as m,
                    not cancelled and invoice_time >= AS_OF - interval 90 days as q
                  from plain_invoices
                  where invoice_time < AS_OF and invoice_time >= AS_OF - interval 365 days
                ) i
                left join (
                  select customer_id, max(birth_year) as birth_year from plain_customers where joined < AS_OF group by customer_id
                ) c on c.customer_id = i.customer_id
                where i.customer_id is not null
                group by i.customer_id
                having max(bought.invoice_time) is not null""".replace("AS_OF", asOf);
    }

    @Test
    void whatTheFeaturesAreMadeOfCanBeLookedAt() {
        CommandRun run = CommandRun.of(
                "features",
                "analyze",
                "customer_activity",
                "--date",
                "2025-12-31",
                "--set",
                "lake=" + PlayedDemo.folder().resolve("lake"));
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("invoices +rows +[0-9,]+")
                .containsPattern("invoices +without customer_id +[0-9,]+ \\([0-9.]+ %\\)")
                .containsPattern("invoices +at or after the as-of +0")
                .containsPattern("invoices +rows to expect +1,4[0-9]{2}")
                .containsPattern("invoices +to be read +[0-9.]+ MB of files, less than 64 MB: rows are read")
                .containsPattern("customers +entities +[0-9,]+");
        assertThat(CommandRun.of("features", "analyze", "customers", "--date", "2025-12-31")
                        .err())
                .contains("HEAD-CLI-018", "there is no view customers", "The views are: customer_activity.");
    }

    @Test
    void whatWasKnownCanBeAudited() {
        CommandRun run = CommandRun.of(
                "features",
                "audit-leakage",
                "customer_activity",
                "--date",
                "2025-12-31",
                "--job",
                "train-lapse",
                "--set",
                "lake=" + PlayedDemo.folder().resolve("lake"));
        assertThat(run.exit()).as(run.err()).isZero();
        // The demo ingests a year at once, so nothing was in the lake then.
        assertThat(run.out())
                .containsPattern("silver.invoices, version then and now +none, [0-9]+")
                .containsPattern("silver.invoices, earlier rows that came later +[0-9,]+ \\(100.0 %\\)")
                .containsPattern("entities that came later +[0-9,]+ \\(100.0 %\\)")
                .containsPattern("test AUC, known by time +0\\.[0-9]{4} \\(95 % interval")
                .containsPattern("test AUC, known by commit +view customer_activity reads only data committed before");
        assertThat(CommandRun.of("features", "audit-leakage", "customer_activity", "--date", "2025-12-31", "--job", "x")
                        .err())
                .contains("HEAD-CLI-019", "there is no train job \"x\" on the view customer_activity");
    }
}
