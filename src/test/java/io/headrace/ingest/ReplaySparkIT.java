package io.headrace.ingest;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.meanwhileAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headrace.job.Arrivals;
import io.headrace.job.JobRunner.Again;
import io.headrace.job.StaleRuns;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refused rows that pass after a change of the rules go to silver, once. */
@ExtendWith(LakeExtension.class)
class ReplaySparkIT {
    private static final String HEADER = "OrderNo,CustomerId,SoldAt,Quantity,Price\n";
    private static final IngestSpec STRICT = spec("price >= 2", "quantity < 10");
    private static final IngestSpec MILDER = spec("price >= 1", "quantity < 10");

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void deliver(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
        put("2026-01-19.csv", row("a", 1, "3.00") + row("b", 1, "1.50") + row("c", 1, "0.50"));
        put("2026-01-20.csv", row("d", 1, "1.50") + row("e", 10, "1.50") + row("f", 1, "x") + "x,1,2,3,4,5,6\n");
    }

    @Test
    @Tag("full")
    void rowsThatPassTodayMoveOnce() {
        shop.run(STRICT, DAY);
        Outcome outcome = replay(MILDER);
        assertThat(outcome.message())
                .isEqualTo(
                        "5 rows in quarantine = 2 moved to silver + 3 remaining; 1 unreadable ones need their file again");
        assertThat(outcome.counts())
                .containsAllEntriesOf(Map.of("before", "5", "moved", "2", "remaining", "3", "unreadable", "1"));
        assertThat(orders("silver")).containsExactly("a", "b", "d");
        assertThat(refused())
                .containsExactly(
                        "2026-01-19.csv 4 [price]",
                        "2026-01-20.csv 3 [quantity]",
                        "2026-01-20.csv 4 [type,price]",
                        "2026-01-20.csv 5 [unreadable]");

        assertThat(replay(MILDER).counts()).containsEntry("before", "3").containsEntry("moved", "0");
        assertThat(orders("silver")).containsExactly("a", "b", "d");
    }

    @Test
    void afterwardsTheLakeIsAsIfTheRulesHadBeenThoseOfToday() {
        SmallShop clean = shop.copy("clean");
        clean.run(MILDER, DAY);
        shop.run(STRICT, DAY);
        replay(MILDER);
        assertSameTables(clean);
    }

    @Test
    @Tag("full")
    void survivesAnInterruptionBetweenTwoTables() {
        survives(points -> List.of("after quarantine.sales"));
    }

    @Test
    @Tag("full")
    void survivesEveryInterruption() {
        survives(points -> points);
    }

    private void survives(UnaryOperator<List<String>> which) {
        shop.run(STRICT, DAY);
        SmallShop clean = shop.copy("clean");
        List<String> points = pointsOf(() -> replay(clean, MILDER, Again.FORCE));
        assertThat(points).contains("claimed", "after silver.sales", "after quarantine.sales", "after bronze.sales");
        for (String point : which.apply(points)) {
            SmallShop killed = shop.copy(point.replaceAll("\\W", "-"));
            killedAt(point, () -> replay(killed.as(DEAD), MILDER, Again.FORCE));
            replay(killed, MILDER, Again.SKIP);
            assertThat(LakeContents.of(killed)).as(point).containsAllEntriesOf(tables(clean));
        }
    }

    @Test
    @Tag("full")
    void afterAnInterruptionAReplacedFileIsLeftAlone() throws IOException {
        shop.run(STRICT, DAY);
        killedAt("after silver.sales", () -> replay(shop.as(DEAD), MILDER, Again.FORCE));
        put("2026-01-20.csv", row("g", 1, "1.50"));
        shop.run(STRICT, DAY.plusDays(1));
        replay(shop, MILDER, Again.SKIP);
        assertThat(orders("silver")).containsExactly("a", "b");
        assertThat(orders("bronze")).containsExactly("a", "b", "c", "g");
        assertThat(refused()).containsExactly("2026-01-19.csv 4 [price]", "2026-01-20.csv 2 [price]");
        replay(shop, MILDER, Again.FORCE);
        assertThat(orders("silver")).containsExactly("a", "b", "g");
    }

    @Test
    @Tag("full")
    void anIngestThatComesInBetweenTurnsTheReplayAway() throws IOException {
        shop.run(STRICT, DAY);
        put("2026-01-20.csv", row("g", 1, "1.50"));
        List<Throwable> failures = new ArrayList<>();
        meanwhileAt(
                "staged",
                () -> shop.run(STRICT, DAY.plusDays(1)),
                () -> failures.add(catchThrowable(() -> replay(shop, MILDER, Again.FORCE))));
        assertThat(failures.get(0))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        failure -> assertThat(failure.kind().exitCode()).isEqualTo(75));
        replay(shop, MILDER, Again.SKIP);
        assertThat(orders("silver")).containsExactly("a", "b");
        replay(shop, MILDER, Again.FORCE);
        assertThat(orders("silver")).containsExactly("a", "b", "g");
    }

    @Test
    @Tag("full")
    void anInterruptedIngestIsFinishedFirst() {
        killedAt("after bronze.sales", () -> shop.as(DEAD).run(STRICT, DAY));
        assertThatThrownBy(() -> replay(MILDER)).hasMessageContaining("has not been finished");
        shop.run(STRICT, DAY);
        assertThat(replay(MILDER).counts()).containsEntry("moved", "2");
    }

    @Test
    @Tag("full")
    void aCorrectedFileAndAForcedRunComeAfterIt() throws IOException {
        shop.run(STRICT, DAY);
        replay(MILDER);
        put("2026-01-19.csv", row("h", 1, "3.00"));
        shop.run(MILDER, DAY.plusDays(1));
        assertThat(orders("silver")).containsExactly("d", "h");
        shop.run(MILDER, DAY, Again.FORCE);
        assertThat(orders("silver")).containsExactly("d", "h");
    }

    @Test
    @Tag("full")
    void onlyRowsOfOneRule() {
        shop.run(spec("price >= 2", "quantity < 1"), DAY);
        IngestSpec none = spec("true", "true");
        ReplayStage stage = new ReplayStage(none, lake, shop.ledger(), "price");
        assertThat(stage.preview(ZoneOffset.UTC)).isEqualTo(Map.of("price", 4L, "quantity", 4L));
        assertThat(shop.run(ReplayStage.job(none), stage, DAY, Again.FORCE).counts())
                .containsEntry("moved", "4");
        assertThat(orders("silver")).containsExactly("b", "c", "d", "e");
    }

    @Test
    @Tag("full")
    void aColumnDeclaredSinceComesOutOfTheUndeclaredOnes() throws IOException {
        put("2026-01-21.csv", "");
        Files.writeString(shop.landing().resolve("2026-01-21.csv"), "Shop," + HEADER + "north," + row("s", 1, "1.50"));
        shop.run(STRICT, DAY.plusDays(1));
        List<io.headrace.spec.SourceColumn> columns = new ArrayList<>(MILDER.columns());
        columns.add(new io.headrace.spec.SourceColumn(
                "shop", List.of("Shop"), columns.get(0).type(), List.of(), false, false, true, ""));
        replay(with(MILDER, columns, MILDER.checks()));
        assertThat(lake.read(MILDER.silver())
                        .where("order_no = 's'")
                        .select("shop")
                        .first()
                        .getString(0))
                .isEqualTo("north");
    }

    @Test
    @Tag("full")
    void daysThatWereDerivedBeforeAreStale() {
        shop.runAll(DAY, STRICT, SmallShop.features());
        assertThat(new StaleRuns(shop.ledger().done(), Map.of(), Map.of(), Arrivals.UNKNOWN)
                        .reason(SmallShop.features().name(), DAY))
                .isEmpty();
        replay(MILDER);
        assertThat(new StaleRuns(shop.ledger().done(), Map.of(), Map.of(), Arrivals.UNKNOWN)
                        .reason(SmallShop.features().name(), DAY))
                .contains("2026-01-19.csv came later into silver.sales with replay-sales/2026-01-20/1");
    }

    @Test
    @Tag("full")
    void ofAnyTwoRuleSetsWhatPassesEitherIsInSilver() throws IOException {
        Random dice = new Random(7);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            rows.append(row("r" + i, dice.nextInt(12), dice.nextInt(9) == 0 ? "?" : dice.nextInt(5) + ".00"));
        }
        put("2026-01-20.csv", rows.toString());
        IngestSpec first = spec("price >= 2", "quantity > 3");
        IngestSpec second = spec("price < 4", "quantity < 8");
        shop.run(first, DAY);
        replay(second);
        assertThat(lake.read(first.silver()).count())
                .isEqualTo(lake.read(first.bronze())
                        .where("(try_cast(price as double) >= 2 and try_cast(quantity as int) > 3)"
                                + " or (try_cast(price as double) < 4 and try_cast(quantity as int) < 8)")
                        .count());
        assertThat(lake.read(first.silver()).count()
                        + lake.read(first.quarantine()).count())
                .isEqualTo(lake.read(first.bronze()).count());
    }

    private static String row(String order, int quantity, String price) {
        return order + ",1,2026-01-20 10:00:00," + quantity + "," + price + "\n";
    }

    private void put(String name, String rows) throws IOException {
        Files.writeString(shop.landing().resolve(name), HEADER + rows);
    }

    private static IngestSpec spec(String price, String quantity) {
        IngestSpec sales = SmallShop.ingest();
        return with(
                sales,
                sales.columns(),
                List.of(
                        new RowCheck("price", price, Severity.QUARANTINE, "wrong price"),
                        new RowCheck("quantity", quantity, Severity.QUARANTINE, "wrong quantity")));
    }

    private static IngestSpec with(IngestSpec sales, List<io.headrace.spec.SourceColumn> columns, List<Check> checks) {
        return TestSource.with(sales, columns, IngestSpec.Duplicates.KEEP, checks);
    }

    private Outcome replay(IngestSpec spec) {
        return replay(shop, spec, Again.FORCE);
    }

    private static Outcome replay(SmallShop shop, IngestSpec spec, Again again) {
        return shop.run(ReplayStage.job(spec), new ReplayStage(spec, shop.lake(), shop.ledger(), ""), DAY, again);
    }

    private List<String> orders(String layer) {
        return lake
                .read(new io.headrace.spec.TableName(layer, "sales"))
                .where("order_no is not null")
                .orderBy("order_no")
                .select("order_no")
                .collectAsList()
                .stream()
                .map(found -> found.getString(0))
                .toList();
    }

    private List<String> refused() {
        return lake
                .read(MILDER.quarantine())
                .orderBy("_file", "_row")
                .selectExpr("concat(_file, ' ', _row, ' [', array_join(reasons.rule, ','), ']')")
                .collectAsList()
                .stream()
                .map(found -> found.getString(0))
                .toList();
    }

    private void assertSameTables(SmallShop clean) {
        assertThat(LakeContents.of(shop)).containsAllEntriesOf(tables(clean));
    }

    private static Map<String, List<String>> tables(SmallShop clean) {
        Map<String, List<String>> tables = LakeContents.of(clean);
        tables.keySet().removeIf(name -> name.startsWith("headrace."));
        assertThat(tables).hasSize(3);
        return tables;
    }
}
