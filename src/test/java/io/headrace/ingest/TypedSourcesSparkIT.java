package io.headrace.ingest;

import static io.headrace.testing.Interruptions.killedAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parquet files and Delta tables as sources. */
@ExtendWith(LakeExtension.class)
class TypedSourcesSparkIT {
    private static final LocalDate DAY = SmallShop.DAY;
    private static final List<String> TYPES = List.of(
            "i integer", "l long", "m decimal(20,6)", "x double", "s string", "b boolean", "d date", "t timestamp");

    private Lake lake;
    private SmallShop shop;
    private SparkSession spark;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        spark = lake.spark();
        Files.createDirectories(shop.landing());
    }

    @Test
    void everyTypeComesThroughParquetAsItIs() throws IOException {
        for (String timestamps : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
            Dataset<Row> rows = spark.sql("""
                            select * from values
                              (1, 9007199254740993, 12345678901234.567891, 1e-300, ' a b', true, date'1999-12-31',
                                timestamp'2026-03-29 02:30:00.123'),
                              (-2147483648, -1, -0.000001, -0.1, 'é,"', false, date'2028-02-29',
                                timestamp'1969-12-31 23:59:59.999'),
                              (null, null, null, double('infinity'), null, null, null, null)
                              as t(i, l, m, x, s, b, d, t)""")
                    .selectExpr("i", "l", "cast(m as decimal(20,6)) m", "cast(x as double) x", "s", "b", "d", "t");
            spark.conf().set("spark.sql.parquet.outputTimestampType", timestamps);
            write(rows, "2026-01-20.parquet");
            spark.conf().unset("spark.sql.parquet.outputTimestampType");
            SmallShop fresh = shop.copy(timestamps);
            fresh.run(spec(Format.PARQUET, "{date}*.parquet", TYPES), DAY);
            Dataset<Row> silver = fresh.lake().read(new TableName("silver", "t"));
            assertThat(silver.orderBy("_row")
                            .select("i", "l", "m", "x", "s", "b", "d", "t")
                            .collectAsList())
                    .as(timestamps)
                    .isEqualTo(rows.collectAsList());
            assertThat(silver.orderBy("_row")
                            .select("_file", "_row")
                            .collectAsList()
                            .toString())
                    .isEqualTo("[[2026-01-20.parquet,1], [2026-01-20.parquet,2], [2026-01-20.parquet,3]]");
        }
    }

    @Test
    void parquetFilesOfOtherSchemasCopiesAndCorrections() throws IOException {
        write(spark.sql("select 1 as i, 'a' as s"), "2026-01-17.parquet");
        write(
                spark.sql("select 'b' as s, 2L as i, array(1, 2) as more, named_struct('x', 1) as deep"),
                "2026-01-18.parquet");
        write(spark.sql("select 'x' as i"), "2026-01-19.parquet");
        Files.writeString(shop.landing().resolve("2026-01-20.parquet"), "no parquet");
        Files.copy(shop.landing().resolve("2026-01-17.parquet"), shop.landing().resolve("2026-01-17-copy.parquet"));
        IngestSpec spec = spec(Format.PARQUET, "{date}*.parquet", List.of("i integer", "s string"));
        Outcome outcome = shop.run(spec, DAY);
        assertThat(outcome.message())
                .contains("2026-01-19.parquet lacks the column s; found: i")
                .contains("2026-01-20.parquet is no Parquet file that can be read");
        assertThat(outcome.counts()).containsEntry("silver", "2").containsEntry("superseded", "1");
        assertThat(lake.read(spec.bronze())
                        .where("_extra is not null")
                        .selectExpr("_extra")
                        .first()
                        .getString(0))
                .isEqualTo("{\"more\":[1,2],\"deep\":{\"x\":1}}");

        write(spark.sql("select 7 as i, 'c' as s"), "2026-01-17.parquet");
        assertThat(shop.run(spec, DAY.plusDays(1)).counts()).containsEntry("superseded", "1");
    }

    @Test
    @Tag("full")
    void aDeltaTableIsFollowedThroughEveryChange() {
        String table = shop.landing().resolve("wh/orders").toString();
        IngestSpec spec = spec(Format.DELTA, "wh/orders", List.of("i integer", "s string"));
        spark.sql("create table delta.`" + table
                + "` (i int, s string) using delta tblproperties ('delta.enableDeletionVectors' = 'true')");
        List<String> changes = List.of(
                "insert into delta.`%s` select id, concat('v', id) from range(0, 50, 1, 3)",
                "insert into delta.`%s` select id, 'later' from range(50, 60, 1, 1)",
                "delete from delta.`%s` where i in (3, 40)",
                "update delta.`%s` set s = 'changed' where i = 55",
                "optimize delta.`%s`",
                "insert into delta.`%s` select id, null from range(60, 65, 1, 1)",
                "delete from delta.`%s` where i > 20");
        SparkSession reader = spark.newSession();
        // Without it Delta cannot read a table with rows marked as deleted.
        reader.conf().set("spark.databricks.delta.stats.skipping", "true");
        LocalDate date = LocalDate.now(ZoneOffset.UTC);
        for (String change : changes) {
            spark.sql(String.format(change, table));
            Outcome outcome = shop.run(spec, date);
            assertThat(rows(lake.read(spec.silver())))
                    .as(change)
                    .isEqualTo(rows(reader.read().format("delta").load(table)));
            assertThat(lake.read(spec.bronze())
                            .groupBy("_file", "_row")
                            .count()
                            .where("count > 1")
                            .count())
                    .isZero();
            assertThat(outcome.status()).isEqualTo("done");
            date = date.plusDays(1);
        }
        assertThat(shop.run(spec, date).message()).isEqualTo("no new files");
    }

    @Test
    void aRetryReadsTheVersionOfTheFirstAttempt() {
        String table = shop.landing().resolve("orders").toString();
        spark.sql("select 1 as i, 'a' as s").write().format("delta").save(table);
        IngestSpec spec = spec(Format.DELTA, "orders", List.of("i integer", "s string"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        killedAt("staged", () -> shop.as(SmallShop.DEAD).run(spec, today));
        spark.sql("insert into delta.`" + table + "` values (2, 'b')");
        shop.run(spec, today);
        assertThat(lake.read(spec.silver()).count()).isEqualTo(1);
        shop.run(spec, today.plusDays(1));
        assertThat(lake.read(spec.silver()).count()).isEqualTo(2);
    }

    @Test
    void aTableThatIsNotThereOrHadNoVersionYet() {
        IngestSpec spec = spec(Format.DELTA, "orders", List.of("i integer"));
        assertThatThrownBy(() -> shop.run(spec, DAY)).hasMessageContaining("found no Delta table at");
        spark.sql("select 1 as n")
                .write()
                .format("delta")
                .save(shop.landing().resolve("orders").toString());
        assertThatThrownBy(() -> shop.run(spec, LocalDate.of(2020, 1, 1)))
                .hasMessageContaining("with a version committed before 2020-01-02T00:00:00Z");
        assertThatThrownBy(() -> shop.run(spec, LocalDate.now(ZoneOffset.UTC)))
                .hasMessageContaining("(version 0) lacks the column i");
    }

    private static List<String> rows(Dataset<Row> table) {
        return table.select("i", "s").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private void write(Dataset<Row> rows, String name) throws IOException {
        Path folder = shop.landing().resolveSibling("parquet");
        rows.coalesce(1).write().mode("overwrite").parquet(folder.toString());
        try (Stream<Path> parts = Files.list(folder)) {
            Path part = parts.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.move(part, shop.landing().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static IngestSpec spec(Format format, String path, List<String> declared) {
        return TestSource.of(format, path, TestSource.columns(declared.toArray(String[]::new)), List.of());
    }
}
