package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.quality.CheckResultTable;
import io.headrace.run.Outcome;
import io.headrace.spec.Check;
import io.headrace.spec.DataCheck;
import io.headrace.spec.DataCheck.Bounds;
import io.headrace.spec.DataCheck.Change;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.DataCheck.Direction;
import io.headrace.spec.DataCheck.Fixed;
import io.headrace.spec.DataCheck.Measure;
import io.headrace.spec.DataCheck.Usual;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules on all rows of a run together. */
@ExtendWith(LakeExtension.class)
class DataChecksSparkIT {
    private static final LocalDate DAY = SmallShop.DAY;
    private static final String ROW = ",1,2026-01-20 18:00:00,2,1.50\n";

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void open(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Files.createDirectories(shop.landing());
    }

    @Test
    void everyCheckHasAResultAndNoneTouchesARow() throws IOException {
        put(DAY, "a" + ROW + "b" + ROW + "c,1,2026-01-20 12:00:00,2,-1\n");
        Outcome outcome = run(
                DAY,
                fixed("rows", "count(*)", null, "1", Severity.WARN),
                fixed("complete", "count(price) / count(*)", "1", null, Severity.REFUSE),
                fixed(
                        "fresh",
                        "(unix_micros(as_of) - unix_micros(max(sold_at))) / 3600000000",
                        null,
                        "6",
                        Severity.REFUSE),
                fixed("divided", "sum(quantity) / sum(quantity - 2)", "0", null, Severity.WARN),
                new RowCheck("price", "price >= 0", Severity.QUARANTINE, "negative"),
                new RowCheck("well", "quantity > 0", Severity.WARN, "none"));
        assertThat(results("outcome", "rows", "failed", "value_text"))
                .containsExactly(
                        "complete passed 2 0 1",
                        "divided error 2 0 null",
                        "fresh passed 2 0 6",
                        "price failed 3 1 null",
                        "rows failed 2 0 2",
                        "well passed 3 0 null");
        assertThat(outcome.message())
                .contains("; warning: check rows: about rows is 2, expected at most 1")
                .contains("; warning: check divided could not be evaluated: ");
        assertThat(lake.read(SmallShop.ingest().silver()).count()).isEqualTo(2);
        assertThat(lake.read(SmallShop.ingest().quarantine()).count()).isEqualTo(1);
    }

    @Test
    void aRefusedRunKeepsItsResults() throws IOException {
        put(DAY, "a" + ROW);
        assertThatThrownBy(() -> run(DAY, fixed("rows", "count(*)", "10", null, Severity.REFUSE)))
                .hasMessageContaining("was refused")
                .hasMessageContaining("check rows: about rows is 1, expected at least 10");
        assertThat(results("outcome")).containsExactly("rows failed");
        assertThat(lake.read(SmallShop.ingest().silver()).count()).isZero();
    }

    @Test
    void aNumberMustBeAsInEarlierRunsThatWereTakenIn() throws IOException {
        Check usual = check("usual", "count(*)", new Usual(28, 3, 1, 4, Direction.BOTH), Severity.REFUSE);
        for (int day = 0; day < 4; day++) {
            put(DAY.plusDays(day), ("day" + day + ROW).repeat(20 + day % 2));
            run(DAY.plusDays(day), usual);
        }
        assertThat(results("outcome"))
                .containsExactly("usual no-history", "usual no-history", "usual no-history", "usual passed");
        put(DAY.plusDays(4), ("a" + ROW).repeat(60));
        assertThatThrownBy(() -> run(DAY.plusDays(4), usual))
                .hasMessageContaining("check usual: about usual is 60, expected as in the last 4 runs")
                .hasMessageContaining("robust standard deviations, allowed 4.0");
        put(DAY.plusDays(4), ("a" + ROW).repeat(21));
        assertThat(run(DAY.plusDays(4), usual).status()).isEqualTo("done");
    }

    @Test
    void aSumMustBeThatOfTheControlFile() throws IOException {
        Check control = check(
                "sums",
                "sum(quantity * price)",
                new Control("control/{date}.csv", "total", new BigDecimal("0.01")),
                Severity.REFUSE);
        put(DAY, "a" + ROW + "b" + ROW);
        assertThatThrownBy(() -> run(DAY, control))
                .hasMessageContaining(
                        "check sums could not be evaluated: the control file control/2026-01-20.csv cannot be read");
        Files.createDirectories(shop.landing().resolve("control"));
        Files.writeString(shop.landing().resolve("control/2026-01-20.csv"), "rows,total\n2,7.00\n");
        assertThatThrownBy(() -> run(DAY, control)).hasMessageContaining("is 6, expected 7.00 in the control file");
        Files.writeString(shop.landing().resolve("control/2026-01-20.csv"), "rows,total\n2,6.01\n");
        assertThat(run(DAY, control).status()).isEqualTo("done");
    }

    @Test
    void aDistributionMustStayWhereItWas() throws IOException {
        DataCheck change = new DataCheck(
                "moved",
                new Measure("change", "order_no", "", false),
                "true",
                new Change(2, 0.2),
                Severity.REFUSE,
                "orders");
        put(DAY, ("a" + ROW).repeat(60) + ("b" + ROW).repeat(40));
        run(DAY, change);
        put(DAY.plusDays(1), ("a" + ROW).repeat(58) + ("b" + ROW).repeat(43));
        run(DAY.plusDays(1), change);
        assertThat(results("outcome")).containsExactly("moved no-history", "moved passed");
        put(DAY.plusDays(2), ("a" + ROW).repeat(10) + ("c" + ROW).repeat(90));
        assertThatThrownBy(() -> run(DAY.plusDays(2), change)).hasMessageContaining("check moved: orders is");
    }

    private static DataCheck fixed(String name, String sql, String least, String most, Severity severity) {
        return check(
                name,
                sql,
                new Fixed(
                        Optional.ofNullable(least).map(BigDecimal::new),
                        Optional.ofNullable(most).map(BigDecimal::new)),
                severity);
    }

    private static DataCheck check(String name, String sql, Bounds bounds, Severity severity) {
        return new DataCheck(name, new Measure("measure", "", sql, false), "true", bounds, severity, "about " + name);
    }

    private Outcome run(LocalDate date, Check... checks) {
        IngestSpec sales = SmallShop.ingest();
        return shop.run(TestSource.with(sales, sales.columns(), IngestSpec.Duplicates.KEEP, List.of(checks)), date);
    }

    private void put(LocalDate date, String rows) throws IOException {
        Files.writeString(shop.landing().resolve(date + ".csv"), "OrderNo,CustomerId,SoldAt,Quantity,Price\n" + rows);
    }

    /** Check, then the columns. */
    private List<String> results(String... columns) {
        return lake.read(CheckResultTable.TABLE).orderBy("check", "run_id").collectAsList().stream()
                .map(row -> {
                    StringBuilder text = new StringBuilder(row.<String>getAs("check"));
                    for (String column : columns) {
                        Object value = row.getAs(column);
                        text.append(' ')
                                .append(
                                        column.equals("value_text") && value != null
                                                ? new BigDecimal(value.toString())
                                                        .stripTrailingZeros()
                                                        .toPlainString()
                                                : String.valueOf(value));
                    }
                    return text.toString();
                })
                .toList();
    }
}
