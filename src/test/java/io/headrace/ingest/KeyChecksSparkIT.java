package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.job.JobRunner.Again;
import io.headrace.run.Outcome;
import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Agreement;
import io.headrace.spec.KeyCheck.ExistsIn;
import io.headrace.spec.KeyCheck.Keep;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.KeyCheck.Unique;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules whose verdict on a row depends on other rows. */
@ExtendWith(LakeExtension.class)
class KeyChecksSparkIT {
    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
    }

    @Test
    void aKeyStandsOnceInSilver() throws IOException {
        put(19, "a,1,x", "b,1,x");
        put(20, "b,2,x", "c,1,x", "c,2,x", ",1,x", ",2,x", "d,-1,x", "d,-2,x");
        IngestSpec spec = spec(unique(Keep.FIRST, "v > 0"));
        shop.run(spec, SmallShop.DAY.minusDays(1));
        Outcome outcome = shop.run(spec, SmallShop.DAY);
        assertThat(refused()).containsExactly("20:2 [rule]", "20:4 [rule]");
        assertThat(outcome.counts()).containsEntry("check.rule.failed", "2");

        put(19, "b,9,x", "c,3,x");
        shop.run(spec, SmallShop.DAY.plusDays(1));
        assertThat(refused())
                .as("a corrected file does not lose to its own earlier rows")
                .containsExactly("19:3 [rule]", "20:2 [rule]", "20:4 [rule]");
    }

    @Test
    void ofSeveralRowsWithAKeyNoneMayBeWell() throws IOException {
        put(20, "b,2,x", "c,1,x", "c,2,x");
        shop.run(spec(unique(Keep.NONE, "true")), SmallShop.DAY);
        assertThat(refused()).containsExactly("20:3 [rule]", "20:4 [rule]");
    }

    @Test
    void aKeyMayHaveToExistElsewhere() throws IOException {
        lake.spark()
                .sql("select * from values ('a', 1), ('b', 2), (null, 3) as t(id, n)")
                .write()
                .format("delta")
                .save(lake.path(new TableName("silver", "others")));
        put(20, "a,1,x", "a,2,x", "b,2,x", ",7,x", "z,1,x");
        KeyCheck check = new KeyCheck(
                "rule",
                new ExistsIn(List.of("k", "v"), new TableName("silver", "others"), List.of("id", "n")),
                "true",
                Severity.QUARANTINE,
                "unknown");
        shop.run(spec(check), SmallShop.DAY);
        assertThat(refused()).containsExactly("20:3 [rule]", "20:6 [rule]");
        assertThat(shop.ledger().done().get(0).intent().inputs()).containsEntry("silver.others", 0L);
    }

    @Test
    void rowsMayHaveToAgree() throws IOException {
        put(20, "a,1,x", "a,1,x", "a,2,y", "b,1,x", "b,2,x", "c,1,", "c,1,x");
        shop.run(spec(same(Agreement.MAJORITY)), SmallShop.DAY);
        assertThat(refused()).containsExactly("20:4 [rule]", "20:5 [rule]", "20:6 [rule]");
    }

    @Test
    void aRowCarriesAllRulesItBrokeAndAnErrorIsToldApart() throws IOException {
        put(20, "a,1,x", "a,-1,x", "a,0,x");
        KeyCheck failing = new KeyCheck(
                "fails", new Unique(List.of("k"), Keep.FIRST), "1 / v > 0", Severity.WARN, "cannot be told of 0");
        RowCheck positive = new RowCheck("positive", "v > 0", Severity.QUARANTINE, "negative");
        Outcome outcome = shop.run(spec(unique(Keep.FIRST, "true"), failing, positive), SmallShop.DAY);
        assertThat(refused()).containsExactly("20:3 [positive,rule]", "20:4 [positive,rule]");
        assertThat(outcome.counts()).containsEntry("check.fails.errors", "1").doesNotContainKey("check.fails.failed");
    }

    @Test
    @Tag("full")
    void aReplayComparesWithSilverAndAmongItsOwn() throws IOException {
        put(19, "a,1,x", "b,-1,x", "b,-2,x", "a,-3,x", "c,-1,x");
        RowCheck positive = new RowCheck("positive", "v > 0", Severity.QUARANTINE, "negative");
        shop.run(spec(positive), SmallShop.DAY);
        IngestSpec now = spec(unique(Keep.FIRST, "true"));
        Outcome outcome = shop.run(
                ReplayStage.job(now), new ReplayStage(now, lake, shop.ledger(), ""), SmallShop.DAY, Again.FORCE);
        assertThat(outcome.counts()).containsEntry("moved", "2").containsEntry("remaining", "2");
        assertThat(refused()).containsExactly("19:4 [rule]", "19:5 [rule]");
    }

    @Test
    void equalsANaiveSearchOnRandomRows() throws IOException {
        Random dice = new Random(11);
        List<String> earlier = rows(dice, 40);
        List<String> rows = rows(dice, 200);
        put(19, earlier.toArray(String[]::new));
        put(20, rows.toArray(String[]::new));
        KeyCheck unique =
                new KeyCheck("unique", new Unique(List.of("k", "v"), Keep.FIRST), "w <> 'z'", Severity.QUARANTINE, "");
        KeyCheck majority = named("majority", same(Agreement.MAJORITY));
        KeyCheck none = named("none", same(Agreement.NONE));
        IngestSpec spec = spec(unique, majority, none);
        shop.run(spec(), SmallShop.DAY.minusDays(1));
        shop.run(spec, SmallShop.DAY);

        List<String> expected = new ArrayList<>();
        Set<String> seen = new HashSet<>(earlier.stream()
                .map(KeyChecksSparkIT::key)
                .filter(Objects::nonNull)
                .toList());
        for (int i = 0; i < rows.size(); i++) {
            String[] row = cells(rows.get(i));
            Set<String> broken = new TreeSet<>();
            String key = key(rows.get(i));
            if (key != null && !"z".equals(row[2]) && row[2] != null && !seen.add(key)) {
                broken.add("unique");
            }
            if (isWhole(row)) {
                List<String[]> group = rows.stream()
                        .map(KeyChecksSparkIT::cells)
                        .filter(other -> isWhole(other) && row[0].equals(other[0]))
                        .toList();
                long agreeing = group.stream()
                        .filter(other -> Objects.equals(row[1], other[1]) && Objects.equals(row[2], other[2]))
                        .count();
                if (agreeing < group.size()) {
                    broken.add("none");
                    if (2 * agreeing <= group.size()) {
                        broken.add("majority");
                    }
                }
            }
            if (!broken.isEmpty()) {
                expected.add("20:" + (i + 2) + " [" + String.join(",", broken) + "]");
            }
        }
        assertThat(expected).hasSizeBetween(20, 199);
        assertThat(refused()).containsExactlyElementsOf(expected);
    }

    private static List<String> rows(Random dice, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String k = dice.nextInt(10) == 0 ? "" : "k" + dice.nextInt(60);
            String v = dice.nextInt(10) == 0 ? "" : "" + dice.nextInt(2);
            String w = dice.nextInt(10) == 0 ? "" : List.of("x", "y", "z", "x").get(dice.nextInt(4));
            rows.add(k + "," + v + "," + w);
        }
        return rows;
    }

    private static String[] cells(String row) {
        return Arrays.stream(row.split(",", -1))
                .map(cell -> cell.isEmpty() ? null : cell)
                .toArray(String[]::new);
    }

    /** Rows with an empty cell are not compared, nor do they count. */
    private static boolean isWhole(String[] row) {
        return Stream.of(row).allMatch(Objects::nonNull);
    }

    private static String key(String row) {
        String[] cells = cells(row);
        return cells[0] == null || cells[1] == null ? null : cells[0] + "|" + cells[1];
    }

    private static KeyCheck unique(Keep keep, String where) {
        return new KeyCheck("rule", new Unique(List.of("k"), keep), where, Severity.QUARANTINE, "twice");
    }

    private static KeyCheck same(Agreement keep) {
        return new KeyCheck("rule", new Same(List.of("v", "w"), List.of("k"), keep), "true", Severity.QUARANTINE, "");
    }

    private static KeyCheck named(String name, KeyCheck check) {
        return new KeyCheck(name, check.rule(), check.where(), check.severity(), check.message());
    }

    private void put(int day, String... rows) throws IOException {
        Files.writeString(
                shop.landing().resolve("2026-01-" + day + ".csv"), "k,v,w\n" + String.join("\n", rows) + "\n");
    }

    private List<String> refused() {
        return lake
                .read(new TableName("quarantine", "t"))
                .orderBy("_file", "_row")
                .selectExpr(
                        "concat(substring(_file, 9, 2), ':', _row, ' [', array_join(array_sort(reasons.rule), ','), ']')")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static IngestSpec spec(Check... checks) {
        return TestSource.csv(TestSource.columns("k string", "v integer", "w string"), checks);
    }
}
