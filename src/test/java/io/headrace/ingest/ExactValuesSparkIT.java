package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Agreement;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.RuleSql;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes in is what came, or is refused: through Spark, of every format. Letters are those of the cases from real use. */
@ExtendWith(LakeExtension.class)
class ExactValuesSparkIT {
    private static final TableName SILVER = new TableName("silver", "t");
    private static final TableName BRONZE = new TableName("bronze", "t");

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
    }

    @Test
    void a1JsonNumbersKeepTheirDigitsInBronzeAndSilver() throws IOException {
        write("2026-01-20.jsonl", """
                {"id":1,"amt":12345678901234567.89,"s":"a"}
                {"id":2,"amt":9007199254740993.0,"s":0.10}
                {"id":3,"amt":1E2,"s":1234567890.123456789}
                {"id":4,"amt":1,"s":{"q":12345678901234567.89}}
                {"id":5,"amt":1.005,"s":"x"}
                """);
        IngestSpec spec = spec(Format.JSON_LINES, "{date}.jsonl", "id integer", "amt decimal(30,2)", "s string");
        shop.run(spec, SmallShop.DAY);
        assertThat(shown(SILVER, "id", "amt", "s"))
                .containsExactly(
                        "1|12345678901234567.89|a",
                        "2|9007199254740993.00|0.10",
                        "3|100.00|1234567890.123456789",
                        "4|1.00|{\"q\":12345678901234567.89}");
        assertThat(shown(BRONZE, "id", "amt", "_reasons.message"))
                .contains("3|1E2|[]", "5|1.005|[amt is not of type decimal(30,2): it has more than 2 decimals]");
    }

    @Test
    void a3ToA6OfCsvAreValuesOrQuarantined() throws IOException {
        write("2026-01-20.csv", """
                t,d,v,n,m
                10:00:00,,,,
                ,2026-01-01 23:30:00,,,
                ,,1E400,,
                ,,,5.0000000001,
                ,,,,1.0000000000001
                2026-01-20 10:00:00.5,2026-01-20,0.1,17850.0,1e2
                """);
        IngestSpec spec =
                spec(Format.CSV, "{date}.csv", "t timestamp", "d date", "v double", "n long", "m decimal(10,2)");
        shop.run(spec, SmallShop.DAY);
        assertThat(shown(SILVER, "string(t)", "d", "v", "n", "m"))
                .containsExactly("2026-01-20 10:00:00.5|2026-01-20|0.1|17850|100.00");
        assertThat(shown(BRONZE, "_row", "_reasons.message"))
                .containsExactly(
                        "2|[t is not of type timestamp: a moment needs its date in full]",
                        "3|[d is not of type date: it has a time of day, which a date does not hold]",
                        "4|[v is not of type double: beyond its range]",
                        "5|[n is not of type bigint: it has a fraction]",
                        "6|[m is not of type decimal(10,2): it has more than 2 decimals]",
                        "7|[]");
    }

    @Test
    void a7BytesOfParquetAreTextOrRefusedAndMomentsKeepMicroseconds() throws IOException {
        MessageType type = MessageTypeParser.parseMessageType("""
                message t { optional binary s; optional int64 n (TIMESTAMP(NANOS,true));
                  optional group g { optional int64 m (TIMESTAMP(MICROS,true)); } optional float f; }""");
        SimpleGroup text = new SimpleGroup(type);
        text.add("s", Binary.fromString("é"));
        text.add("n", 1_768_903_200_123_456_000L);
        text.addGroup("g").add("m", 1_768_903_200_123_456L);
        text.add("f", 0.1f);
        SimpleGroup bytes = new SimpleGroup(type);
        bytes.add("s", Binary.fromConstantByteArray(new byte[] {(byte) 0xFF}));
        SimpleGroup fine = new SimpleGroup(type);
        fine.add("n", 1_768_903_200_123_456_789L);
        parquet("2026-01-20.parquet", type, text, bytes, fine);
        IngestSpec spec = spec(Format.PARQUET, "{date}.parquet", "s string", "n timestamp", "g string", "f double");
        shop.run(spec, SmallShop.DAY);
        assertThat(shown(SILVER, "s", "string(n)", "g", "f"))
                .containsExactly(
                        "é|2026-01-20 10:00:00.123456|{\"m\":\"2026-01-20T10:00:00.123456Z\"}|" + (double) 0.1f);
        assertThat(shown(BRONZE, "_row", "_outcome", "_reasons.message"))
                .containsExactly(
                        "1|silver|[]",
                        "2|unreadable|[the column s holds bytes that are no UTF-8 text]",
                        "3|quarantined|[n is not of type timestamp: it has digits below microseconds]");
    }

    @Test
    void a10NanIsNotOfAnySize() throws IOException {
        write("2026-01-20.csv", "n\nNaN\n1.5\n-1\n");
        IngestSpec spec = TestSource.csv(
                TestSource.columns("n double"),
                new RowCheck(
                        "n-least",
                        RuleSql.atLeast("n", "0") + " and " + RuleSql.notNan("n"),
                        RowCheck.EVERY_ROW,
                        RowCheck.NullPolicy.PASS,
                        Severity.QUARANTINE,
                        "too small"));
        shop.run(spec, SmallShop.DAY);
        assertThat(shown(SILVER, "n")).containsExactly("1.5");
    }

    @Test
    void a11RowsWithoutAValueAreNotJudgedForAgreement() throws IOException {
        write("2026-01-20.csv", "id,zip,city\n1,10,Berlin\n2,10,\n3,20,Bonn\n4,20,Bonn\n5,20,\n6,20,Bon\n");
        IngestSpec spec = TestSource.csv(
                TestSource.columns("id integer", "zip string", "city string"),
                new KeyCheck(
                        "zips",
                        new Same(List.of("city"), List.of("zip"), Agreement.MAJORITY),
                        RowCheck.EVERY_ROW,
                        Severity.QUARANTINE,
                        "another city"));
        shop.run(spec, SmallShop.DAY);
        assertThat(shown(SILVER, "id")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void c1AFileThatCannotBeReadIsSetAsideAlone() throws IOException {
        MessageType plain = MessageTypeParser.parseMessageType("message t { optional int32 v; }");
        SimpleGroup good = new SimpleGroup(plain);
        good.add("v", 1);
        parquet("2026-01-20-good.parquet", plain, good);
        parquet("2026-01-20 a b.parquet", plain, good, good);
        parquet("2026-01-20-50%{x}.parquet", plain, good, good, good);
        MessageType time = MessageTypeParser.parseMessageType("message t { optional int64 v (TIME(MICROS,true)); }");
        SimpleGroup noon = new SimpleGroup(time);
        noon.add("v", 1L);
        parquet("2026-01-20-time.parquet", time, noon);
        MessageType twins = MessageTypeParser.parseMessageType("message t { optional int32 v; optional int32 V; }");
        parquet("2026-01-20-twins.parquet", twins, new SimpleGroup(twins));
        MessageType more = MessageTypeParser.parseMessageType(
                "message t { optional int32 v; optional fixed_len_byte_array(2) h (FLOAT16); }");
        SimpleGroup half = new SimpleGroup(more);
        half.add("v", 7);
        half.add("h", Binary.fromConstantByteArray(new byte[] {0, 0}));
        parquet("2026-01-20-undeclared.parquet", more, half);
        Outcome outcome = shop.run(spec(Format.PARQUET, "{date}*.parquet", "v integer"), SmallShop.DAY);
        assertThat(shown(SILVER, "v")).containsExactlyInAnyOrder("1", "1", "1", "1", "1", "1", "7");
        assertThat(outcome.message())
                .contains(
                        "2 files in quarantine",
                        "2026-01-20-time.parquet has the column v of Parquet's type INT64 (TIME(MICROS,true)), which is not read",
                        "2026-01-20-twins.parquet has the columns v and V, which differ in upper and lower case only");
    }

    @Test
    void c2PartitionsOfDeltaMayBeCalledAnything() {
        String table = shop.landing().resolve("orders").toString();
        lake.spark()
                .sql("select * from values (1, 'new york'), (2, 'é'), (3, '50%'), (4, 'a/b:c') as t(i, city)")
                .write()
                .format("delta")
                .partitionBy("city")
                .save(table);
        shop.run(
                spec(Format.DELTA, "orders", "i integer", "city string"),
                java.time.LocalDate.now(java.time.ZoneOffset.UTC));
        assertThat(shown(SILVER, "i", "city")).containsExactlyInAnyOrder("1|new york", "2|é", "3|50%", "4|a/b:c");
    }

    @Test
    void c3NamesOfFilesMayHoldColons() throws IOException {
        write("ex_2026-01-20T10:00:00.jsonl", "{\"i\":1}\n");
        write("c:d_2026-01-20.jsonl", "{\"i\":2}\n");
        shop.run(spec(Format.JSON_LINES, "*{date}*.jsonl", "i integer"), SmallShop.DAY);
        assertThat(shown(SILVER, "i", "_file"))
                .containsExactlyInAnyOrder("1|ex_2026-01-20T10:00:00.jsonl", "2|c:d_2026-01-20.jsonl");
    }

    @Test
    void d9ATotalThatOverflowsIsNamed() throws IOException {
        write("2026-01-20.csv", "n\n9223372036854775807\n9223372036854775807\n");
        IngestSpec spec = TestSource.csv(TestSource.columns("n long"));
        IngestSpec totals = new IngestSpec(
                spec.header(),
                spec.source(),
                spec.files(),
                spec.schema(),
                spec.columns(),
                spec.derived(),
                spec.duplicates(),
                spec.keepOne(),
                List.of(),
                java.util.Map.of("ok", "1", "sum_of_n", "n"),
                0);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> shop.run(totals, SmallShop.DAY))
                .hasMessageContaining("the total sum_of_n = n cannot be summed up")
                .hasMessageNotContainingAny("ansi")
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.report()).contains("decimal(38,2)"));
    }

    private List<String> shown(TableName table, String... columns) {
        return lake.read(table).orderBy("_file", "_row").selectExpr(columns).collectAsList().stream()
                .map(row -> String.join(
                        "|",
                        Stream.iterate(0, i -> i < columns.length, i -> i + 1)
                                .map(i -> row.isNullAt(i) ? "null" : text(row.get(i)))
                                .toList()))
                .toList();
    }

    private static String text(Object value) {
        return value instanceof scala.collection.Seq<?> seq ? seq.mkString("[", ", ", "]") : value.toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(shop.landing().resolve(name), text);
    }

    private void parquet(String name, MessageType type, SimpleGroup... rows) throws IOException {
        Path file = shop.landing().resolve(name);
        try (ParquetWriter<org.apache.parquet.example.data.Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(file))
                .withType(type)
                .build()) {
            for (SimpleGroup row : rows) {
                writer.write(row);
            }
        }
    }

    private static IngestSpec spec(Format format, String path, String... columns) {
        return TestSource.of(format, path, TestSource.columns(columns), List.of());
    }
}
