package io.headrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.Outcome;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.NullPolicy;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.table.Lake;
import io.headrace.table.TableLayout;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class RowChecksSparkIT {
    private static final String FILE = "2026-01-20.csv";
    private static final String ERRED = ": the rule could not be evaluated on this row";

    private Lake lake;
    private SmallShop shop;

    @BeforeEach
    void deliver(Lake given) throws IOException {
        lake = given;
        shop = SmallShop.of(lake);
        Path landing = Files.createDirectories(shop.landing());
        Files.writeString(landing.resolve(FILE), """
                OrderNo,CustomerId,SoldAt,Quantity,Price
                a,1,2026-01-20 10:00:00,0,1.00
                b,2,2026-01-20 10:00:00,1,2.00
                c,3,2026-01-20 10:00:00,2,3.00
                """);
    }

    @Test
    void aNullResultMeansWhatTheRuleSays() {
        Outcome outcome = run(
                check("fails", "nullif(quantity, 0) > 0", "true", NullPolicy.FAIL, Severity.WARN),
                check("passes", "nullif(quantity, 0) > 0", "true", NullPolicy.PASS, Severity.WARN),
                check("skips", "nullif(quantity, 0) > 0", "true", NullPolicy.SKIP, Severity.WARN));
        assertThat(bronze("_warnings")).containsExactly("a silver [fails]", "b silver []", "c silver []");
        assertThat(ofChecks(outcome)).containsExactly(Map.entry("check.fails.failed", "1"));
    }

    @Test
    void judgesOnlyTheRowsOfItsCondition() {
        run(
                check("some", "price < 2", "quantity > 1 -- not all", NullPolicy.FAIL, Severity.QUARANTINE),
                check("none", "price < 2", "cast(null as boolean)", NullPolicy.FAIL, Severity.QUARANTINE));
        assertThat(bronze("_reasons.rule")).containsExactly("a silver []", "b silver []", "c quarantined [some]");
    }

    @Test
    void anErrorIsAnOutcomeOfItsOwn() {
        Outcome outcome = run(
                check("strict", "6 / quantity > 3", "true", NullPolicy.PASS, Severity.QUARANTINE),
                check("mild", "6 / quantity > 0", "true", NullPolicy.PASS, Severity.WARN),
                check("text", "cast(order_no as int) > 0", "true", NullPolicy.PASS, Severity.WARN));
        assertThat(bronze("_rule_errors"))
                .containsExactly("a quarantined [strict, mild, text]", "b silver [text]", "c quarantined [text]");
        assertThat(bronze("_reasons.message"))
                .containsExactly(
                        "a quarantined [about strict" + ERRED + "]", "b silver []", "c quarantined [about strict]");
        assertThat(bronze("_warnings")).containsExactly("a quarantined []", "b silver []", "c quarantined []");
        assertThat(ofChecks(outcome))
                .containsOnly(
                        Map.entry("check.strict.errors", "1"),
                        Map.entry("check.strict.failed", "1"),
                        Map.entry("check.mild.errors", "1"),
                        Map.entry("check.text.errors", "3"));
    }

    @Test
    void anErrorStaysInItsRuleInCompiledQueriesToo() {
        compile(true);
        try {
            anErrorIsAnOutcomeOfItsOwn();
        } finally {
            compile(false);
        }
    }

    private void compile(boolean on) {
        lake.spark().conf().set("spark.sql.codegen.wholeStage", on);
        lake.spark().conf().set("spark.sql.codegen.factoryMode", on ? "FALLBACK" : "NO_CODEGEN");
        lake.spark().conf().set("spark.sql.subexpressionElimination.enabled", on);
    }

    @Test
    void oneRowRefusesTheRun() {
        RowCheck check = check("all-or-none", "price < 2", "true", NullPolicy.FAIL, Severity.REFUSE);
        assertThatThrownBy(() -> run(check))
                .hasMessageContaining("check all-or-none is broken by 2 rows, for example line 3 of " + FILE);
        assertThat(bronze("_reasons.rule")).isEmpty();
    }

    @Test
    void anOlderBronzeTableGetsTheNewColumn() {
        TableLayout now = new SourceTables(SmallShop.ingest()).bronze();
        StructField[] before = Stream.of(now.schema().fields())
                .filter(field -> !field.name().equals("_rule_errors"))
                .toArray(StructField[]::new);
        lake.ensure(new TableLayout(
                now.table(), new StructType(before), now.partitions(), now.keepDays(), now.noStatistics()));

        run(check("strict", "6 / quantity > 3", "true", NullPolicy.PASS, Severity.QUARANTINE));
        assertThat(bronze("_rule_errors")).containsExactly("a quarantined [strict]", "b silver []", "c quarantined []");
    }

    @Test
    @Tag("full")
    void aThousandRules() {
        List<RowCheck> checks = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String rule = i == 500 ? "6 / quantity > 0" : i % 143 == 7 ? "quantity <> 1" : "quantity >= -" + i;
            checks.add(check("rule-" + i, rule, "true", NullPolicy.FAIL, Severity.QUARANTINE));
        }
        run(checks.toArray(RowCheck[]::new));
        assertThat(bronze("_rule_errors"))
                .containsExactly("a quarantined [rule-500]", "b quarantined []", "c silver []");
        assertThat(bronze("_reasons.rule"))
                .containsExactly(
                        "a quarantined [rule-500]",
                        "b quarantined [rule-7, rule-150, rule-293, rule-436, rule-579, rule-722, rule-865]",
                        "c silver []");
    }

    private static RowCheck check(String name, String rule, String where, NullPolicy nulls, Severity severity) {
        return new RowCheck(name, rule, where, nulls, severity, "about " + name);
    }

    private Outcome run(RowCheck... checks) {
        IngestSpec sales = SmallShop.ingest();
        IngestSpec checked = TestSource.with(sales, sales.columns(), sales.duplicates(), List.of(checks));
        return shop.run(checked, SmallShop.DAY);
    }

    private static Map<String, String> ofChecks(Outcome outcome) {
        Map<String, String> counts = new TreeMap<>(outcome.counts());
        counts.keySet().removeIf(name -> !name.startsWith("check."));
        return counts;
    }

    /** Order, outcome and names of each row. */
    private List<String> bronze(String names) {
        return lake
                .read(SmallShop.ingest().bronze())
                .orderBy("order_no")
                .selectExpr("concat(order_no, ' ', _outcome, ' [', array_join(" + names + ", ', '), ']')")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
