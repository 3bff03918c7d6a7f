package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Outcome;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawFiles.ChangedFile;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RawFiles.UnreadableFile;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.SchemaPolicy.Change;
import io.headrace.spec.SchemaPolicy.MissingColumn;
import io.headrace.spec.SchemaPolicy.RetypedColumn;
import io.headrace.spec.SourceColumn;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of raw files as a whole: those that cannot be read, that changed, that have other columns. */
@ExtendWith(LakeExtension.class)
class RawFilesSparkIT {
    private static final LocalDate DAY = SmallShop.DAY;
    private static final String HEADER = "OrderNo,CustomerId,SoldAt,Quantity,Price\n";
    private static final String ROW = ",1,2026-01-20 10:00:00,1,1.00\n";

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
    }

    @Test
    void anUnreadableFileGoesToQuarantineWhileTheOthersGoOn() throws IOException {
        put("2026-01-19.csv", HEADER + "a" + ROW);
        put("2026-01-20.csv", "OrderNo;CustomerId\n");
        Outcome outcome = shop.run(spec(SchemaPolicy.LENIENT), DAY);
        assertThat(outcome.message())
                .contains("1 row from 1 file")
                .contains("1 file in quarantine: 2026-01-20.csv line 1 lacks");
        assertThat(files("path", "status", "rows", "silver"))
                .containsExactly("2026-01-19.csv taken-in 1 1", "2026-01-20.csv quarantined 0 0");
        assertThat(shop.run(spec(SchemaPolicy.LENIENT), DAY.plusDays(1)).message())
                .as("known before, so no failure")
                .contains("no new files; 1 file in quarantine: 2026-01-20.csv");

        put("2026-01-20.csv", HEADER + "b" + ROW);
        assertThat(shop.run(spec(SchemaPolicy.LENIENT), DAY.plusDays(2)).counts())
                .containsEntry("silver", "1");
        assertThat(lake.read(SmallShop.ingest().silver()).count()).isEqualTo(2);
    }

    @Test
    void whereNoNewFileCanBeReadTheRunFails() throws IOException {
        put("2026-01-20.csv", "OrderNo;CustomerId\n");
        assertThatThrownBy(() -> shop.run(spec(SchemaPolicy.LENIENT), DAY)).hasMessageContaining("cannot read 1 file");
    }

    @Test
    void unreadableFilesMayFailTheRun() throws IOException {
        put("2026-01-19.csv", HEADER + "a" + ROW);
        put("2026-01-20.csv", "");
        assertThatThrownBy(() -> shop.run(spec(UnreadableFile.REFUSE, ChangedFile.REPLACE, SchemaPolicy.LENIENT), DAY))
                .hasMessageContaining("2026-01-20.csv is empty");
    }

    @Test
    void anArchiveThatEndsTooEarlyIsUnreadableAsAWhole() throws IOException {
        put("2026-01-19.csv", HEADER + "a" + ROW);
        byte[] packed = packed(HEADER + ("b" + ROW).repeat(5000));
        Files.write(shop.landing().resolve("2026-01-20.csv.gz"), Arrays.copyOf(packed, packed.length - 20));
        Outcome outcome = shop.run(spec(SchemaPolicy.LENIENT), DAY);
        assertThat(outcome.message()).contains("2026-01-20.csv.gz cannot be read: Unexpected end of ZLIB input stream");
        assertThat(lake.read(SmallShop.ingest().bronze()).count()).isEqualTo(1);
    }

    @Test
    void aChangedFileReplacesItsRowsOrRefusesTheRun() throws IOException {
        put("2026-01-20.csv", HEADER + "a" + ROW + "b" + ROW);
        shop.run(spec(SchemaPolicy.LENIENT), DAY);
        put("2026-01-20.csv", HEADER + "c" + ROW);
        assertThatThrownBy(() -> shop.run(
                        spec(UnreadableFile.QUARANTINE, ChangedFile.REFUSE, SchemaPolicy.LENIENT), DAY.plusDays(1)))
                .hasMessageContaining("2026-01-20.csv has changed since it was taken in, files.changed = refuse");
        assertThat(files("path", "status", "silver", "replaced"))
                .containsExactly("2026-01-20.csv taken-in 2 0", "2026-01-20.csv refused 0 0");
        assertThat(lake.read(SmallShop.ingest().silver()).count()).isEqualTo(2);

        shop.run(spec(SchemaPolicy.LENIENT), DAY.plusDays(1));
        assertThat(files("status", "silver", "replaced")).contains("taken-in 1 2");
    }

    @Test
    void otherColumnsAreTakenInAndReported() throws IOException {
        put("2026-01-20.csv", "Shop,OrderNo,SoldAt,Customer,Quantity,Price\nx,a,2026-01-20 10:00:00,1,1,1.00\n");
        shop.run(spec(SchemaPolicy.LENIENT), DAY);
        assertThat(files("changes"))
                .containsExactly("[[new,Shop,], [renamed,CustomerId,comes as Customer], [reordered,SoldAt,]]");
        assertThat(column(SmallShop.ingest().bronze().toString(), "_extra")).containsExactly("{\"Shop\":\"x\"}");
        assertThat(column(SmallShop.ingest().silver().toString(), "customer_id"))
                .containsExactly("1");
    }

    @Test
    void otherColumnsMayQuarantineTheFile() throws IOException {
        put("2026-01-18.csv", HEADER + "a" + ROW);
        put("2026-01-19.csv", HEADER.replace("CustomerId", "Customer") + "a" + ROW);
        put("2026-01-20.csv", "Shop," + HEADER + "x,a" + ROW);
        Outcome outcome = shop.run(
                spec(new SchemaPolicy(
                        AddedColumn.QUARANTINE,
                        MissingColumn.QUARANTINE,
                        Change.QUARANTINE,
                        Change.ACCEPT,
                        RetypedColumn.ACCEPT)),
                DAY);
        assertThat(outcome.message())
                .contains("1 row from 1 file")
                .contains(
                        "2026-01-19.csv has a renamed column CustomerId (comes as Customer), schema.renamed = quarantine")
                .contains("2026-01-20.csv has a new column Shop, schema.new = quarantine");
    }

    @Test
    void otherColumnsMayRefuseTheRun() throws IOException {
        SchemaPolicy strict = new SchemaPolicy(
                AddedColumn.REFUSE, MissingColumn.REFUSE, Change.REFUSE, Change.REFUSE, RetypedColumn.REFUSE);
        put("2026-01-17.csv", HEADER.replace("CustomerId", "Customer") + "a" + ROW);
        put("2026-01-18.csv", "Shop," + HEADER + "x,a" + ROW);
        put("2026-01-19.csv", "OrderNo,SoldAt,CustomerId,Quantity,Price\na,2026-01-20 10:00:00,1,1,1.00\n");
        put("2026-01-20.csv", "OrderNo\n");
        assertThatThrownBy(() -> shop.run(spec(strict), DAY))
                .hasMessageContaining("was refused")
                .hasMessageContaining("schema.renamed = refuse")
                .hasMessageContaining("2026-01-18.csv has a new column Shop, schema.new = refuse")
                .hasMessageContaining("2026-01-19.csv has a reordered column SoldAt, schema.reordered = refuse")
                .hasMessageContaining("2026-01-20.csv line 1 lacks the columns")
                .hasMessageContaining("schema.missing = refuse");
        assertThat(files("status")).containsExactly("refused", "refused", "refused", "quarantined");
    }

    @Test
    void aColumnOfAnotherTypeIsReportedOrRefusesTheRun() throws IOException {
        put("2026-01-20.csv", HEADER + "a" + ROW + "b,x,2026-01-20 10:00:00,1,1\nc,y,2026-01-20 10:00:00,1,1\n");
        assertThatThrownBy(() -> shop.run(
                        spec(new SchemaPolicy(
                                AddedColumn.KEEP,
                                MissingColumn.QUARANTINE,
                                Change.ACCEPT,
                                Change.ACCEPT,
                                RetypedColumn.REFUSE)),
                        DAY))
                .hasMessageContaining("2026-01-20.csv has a retyped column CustomerId"
                        + " (2 of 3 values are not of type bigint), schema.retyped = refuse");
        shop.run(spec(SchemaPolicy.LENIENT), DAY);
        assertThat(files("changes", "quarantined"))
                .containsOnly("[[retyped,CustomerId,2 of 3 values are not of type bigint]] 2");
    }

    @Test
    void ofJsonLinesNewFieldsAreTheRowsOwn() throws IOException {
        String row =
                "{\"OrderNo\":\"a\",\"CustomerId\":1,\"SoldAt\":\"2026-01-20 10:00:00\",\"Quantity\":1,\"Price\":1";
        put("2026-01-20.csv", row + "}\n" + row + ",\"Shop\":\"x\"}\n");
        IngestSpec lenient =
                spec(Format.JSON_LINES, UnreadableFile.QUARANTINE, ChangedFile.REPLACE, SchemaPolicy.LENIENT);
        IngestSpec strict =
                spec(Format.JSON_LINES, UnreadableFile.QUARANTINE, ChangedFile.REPLACE, added(AddedColumn.REFUSE));
        IngestSpec rowwise =
                spec(Format.JSON_LINES, UnreadableFile.QUARANTINE, ChangedFile.REPLACE, added(AddedColumn.QUARANTINE));
        assertThatThrownBy(() -> shop.run(strict, DAY))
                .hasMessageContaining("has a new column Shop, schema.new = refuse");
        assertThat(shop.run(rowwise, DAY).counts())
                .containsEntry("unreadable", "1")
                .containsEntry("silver", "1");
        shop.copy("lenient").run(lenient, DAY);
        assertThat(files("changes", "status")).contains("[[new,Shop,]] taken-in", "[] taken-in");
    }

    @Test
    void everyLineIsAccountedFor() throws IOException {
        put("2026-01-20.csv", HEADER + "\n\na" + ROW + "a" + ROW + "broken\n\"b\nc\"" + ROW + "\n");
        shop.run(spec(SchemaPolicy.LENIENT), DAY);
        assertThat(files(
                        "lines",
                        "lines_passed_over",
                        "rows",
                        "superseded",
                        "unreadable",
                        "duplicate",
                        "quarantined",
                        "silver"))
                .containsExactly("9 4 4 0 3 0 0 1");
    }

    private static SchemaPolicy added(AddedColumn added) {
        return new SchemaPolicy(added, MissingColumn.QUARANTINE, Change.ACCEPT, Change.ACCEPT, RetypedColumn.ACCEPT);
    }

    private static IngestSpec spec(SchemaPolicy schema) {
        return spec(UnreadableFile.QUARANTINE, ChangedFile.REPLACE, schema);
    }

    private static IngestSpec spec(UnreadableFile unreadable, ChangedFile changed, SchemaPolicy schema) {
        return spec(Format.CSV, unreadable, changed, schema);
    }

    private static IngestSpec spec(Format format, UnreadableFile unreadable, ChangedFile changed, SchemaPolicy schema) {
        IngestSpec sales = SmallShop.ingest();
        List<SourceColumn> columns = new ArrayList<>(sales.columns());
        SourceColumn customer = columns.get(1);
        columns.set(
                1,
                new SourceColumn(
                        customer.name(),
                        List.of("CustomerId", "Customer"),
                        customer.type(),
                        customer.formats(),
                        true,
                        false,
                        false,
                        ""));
        return new IngestSpec(
                sales.header(),
                sales.source(),
                new RawFiles(
                        List.of("{date}*.csv*"),
                        format,
                        Dialect.delimitedBy(','),
                        false,
                        unreadable,
                        changed,
                        RawFiles.Links.REFUSE,
                        RawLimits.USUAL),
                schema,
                columns,
                sales.derived(),
                sales.duplicates(),
                sales.keepOne(),
                sales.checks(),
                sales.totals(),
                0);
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(shop.landing().resolve(name), text);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private List<String> files(String... columns) {
        return shown(lake.read(FileAccounts.TABLE).orderBy("path", "run_id", "status"), columns);
    }

    private List<String> column(String table, String column) {
        String[] name = table.split("\\.");
        return shown(lake.read(new io.headrace.spec.TableName(name[0], name[1])), column);
    }

    private static List<String> shown(org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows, String... columns) {
        return rows.collectAsList().stream()
                .map(row -> String.join(
                        " ",
                        Arrays.stream(columns)
                                .map(name -> {
                                    Object value = row.getAs(name);
                                    return value instanceof scala.collection.Seq<?> many
                                            ? scala.jdk.javaapi.CollectionConverters.asJava(many)
                                                    .toString()
                                            : String.valueOf(value);
                                })
                                .toList()))
                .toList();
    }
}
