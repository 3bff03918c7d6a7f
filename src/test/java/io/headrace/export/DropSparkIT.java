package io.headrace.export;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.meanwhileAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.headrace.job.JobRunner.Again;
import io.headrace.run.Digest;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import io.headrace.run.Outcome;
import io.headrace.run.Verdict;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Format;
import io.headrace.spec.ExportSpec.FormulaCells;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PublishedRows;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TwoDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published rows as files: whole, described, and once. */
@ExtendWith(LakeExtension.class)
class DropSparkIT {
    private static final String HARD_TEXTS = "select * from values (1, 'a', 0.1D), (2, 'say \"b\"\\r\\n, c', 0.2D),"
            + " (3, '', double('NaN')), (4, null, null), (5, '\\\\\\\\ ', -0.0D) as t(customer_id, name, score)";

    private SmallShop shop;
    private PublishedRows published;

    @BeforeEach
    void open(Lake lake) {
        shop = SmallShop.of(lake);
        published = TwoDays.in(lake);
    }

    private static ExportSpec export(Mode mode, Format format) {
        return SmallShop.export(mode, new Target.Files("crm/lapse", format));
    }

    private Path drop(String name) {
        return shop.exports().resolve("crm/lapse").resolve(name);
    }

    private static final String FORMULAS =
            "select * from values (1, '=1+1', -0.1D), (2, '@x', 0.2D), (3, '-5', -5D), (4, null, null),"
                    + " (5, ' =1', 0D), (6, '\\t=1', 0D), (7, '\uFF1D1', 0D), (8, 'a=1', 0D), (9, '', 0D) as t(customer_id, name, score)";

    private static ExportSpec csv(FormulaCells policy) {
        return SmallShop.export(Mode.REPLACE, new Target.Files("crm/lapse", Format.CSV, policy));
    }

    private List<String> names() throws IOException {
        return records(drop("2026-01-20.1")).stream()
                .map(record -> record.getField(1) + "|" + record.getField(2))
                .sorted()
                .toList();
    }

    /** Values are not changed unless the job says so; numbers never are. */
    @Test
    void textsThatLookLikeFormulasAreKeptAndCounted() throws IOException {
        published.publish(DAY, FORMULAS);
        Outcome outcome = shop.run(csv(FormulaCells.KEEP), DAY);
        assertThat(outcome.counts()).containsEntry("formula-cells", "5");
        assertThat(outcome.message()).startsWith("9 rows (5 texts that a spreadsheet takes for formulas) of ");
        assertThat(names())
                .containsExactly(
                        "\t=1|0.0", " =1|0.0", "-5|-5.0", "=1+1|-0.1", "@x|0.2", "a=1|0.0", "|", "|0.0", "\uFF1D1|0.0");
        assertThat(manifest(drop("2026-01-20.1")).formulaCells()).isEqualTo("keep");
        assertThat(manifest(drop("2026-01-20.1")).exportCounts().formulaCells()).isEqualTo(5);
    }

    @Test
    void textsThatLookLikeFormulasAreQuotedWhereTheJobSaysSo() throws IOException {
        published.publish(DAY, FORMULAS);
        shop.run(csv(FormulaCells.QUOTE), DAY);
        assertThat(names())
                .containsExactly(
                        " =1|0.0",
                        "'\t=1|0.0",
                        "'-5|-5.0",
                        "'=1+1|-0.1",
                        "'@x|0.2",
                        "'\uFF1D1|0.0",
                        "a=1|0.0",
                        "|",
                        "|0.0");
        assertThat(manifest(drop("2026-01-20.1")).formulaCells()).isEqualTo("quote");
    }

    @Test
    void textsThatLookLikeFormulasRefuseTheExportWhereTheJobSaysSo() {
        published.publish(DAY, FORMULAS);
        assertThatThrownBy(() -> shop.run(csv(FormulaCells.REFUSE), DAY))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(FailureKind.REFUSED))
                .hasMessage("a spreadsheet would take texts for formulas, files.formula-cells = refuse, so nothing was"
                        + " sent to exports/crm/lapse: 5 of name");
        assertThat(shop.exports().resolve("crm/lapse")).isEmptyDirectory();
    }

    @Test
    void csvKeepsQuotesLineBreaksNullsAndEmptyTexts() throws IOException {
        published.publish(DAY, HARD_TEXTS);
        shop.run(export(Mode.REPLACE, Format.CSV), DAY);
        List<String> names = new ArrayList<>();
        for (CsvRecord record : records(drop("2026-01-20.1"))) {
            names.add(record.getField(1) + "|" + record.getField(2) + "|" + record.getField(3));
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "a|0.1|2026-01-21 00:00:00Z",
                        "say \"b\"\r\n, c|0.2|2026-01-21 00:00:00Z",
                        "|NaN|2026-01-21 00:00:00Z",
                        "||2026-01-21 00:00:00Z",
                        "\\\\ |-0.0|2026-01-21 00:00:00Z");
        String text = text(drop("2026-01-20.1"));
        assertThat(text).contains("\"3\",\"\",\"NaN\",").contains("\"4\",,,");
    }

    @Test
    void parquetKeepsTypesAndRows() {
        shop.run(export(Mode.REPLACE, Format.PARQUET), DAY);
        var written = shop.lake().spark().read().parquet(drop("2026-01-20.1").toString());
        assertThat(written.schema().simpleString())
                .isEqualTo("struct<customer_id:int,name:string,score:double,as_of:timestamp,run_id:string>");
        assertThat(LakeContents.rows(written))
                .isEqualTo(LakeContents.rows(shop.lake().read(TwoDays.TABLE).where("as_of = timestamp'2026-01-21'")));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theManifestSaysWhatLiesThere(Format format) throws IOException {
        shop.run(export(Mode.REPLACE, format), DAY);
        Path folder = drop("2026-01-20.1");
        DropManifest manifest = manifest(folder);
        assertThat(manifest.run()).isEqualTo("export-lapse/2026-01-20/1");
        assertThat(manifest.table()).isEqualTo("scores.lapse");
        assertThat(manifest.version()).isEqualTo(shop.lake().version(TwoDays.TABLE));
        assertThat(manifest.asOf()).isEqualTo("2026-01-21T00:00:00Z");
        assertThat(manifest.counts()).containsExactly(Map.entry("rows", 3L));
        assertThat(manifest.columns()).contains(new DropManifest.Column("score", "double"));
        assertThat(manifest.files().stream()
                        .mapToLong(DropManifest.DataFile::rows)
                        .sum())
                .isEqualTo(3);
        for (DropManifest.DataFile file : manifest.files()) {
            assertThat(file.name()).endsWith(format == Format.CSV ? ".csv" : ".parquet");
            byte[] bytes = Files.readAllBytes(folder.resolve(file.name()));
            assertThat(file.bytes()).isEqualTo(bytes.length);
            assertThat(file.sha256()).isEqualTo(Digest.of(bytes));
        }
        List<String> there = new ArrayList<>(List.of("_SUCCESS", "_manifest.json"));
        manifest.files().forEach(file -> there.add(file.name()));
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void changesAreCountedFromThePreviousDropEvenWhenItIsGone() throws IOException {
        shop.run(export(Mode.CHANGES, Format.CSV), DAY);
        remove(drop("2026-01-20.1"));
        shop.run(export(Mode.CHANGES, Format.CSV), DAY.plusDays(1));
        DropManifest manifest = manifest(drop("2026-01-21.1"));
        assertThat(manifest.base()).isEqualTo("export-lapse/2026-01-20/1");
        assertThat(manifest.exportCounts().inWords()).isEqualTo("1 inserted, 1 changed, 1 withdrawn");
        List<String> changes = new ArrayList<>();
        for (CsvRecord record : records(drop("2026-01-21.1"))) {
            changes.add(record.getField(0) + " " + record.getField(5));
        }
        assertThat(changes).containsExactlyInAnyOrder("1 withdrawn", "3 changed", "4 inserted");
        published.withdraw(DAY.plusDays(1));
        shop.run(export(Mode.CHANGES, Format.CSV), DAY.plusDays(1), Again.FORCE);
        assertThat(manifest(drop("2026-01-21.2")).exportCounts().inWords())
                .isEqualTo("0 inserted, 0 changed, 3 withdrawn");
        assertThat(shop.run(export(Mode.CHANGES, Format.CSV), DAY, Again.FORCE).verdict())
                .isEqualTo(Verdict.SUPERSEDED);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nothingWithdrawnStillMakesAWholeDrop(Format format) throws IOException {
        published.withdraw(DAY);
        shop.run(export(Mode.REPLACE, format), DAY);
        assertThat(manifest(drop("2026-01-20.1")).counts()).containsExactly(Map.entry("rows", 0L));
        if (format == Format.CSV) {
            assertThat(text(drop("2026-01-20.1")))
                    .startsWith("\"customer_id\",\"name\",\"score\",\"as_of\",\"run_id\"\n");
        }
    }

    @Test
    @Tag("full")
    void noInterruptionShowsHalfADrop() throws IOException {
        Format format = Format.CSV;
        SmallShop clean = shop.copy("clean");
        List<String> points = pointsOf(() -> clean.run(export(Mode.CHANGES, format), DAY));
        assertThat(points)
                .contains(
                        "wrote the data of exports/crm/lapse",
                        "described exports/crm/lapse",
                        "committed to exports/crm/lapse");
        for (String point : new LinkedHashSet<>(points)) {
            killedAt(point, () -> shop.as(DEAD).run(export(Mode.CHANGES, format), DAY));
            assertThat(names(drop("."))).allMatch(name -> name.startsWith(".") || isWhole(drop(name)));
        }
        shop.run(export(Mode.CHANGES, format), DAY);
        assertThat(names(drop("."))).containsExactly("2026-01-20.1");
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    @Test
    void aZombieDoublesNothing() throws IOException {
        for (String point : List.of("staged", "before exports/crm/lapse")) {
            meanwhileAt(
                    point,
                    () -> shop.run(export(Mode.REPLACE, Format.CSV), DAY),
                    () -> shop.as(DEAD).run(export(Mode.REPLACE, Format.CSV), DAY, Again.FORCE));
        }
        assertThat(names(drop("."))).containsExactly("2026-01-20.1", "2026-01-20.2");
        assertThat(isWhole(drop("2026-01-20.2"))).isTrue();
    }

    @Test
    void aFolderOfSomebodyElseIsPassedOver() throws IOException {
        Files.createDirectories(drop("2026-01-20.old"));
        shop.run(export(Mode.REPLACE, Format.CSV), DAY);
        assertThat(names(drop("."))).containsExactly("2026-01-20.1", "2026-01-20.old");
    }

    private static boolean isWhole(Path folder) {
        return Files.exists(folder.resolve("_SUCCESS")) && Files.exists(folder.resolve("_manifest.json"));
    }

    private static DropManifest manifest(Path folder) throws IOException {
        return Json.read(Files.readString(folder.resolve("_manifest.json")), DropManifest.class);
    }

    private static List<CsvRecord> records(Path folder) throws IOException {
        List<CsvRecord> records = new ArrayList<>();
        for (DropManifest.DataFile file : manifest(folder).files()) {
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(folder.resolve(file.name()))) {
                reader.stream().skip(1).forEach(records::add);
            }
        }
        return records;
    }

    private static String text(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        for (DropManifest.DataFile file : manifest(folder).files()) {
            text.append(Files.readString(folder.resolve(file.name())));
        }
        return text.toString();
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void remove(Path folder) throws IOException {
        for (String name : names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
