package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Outcome;
import io.headrace.spec.Check;
import io.headrace.spec.Cleaning;
import io.headrace.spec.Cleaning.Clip;
import io.headrace.spec.Cleaning.Letters;
import io.headrace.spec.Cleaning.Mapping;
import io.headrace.spec.Cleaning.NumberText;
import io.headrace.spec.Cleaning.UnicodeForm;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeepOne;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.RowCheck;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TableName;
import io.headrace.spec.TextCleaner;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values cleaned between bronze and silver, with counts. */
@ExtendWith(LakeExtension.class)
class CleaningSparkIT {
    private static final String[] PIECES = {
        " ", "\u00A0", "n/a", "A", "b", "é", "e\u0301", "1", "2.000", ",5", "€", "-", "(", ")"
    };

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
    }

    @Test
    void everyValueAndEveryCountIsThatOfTheCleaner() throws IOException {
        Cleaning cleaning = new Cleaning(
                true,
                UnicodeForm.NFC,
                List.of("n/a"),
                Letters.LOWER,
                Map.of("a", "first", "b", ""),
                Optional.empty(),
                new NumberText(',', ".", true),
                Optional.empty());
        TextCleaner cleaner = new TextCleaner(cleaning, Map.of());
        Random dice = new Random(3);
        StringBuilder file = new StringBuilder("id,v\n");
        Map<String, String> expected = new TreeMap<>();
        Map<String, Long> changed = new TreeMap<>();
        for (int id = 0; id < 500; id++) {
            StringBuilder text = new StringBuilder();
            IntStream.range(0, dice.nextInt(4)).forEach(i -> text.append(PIECES[dice.nextInt(PIECES.length)]));
            file.append(id).append(",\"").append(text).append("\"\n");
            String received = text.isEmpty() ? null : text.toString();
            expected.put("" + id, String.valueOf(cleaner.clean(received)));
            for (int step = 0; step < cleaner.steps().size(); step++) {
                changed.merge(
                        "clean.v." + cleaner.steps().get(step),
                        (long) (cleaner.changes(received) >> step & 1),
                        Long::sum);
            }
        }
        put(file.toString());
        Outcome outcome = shop.run(
                spec(List.of(column("id", "string", Cleaning.NONE), column("v", "string", cleaning))), SmallShop.DAY);
        Map<String, String> found = new TreeMap<>();
        silver().forEach(row -> found.put(row.getString(0), String.valueOf(row.get(1))));
        assertThat(found).isEqualTo(expected);
        assertThat(changed).allSatisfy((step, count) -> {
            assertThat(count).as(step).isPositive();
            assertThat(outcome.counts()).containsEntry(step, count.toString());
        });
    }

    @Test
    void theOriginalStaysAndWhatIsNoNumberIsRefused() throws IOException {
        put("id,v\na,\"£1,234.50\"\nb,(5)\nc,five\nd,n/a\ne,999999\n");
        Cleaning money = new Cleaning(
                false,
                UnicodeForm.AS_IS,
                List.of("n/a"),
                Letters.AS_IS,
                Map.of(),
                Optional.empty(),
                new NumberText('.', ",", true),
                Optional.of(new Clip("0", "10000")));
        Outcome outcome = shop.run(
                spec(List.of(column("id", "string", Cleaning.NONE), column("v", "decimal(12,2)", money))),
                SmallShop.DAY);
        assertThat(silver())
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly("a 1234.50", "b 0.00", "d null", "e 10000.00");
        assertThat(outcome.counts())
                .containsEntry("clean.v.number", "2")
                .containsEntry("clean.v.null-tokens", "1")
                .containsEntry("clean.v.clip", "2")
                .containsEntry("quarantined", "1");
        assertThat(lake.read(new TableName("bronze", "t"))
                        .orderBy("_row")
                        .select("v")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("£1,234.50", "(5)", "five", "n/a", "999999");
    }

    @Test
    void aTableOfTheLakeMapsValuesAsItStoodWhenTheRunBegan() throws IOException {
        put("id,v\na,x\nb,y\n");
        regions("('x', 'north')");
        shop.run(mapped(), SmallShop.DAY);
        assertThat(silver()).extracting(row -> row.get(0) + " " + row.get(1)).containsExactly("a north", "b null");
        assertThat(shop.ledger().done().get(0).intent().inputs()).containsKey("silver.regions");

        regions("('x', 'north'), ('x', 'south')");
        put("2026-01-21.csv", "id,v\nc,x\n");
        assertThatThrownBy(() -> shop.run(mapped(), SmallShop.DAY.plusDays(1)))
                .hasMessageContaining("maps a value of code to more than one of name");
    }

    @Test
    void ofSeveralRowsWithAKeyOneIsKept() throws IOException {
        put("id,v\na,1\na,3\na,2\nb,1\n,1\n,1\n");
        put("2026-01-19.csv", "id,v\nb,1\nc,x\nc,1\n");
        IngestSpec all = spec(TestSource.columns("id string", "v integer"));
        IngestSpec spec = new IngestSpec(
                all.header(),
                all.source(),
                all.files(),
                all.schema(),
                all.columns(),
                all.derived(),
                all.duplicates(),
                Optional.of(new KeepOne(List.of("id"), List.of("v desc"))),
                all.checks(),
                all.totals(),
                0);
        Outcome outcome = shop.run(spec, SmallShop.DAY);
        assertThat(lake.read(spec.silver()).orderBy("id", "_file", "_row").collectAsList())
                .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.getAs("_file"))
                .containsExactly(
                        "null 1 2026-01-20.csv",
                        "null 1 2026-01-20.csv",
                        "a 3 2026-01-20.csv",
                        "b 1 2026-01-19.csv",
                        "c 1 2026-01-19.csv");
        assertThat(outcome.counts()).containsEntry("duplicate", "4").containsEntry("silver", "5");
    }

    @Test
    @Tag("full")
    void twoHundredColumnsWithThreeStepsEach() throws IOException {
        List<SourceColumn> columns = new ArrayList<>();
        StringBuilder header = new StringBuilder();
        StringBuilder row = new StringBuilder();
        Cleaning cleaning = new Cleaning(
                true,
                UnicodeForm.NFC,
                List.of("n/a"),
                Letters.UPPER,
                Map.of(),
                Optional.empty(),
                new NumberText('.', ",", false),
                Optional.of(new Clip("0", "50")));
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            columns.add(column("c" + i, "integer", cleaning));
            checks.add(new RowCheck("r" + i, "c" + i + " < 100", RowCheck.Severity.QUARANTINE, "too much"));
            header.append(i == 0 ? "" : ",").append("c").append(i);
            row.append(i == 0 ? "" : ",").append("\" 1,0").append(10 + i % 90).append(" \"");
        }
        checks.add(new KeyCheck(
                "key",
                new KeyCheck.Unique(List.of("c0"), KeyCheck.Keep.FIRST),
                "c0 > 1000",
                RowCheck.Severity.QUARANTINE,
                "twice"));
        put(header + "\n" + (row + "\n").repeat(3));
        IngestSpec spec = spec(columns, checks.toArray(Check[]::new));
        Outcome outcome = shop.run(spec, SmallShop.DAY);
        assertThat(outcome.counts())
                .containsEntry("silver", "3")
                .containsEntry("clean.c199.trim", "3")
                .containsEntry("clean.c0.clip", "3");
        assertThat(lake.read(spec.silver()).selectExpr("min(c0)", "max(c199)").first())
                .isEqualTo(org.apache.spark.sql.RowFactory.create(50, 50));
    }

    private void regions(String values) {
        lake.spark()
                .sql("select * from values " + values + " as t(code, name)")
                .write()
                .format("delta")
                .mode("overwrite")
                .save(lake.path(new TableName("silver", "regions")));
    }

    private static IngestSpec mapped() {
        Cleaning mapped = new Cleaning(
                false,
                UnicodeForm.AS_IS,
                List.of(),
                Letters.AS_IS,
                Map.of(),
                Optional.of(new Mapping(new TableName("silver", "regions"), "code", "name", Mapping.Others.EMPTY)),
                NumberText.PLAIN,
                Optional.empty());
        return spec(List.of(column("id", "string", Cleaning.NONE), column("v", "string", mapped)));
    }

    private List<Row> silver() {
        return lake.read(new TableName("silver", "t"))
                .orderBy("id")
                .select("id", "v")
                .collectAsList();
    }

    private void put(String text) throws IOException {
        put("2026-01-20.csv", text);
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(shop.landing().resolve(name), text);
    }

    private static SourceColumn column(String name, String type, Cleaning cleaning) {
        SourceColumn plain = TestSource.columns(name + " " + type).get(0);
        return new SourceColumn(
                name, plain.names(), plain.type(), plain.formats(), false, false, false, plain.comment(), cleaning);
    }

    private static IngestSpec spec(List<SourceColumn> columns, Check... checks) {
        return TestSource.csv(columns, checks);
    }
}
