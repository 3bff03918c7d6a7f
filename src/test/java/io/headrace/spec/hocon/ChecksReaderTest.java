package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Check;
import io.headrace.spec.DataCheck;
import io.headrace.spec.DataCheck.Change;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.DataCheck.Direction;
import io.headrace.spec.DataCheck.Fixed;
import io.headrace.spec.DataCheck.Measure;
import io.headrace.spec.DataCheck.Usual;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Agreement;
import io.headrace.spec.KeyCheck.ExistsIn;
import io.headrace.spec.KeyCheck.Keep;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.KeyCheck.Unique;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.TableName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on keys and on all rows together, as they are declared. */
class ChecksReaderTest {
    @TempDir
    private Path folder;

    @Test
    void rulesOnKeys() {
        assertThat(checks("""
                one { unique = [customer_id, sold_at], keep = none, where = "price > 0", severity = warn, message = "twice" }
                two { unique = [customer_id] }
                three { exists-in { columns = [customer_id], table = silver.prices, key = [customer] }, severity = refuse }
                four { exists-in { columns = [customer_id, price], table = silver.prices } }
                five { same { of = [price], by = [customer_id], keep = majority } }
                six { same { of = [price], by = [customer_id, sold_at] } }
                """))
                .containsExactly(
                        new KeyCheck(
                                "one",
                                new Unique(List.of("customer_id", "sold_at"), Keep.NONE),
                                "price > 0",
                                Severity.WARN,
                                "twice"),
                        key(
                                "two",
                                new Unique(List.of("customer_id"), Keep.FIRST),
                                "expected no other row with the same customer_id"),
                        new KeyCheck(
                                "three",
                                new ExistsIn(
                                        List.of("customer_id"), new TableName("silver", "prices"), List.of("customer")),
                                "true",
                                Severity.REFUSE,
                                "expected customer_id to exist in silver.prices"),
                        key(
                                "four",
                                new ExistsIn(
                                        List.of("customer_id", "price"),
                                        new TableName("silver", "prices"),
                                        List.of("customer_id", "price")),
                                "expected customer_id, price to exist in silver.prices"),
                        key(
                                "five",
                                new Same(List.of("price"), List.of("customer_id"), Agreement.MAJORITY),
                                "expected rows with the same customer_id to agree in price"),
                        key(
                                "six",
                                new Same(List.of("price"), List.of("customer_id", "sold_at"), Agreement.NONE),
                                "expected rows with the same customer_id, sold_at to agree in price"));
    }

    private static KeyCheck key(String name, KeyCheck.Rule rule, String message) {
        return new KeyCheck(name, rule, "true", Severity.QUARANTINE, message);
    }

    @Test
    void rulesOnAllRows() {
        Usual usual = new Usual(28, 7, 1, 4.0, Direction.BOTH);
        assertThat(checks("""
                one { rows = true, at-least = 5, where = "price > 0", severity = warn, message = "lines" }
                two { completeness = price, between = [0.5, 1] }
                three { distinctness = price, at-most = 0.9 }
                four { age = sold_at, at-most = 36 }
                five { quantile { column = price, at = 0.25 }, usual {} }
                six { measure = "sum(price)", control { file = "control/{date}.csv", column = total } }
                seven { change = price, at-most = 0.25 }
                eight { change = price, at-most = 0.25, last = 5 }
                nine {
                  rows = true
                  usual { last = 4, at-least = 2, season = 7, deviations = 3.5, direction = down }
                }
                ten { measure = "max(price)", control { file = "c.csv", column = top, tolerance = 0.01 } }
                """))
                .containsExactly(
                        new DataCheck(
                                "one",
                                new Measure("rows", "", "count(*)", false),
                                "price > 0",
                                new Fixed(Optional.of(BigDecimal.valueOf(5)), Optional.empty()),
                                Severity.WARN,
                                "lines"),
                        all(
                                "two",
                                new Measure("completeness", "price", "count(`price`) / count(*)", false),
                                new Fixed(Optional.of(new BigDecimal("0.5")), Optional.of(BigDecimal.ONE)),
                                "completeness of price"),
                        all(
                                "three",
                                new Measure("distinctness", "price", "count(distinct `price`) / count(`price`)", true),
                                new Fixed(Optional.empty(), Optional.of(new BigDecimal("0.9"))),
                                "distinctness of price"),
                        all(
                                "four",
                                new Measure(
                                        "age",
                                        "sold_at",
                                        "(unix_micros(as_of) - unix_micros(cast(max(`sold_at`) as timestamp)))"
                                                + " / 3600000000",
                                        false),
                                new Fixed(Optional.empty(), Optional.of(BigDecimal.valueOf(36))),
                                "age of sold_at"),
                        all(
                                "five",
                                new Measure("quantile", "price", "percentile(`price`, 0.25)", true),
                                usual,
                                "quantile of price"),
                        all(
                                "six",
                                new Measure("measure", "", "sum(price)", false),
                                new Control("control/{date}.csv", "total", BigDecimal.ZERO),
                                "measure of the run"),
                        all("seven", new Measure("change", "price", "", false), new Change(1, 0.25), "change of price"),
                        all("eight", new Measure("change", "price", "", false), new Change(5, 0.25), "change of price"),
                        all(
                                "nine",
                                new Measure("rows", "", "count(*)", false),
                                new Usual(4, 2, 7, 3.5, Direction.DOWN),
                                "rows of the run"),
                        all(
                                "ten",
                                new Measure("measure", "", "max(price)", false),
                                new Control("c.csv", "top", new BigDecimal("0.01")),
                                "measure of the run"));
    }

    private static DataCheck all(String name, Measure measure, DataCheck.Bounds bounds, String message) {
        return new DataCheck(name, measure, "true", bounds, Severity.REFUSE, message);
    }

    private List<Check> checks(String declared) {
        IngestSpec job = (IngestSpec) new SmallProject(folder)
                .with(
                        "jobs/ingest-prices.conf",
                        "kind = ingest, owner = shop, files.paths = [p.csv], columns { price = double }")
                .append("jobs/ingest-sales.conf", "checks {\n" + declared + "}\n")
                .project()
                .jobs()
                .get("ingest-sales");
        return job.checks();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        unique = [custmer_id]                                           | unique: there is no column "custmer_id", did you mean "customer_id"?
        unique = []                                                     | unique: expected a list of at least one
        unique = [price], keep = last                                   | keep: expected one of first, none, found "last"
        unique = [price], null-policy = pass                            | null-policy: unknown key
        unique = [price], same { of = [price], by = [price] }           | expected only one of
        exists-in { columns = [price] }                                 | exists-in.table: missing
        exists-in { columns = [price], table = prices }                 | exists-in.table: expected
        exists-in { columns = [price], table = silver.t, key = [a, b] } | exists-in.key: expected as many columns as in columns, 1, found 2
        same { of = [price] }                                           | same.by: missing
        same { of = [prise], by = [price] }                             | same.of: there is no column "prise", did you mean "price"?
        rows = false, at-least = 1                                      | rows: expected true, or to be left out
        rows = true                                                     | expected only one of between, at-least or at-most, usual, control as bounds
        rows = true, at-least = 1, usual {}                             | expected only one of between, at-least or at-most, usual, control as bounds
        rows = true, at-least = many                                    | at-least: expected a number
        rows = true, at-least = 1, severity = quarantine                | severity: expected warn or refuse: a rule on all rows cannot quarantine any
        completeness = prise, at-least = 0.5                            | completeness: there is no column "prise", did you mean "price"?
        quantile { column = price, at = 2 }, at-least = 1               | quantile.at: expected a number from 0 to 1, found 2
        quantile { at = 0.5 }, at-least = 1                             | quantile.column: missing
        change = price, at-least = 1                                    | change: expected at-most beside it and no other bound
        change = price, at-most = 0.2, last = 0                         | last: expected a whole number of 1 or more, found 0
        rows = true, usual { last = 1 }                                 | usual.last: expected a whole number of 2 or more, found 1
        rows = true, usual { deviations = -1 }                          | usual.deviations: expected a number of 0 or more, found -1
        rows = true, usual { direction = sideways }                     | usual.direction: expected one of both, up, down, found "sideways"
        rows = true, control { file = "c.csv" }                         | control.column: missing
        """)
    void aMistakeIsToldWithItsLine(String declared, String problem) {
        assertThat(new SmallProject(folder)
                        .append("jobs/ingest-sales.conf", "checks { one { " + declared + " } }\n")
                        .problems())
                .anySatisfy(told -> assertThat(told)
                        .startsWith("jobs/ingest-sales.conf:9: checks.one")
                        .contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        trim = maybe                                             | clean.trim: expected true or false
        unicode = nfd                                            | clean.unicode: expected one of as-is, nfc, nfkc, found "nfd"
        case = title                                             | clean.case: expected one of as-is, lower, upper, found "title"
        thousands-mark = "."                                     | clean.thousands-mark: expected another character than the decimal-mark
        decimal-mark = ",,"                                      | clean.decimal-mark: expected a text of one character
        clip = [1]                                               | clean.clip: expected the two ends as [LEAST, MOST], found 1
        mapping { table = silver.t, from = a }                   | clean.mapping.to: missing
        mapping { table = silver.t, from = a, to = b, others = x }  | clean.mapping.others: expected one of keep, empty, found "x"
        strip = true                                             | clean.strip: unknown key
        """)
    void aMistakeInCleaningLikewise(String declared, String problem) {
        assertThat(new SmallProject(folder)
                        .append(
                                "jobs/ingest-sales.conf",
                                "columns.price { type = string, clean { " + declared + " } }\n")
                        .problems())
                .anySatisfy(told -> assertThat(told)
                        .startsWith("jobs/ingest-sales.conf:9: columns.price.")
                        .contains(problem));
    }
}
