package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.report.DisplayFormat;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is watched day by day: nothing is said of quiet days, a unit error is found, named and acted on. */
class MonitorSparkIT {
    private static final LocalDate FIRST = MonitoredShop.TRAINED.plusDays(1);
    private static final LocalDate BROKEN = FIRST.plusDays(2);
    private static final LocalDate LAST = BROKEN.plusDays(1);

    @TempDir
    private static Path folder;

    private static MonitoredShop shop;
    private static Lake lake;

    @BeforeAll
    static void playTheDays() throws IOException {
        LakeExtension.session();
        shop = MonitoredShop.in(folder);
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            shop.deliver(day, day.isBefore(BROKEN) ? 1 : 100, "");
            shop.play(day);
        }
        lake = Lake.open(LakeExtension.session(), shop.lake());
        declareValue(5);
    }

    private static void declareValue(double hit) throws IOException {
        Files.writeString(
                folder.resolve("jobs/value-return.conf"),
                "kind = value, owner = shop, currency = pounds, core-hour = 0.05, cores = 2\n"
                        + "versions = [\n"
                        + "  { from = 2026-01-01, hit = " + hit + ", miss = -0.5, false-alarm = -2, capacity = 0.2 }\n"
                        + "  { from = 2026-01-24, hit = " + 2 * hit + ", miss = 0, false-alarm = -2, rest = 0.25 }\n"
                        + "]\n");
    }

    /** Expected, realised and open values, in the table and by the command; a changed value is reckoned from the same counts. */
    @Test
    void decisionsAreValuedByWhatWasCounted() throws IOException {
        shop.run("job", "value-return", "--date", LAST.toString(), "--force");
        List<String> first = valued();
        shop.run("job", "value-return", "--date", LAST.toString(), "--force");
        assertThat(valued()).as("a repetition finds the same").isEqualTo(first);

        Dataset<Row> visits = lake.read(TableName.parse("silver.visits"))
                .where("at >= timestamp'2026-01-22' and at < timestamp'2026-01-24'")
                .selectExpr("customer_id", "true as visited")
                .distinct();
        double earned = lake.read(TableName.parse("scores.return"))
                .where("as_of = timestamp'2026-01-22'")
                .join(visits, new String[] {"customer_id"}, "left")
                .selectExpr("sum(case when decision then if(visited is null, -2D, 5D)"
                        + " else if(visited is null, 0D, -0.5D) end)")
                .first()
                .getDouble(0);
        Row realised = value("realised", "earned", "2026-01-22");
        assertThat(realised.<Double>getAs("value")).isCloseTo(earned, offset(1e-9));
        assertThat(realised.<Long>getAs("unknown")).isZero();
        Row expected = value("expected", "earned", "2026-01-24");
        assertThat(expected.<Integer>getAs("spec_version")).isEqualTo(2);
        assertThat(expected.<String>getAs("probabilities")).isEqualTo("test_rows");
        assertThat(expected.<Long>getAs("unknown")).isEqualTo(expected.<Long>getAs("rows"));
        assertThat(value("open", "earned", "2026-01-24").<Double>getAs("value"))
                .isEqualTo(expected.<Double>getAs("value"));

        String text = shop.run("value", "return");
        assertThat(text)
                .contains("return: what acting on its scores is worth, in pounds, by value-return/" + LAST + "/")
                .contains("rows of 4 days, as of 2026-01-22 to 2026-01-25, by version 1")
                .contains("rows whose outcomes are known, of 2 days")
                .contains("  on none  ", "  on all  ", "  at best  ", "  at capacity  ", " for scoring 4 days")
                .containsPattern("not known    [0-9]+ rows of 2 days, expected to earn ");

        declareValue(50);
        assertThat(shop.run("value", "return")).contains("nothing is valued yet", "not valued   4 days");
        shop.run("job", "value-return", "--date", LAST.toString(), "--force");
        assertThat(value("realised", "earned", "2026-01-22").<Double>getAs("value"))
                .isGreaterThan(earned);
        assertThat(shop.run("value", "return")).contains("rows of 4 days");
        pageShowsTheValue();
    }

    private static void pageShowsTheValue() throws IOException {
        Path pages = folder.resolve("value-pages");
        assertThat(shop.run("report", "--out", pages.toString()))
                .startsWith(
                        "pages of 1\u00a0monitor job and of what 1\u00a0other job found, with the inventory of models: ");
        Row earned = value("realised", "earned", "2026-01-22");
        String run = earned.getAs("run_id");
        String row = "headrace.value~2026-01-22!20!00!3a!00!3a!00~realised~earned~~";
        String sum = shop.run("value", "return")
                .lines()
                .filter(line -> line.startsWith("  earned "))
                .findFirst()
                .orElseThrow()
                .split(" +")[2];
        assertThat(Files.readString(pages.resolve("by-value-return.html")))
                .contains("href=\"by-monitor-return.html\">Model return</a>")
                .contains("has earned " + sum.replace('-', '\u2212') + " pounds (")
                .contains("data-row=\"headrace.value run_id&#x3D;" + run
                        + " as_of&#x3D;2026-01-22 00:00:00 basis&#x3D;realised")
                .contains("<a href=\"by-value-return/" + LAST + ".html#" + row + "\">"
                        + DisplayFormat.amount(earned.<Double>getAs("value")) + "</a>");
        assertThat(Files.readString(pages.resolve("by-value-return/" + LAST + ".html")))
                .contains("<tr id=\"" + row + "\">");
        assertThat(Files.readString(pages.resolve("index.html"))).contains("<a href=\"by-value-return.html\">");
        assertThat(Files.readString(pages.resolve("by-monitor-return.html")))
                .contains("<a href=\"by-value-return.html\">Value of return</a>");
    }

    private static Row value(String basis, String figure, String day) {
        return lastValued()
                .where("basis = '" + basis + "' and figure = '" + figure + "' and as_of = '" + day + " 00:00:00'")
                .first();
    }

    private static Dataset<Row> lastValued() {
        Dataset<Row> all = table("value");
        return all.where("run_id = '"
                + all.orderBy(org.apache
                                .spark
                                .sql
                                .functions
                                .expr("cast(split(run_id, '/')[2] as int)")
                                .desc())
                        .first()
                        .<String>getAs("run_id")
                + "'");
    }

    private static List<String> valued() {
        return lastValued().drop("run_id").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void quietDaysAreQuiet() {
        Dataset<Row> quiet = table("decisions").where("logical_date < date'" + BROKEN + "'");
        assertThat(quiet.where("kind = 'alert'").collectAsList()).isEmpty();
        assertThat(quiet.where("kind = 'decision'")
                        .select("action")
                        .distinct()
                        .collectAsList()
                        .toString())
                .isEqualTo("[[hold]]");
        assertThat(table("drift")
                        .where("logical_date < date'" + BROKEN + "' and column = 'all columns together'")
                        .where("decides and verdict = 'ok'")
                        .collectAsList())
                .as("judged on every day")
                .hasSameSizeAs(FIRST.datesUntil(BROKEN).toList());
        assertThat(table("drift")
                        .where("logical_date < date'" + BROKEN + "' and decides")
                        .select("column", "statistic", "verdict")
                        .where("verdict = 'drift'")
                        .collectAsList())
                .isEmpty();
    }

    @Test
    void aUnitErrorIsNamedAndTrainedFor() {
        List<Row> drifted = table("drift")
                .where("verdict = 'drift' and decides")
                .orderBy("logical_date")
                .collectAsList();
        assertThat(drifted)
                .extracting(row -> row.getAs("column"))
                .containsOnly("mean_amount", "all columns together", "score");
        assertThat(drifted)
                .filteredOn(row -> row.getAs("column").equals("all columns together"))
                .as("amounts do not fit the visits")
                .allSatisfy(row -> assertThat(row.<String>getAs("levels"))
                        .matches("fits least: mean_amount in [0-9]+ % of rows \\([0-9]+ % before\\)"));
        List<Row> alerts =
                table("decisions").where("kind = 'alert' and action = 'drift'").collectAsList();
        assertThat(alerts)
                .as(table("decisions").collectAsList().toString())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getAs("logical_date").toString()).isEqualTo(LAST.toString());
                    assertThat(alert.getList(alert.fieldIndex("subjects")).toString())
                            .contains("mean_amount");
                });
        assertThat(shop.alerts())
                .content()
                .as("told once")
                .hasLineCount(1)
                .contains("\"day\":\"" + LAST + "\"", "mean_amount");
        assertThat(shop.run("monitor", "status"))
                .contains("not told     crm does not know of 1 since " + LAST
                        + ": no address in the variable NO_SUCH_VARIABLE");
        assertThat(table("decisions")
                        .where("kind = 'decision' and logical_date = date'" + LAST + "'")
                        .first()
                        .<String>getAs("action"))
                .isEqualTo("retrain");
        assertThat(shop.run("plan", "--date", LAST.plusDays(1).toString()))
                .containsPattern(
                        "train-return +train +run: due, as decided: [0-9]+ % of the importance has drifted: scores.score");
        assertThat(shop.run("plan", "--date", LAST.toString())).containsPattern("train-return +train +skip");
    }

    @Test
    void realisedFiguresAreThoseOfTheLabels() {
        Row found = table("performance")
                .where("method = 'realised' and measure = 'auc' and first_as_of = '2026-01-22 00:00:00'")
                .first();
        Dataset<Row> scored = lake.read(TableName.parse("scores.return"))
                .where("as_of = timestamp'2026-01-22'")
                .select("customer_id", "probability");
        Dataset<Row> visits = lake.read(TableName.parse("silver.visits"))
                .where("at >= timestamp'2026-01-22' and at < timestamp'2026-01-24'")
                .selectExpr("customer_id", "true as visited")
                .distinct();
        List<Row> rows =
                scored.join(visits, new String[] {"customer_id"}, "left").collectAsList();
        double wins = 0;
        long pairs = 0;
        for (Row yes : rows) {
            for (Row no : rows) {
                if (!yes.isNullAt(2) && no.isNullAt(2)) {
                    pairs++;
                    wins += yes.getDouble(1) > no.getDouble(1) ? 1 : yes.getDouble(1) == no.getDouble(1) ? 0.5 : 0;
                }
            }
        }
        assertThat(found.<Double>getAs("value")).isCloseTo(wins / pairs, offset(found.<Double>getAs("bin_error")));
        assertThat(found.<Long>getAs("rows")).isEqualTo(rows.size());
        assertThat(found.<String>getAs("verdict")).isEqualTo("ok");
        assertThat(table("performance")
                        .where("method = 'cbpe' and measure = 'auc' and run_id like '%/1'")
                        .count())
                .isEqualTo(4);
    }

    @Test
    void pagesShowWhatTheTablesHold() throws IOException {
        Path pages = folder.resolve("pages");
        shop.run("report", "--out", pages.toString());
        assertThat(Files.readString(pages.resolve("index.html"))).contains("by-monitor-return.html", ">drift<");
        String page = Files.readString(pages.resolve("by-monitor-return.html"));
        assertThat(page)
                .contains("Alert, ticket: drift", "Decision: retrain", FIRST + " (left) to " + LAST + " (right)")
                .contains("From headrace.drift, run monitor-return/" + LAST, "Figures of mean_amount")
                .contains("headrace.performance run_id&#x3D;monitor-return/")
                .contains("href=\"by-monitor-return/" + LAST + ".html#headrace.drift~training~population~mean_amount~")
                .contains("<th scope=\"row\">score-return/" + LAST + "/1</th><td>scoring</td>")
                .contains("whose labels are known: on average");
        assertThat(Files.readString(pages.resolve("by-monitor-return/" + LAST + ".html")))
                .contains("<tr id=\"headrace.drift~training~population~mean_amount~")
                .contains("<tr id=\"headrace.performance~cbpe~")
                .contains("All that monitor-return/" + LAST + "/1 recorded", "Decision, retrain: ")
                .contains("<td class=\"bad\">drift</td>", "The effect that is no drift");
    }

    /** Under its own policy a replay alerts and decides as the runs did, from verdicts and from counts; another policy does otherwise. */
    @Test
    void aBacktestFindsWhatWasFound() throws IOException {
        Files.writeString(
                folder.resolve("truth.conf"),
                "changes = [{ name = unit error, from = " + BROKEN + ", to = " + LAST + ", columns = [mean_amount] }]");
        for (List<String> more : List.of(List.<String>of(), List.of("--from-counts"))) {
            assertThat(backtest(more))
                    .contains(FIRST + " to " + LAST + ": 4 days")
                    .contains(
                            "alerts       1, of these 0 that page",
                            LAST + " ticket: scores.score has drifted by kolmogorov-smirnov")
                    .contains("decisions    1 to train, 0 to roll back, 3 to hold")
                    .contains(LAST + " retrain: "
                            + table("decisions")
                                    .where("kind = 'decision' and action = 'retrain'")
                                    .first()
                                    .<String>getAs("text"))
                    .contains("truth        1 found, 0 missed, 0 false alarms", "unit error after 1 day")
                    .contains("in force     version 1 " + FIRST + " to " + LAST)
                    .containsPattern("performance  realised auc 0\\.[0-9]{4}, mean of 2 days");
        }
        Path tolerant = folder.resolve("tolerant.conf");
        Files.writeString(tolerant, "kind = monitor, owner = shop, model = return, drift.tolerance = 0.999");
        assertThat(backtest(List.of("--policy", tolerant.toString())))
                .contains("verdicts from counts", "alerts       0", "unit error never");
    }

    private static String backtest(List<String> more) {
        List<String> command = new ArrayList<>(
                List.of("monitor", "backtest", "monitor-return", "--from", FIRST.toString(), "--to", LAST.toString()));
        command.addAll(List.of("--truth", folder.resolve("truth.conf").toString()));
        command.addAll(more);
        return shop.run(command.toArray(String[]::new));
    }

    @Test
    void metricsAreThoseOfTheLastDay() throws IOException {
        String job = "environment=\"local\",model=\"return\",monitor=\"monitor-return\"";
        String text = shop.run("monitor", "metrics");
        assertThat(text.lines())
                .contains(
                        "headrace_monitor_days{" + job + "} 4.0",
                        "headrace_notices_waiting{" + job + ",target=\"crm\"} 1.0",
                        "headrace_notices_waiting{" + job + ",target=\"log\"} 0.0",
                        "headrace_decision{action=\"retrain\"," + job + "} 1.0")
                .anyMatch(line -> line.startsWith("headrace_drift_found{against=\"training\",column=\"mean_amount\"")
                        && line.endsWith(" 1.0"))
                .anyMatch(line -> line.startsWith("headrace_performance_value{") && line.contains("cbpe"));
        assertThat(shop.metrics()).content().as("what the run left").isEqualTo(text);
        Path file = folder.resolve("other/headrace.prom");
        shop.run("monitor", "metrics", "--out", file.toString());
        assertThat(file).content().isEqualTo(text);
    }

    @Test
    void eventsHoldWhatWasFound() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(shop.lineage())) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events.stream()
                        .map(event -> event.at("/job/facets/jobType/jobType").asText() + " "
                                + event.get("eventType").asText()))
                .contains("INGEST START", "INGEST COMPLETE", "TRAIN COMPLETE", "SCORE COMPLETE", "MONITOR COMPLETE");
        JsonNode last = events.stream()
                .filter(event -> event.at("/job/name").asText().equals("monitor-return"))
                .filter(event -> event.get("eventType").asText().equals("COMPLETE"))
                .filter(event -> event.at("/run/facets/nominalTime/nominalStartTime")
                        .asText()
                        .startsWith(LAST.toString()))
                .findFirst()
                .orElseThrow();
        JsonNode features = input(last, "/features/activity");
        assertThat(features.at("/inputFacets/dataQualityAssertions/assertions"))
                .filteredOn(assertion -> !assertion.get("success").asBoolean())
                .extracting(assertion -> assertion.path("column").asText("none"))
                .as("of all columns together, and of one")
                .containsExactly("none", "mean_amount");
        JsonNode amount = features.at("/inputFacets/dataQualityMetrics/columnMetrics/mean_amount");
        assertThat(amount.get("count").asLong() + amount.get("nullCount").asLong())
                .isEqualTo(
                        features.at("/inputFacets/dataQualityMetrics/rowCount").asLong())
                .isPositive();
        assertThat(input(last, "/scores/return").at("/inputFacets/dataQualityAssertions/assertions"))
                .anyMatch(assertion -> assertion.get("assertion").asText().equals("performance"))
                .anyMatch(assertion -> assertion.get("assertion").asText().equals("drift"));
    }

    private static JsonNode input(JsonNode event, String table) {
        for (JsonNode input : event.get("inputs")) {
            if (input.get("name").asText().endsWith(table)) {
                return input;
            }
        }
        throw new AssertionError(table + " is not in " + event);
    }

    @Test
    void commandsOfThePagesEndWell() throws IOException {
        for (String page : List.of("docs/monitoring.md", "docs/monitoring-out.md", "docs/value.md")) {
            List<String> commands = Files.readAllLines(Path.of(page)).stream()
                    .filter(line -> line.startsWith("./headrace "))
                    .toList();
            assertThat(commands).as(page).isNotEmpty();
            commands.forEach(command -> shop.run(onTheShop(command)));
        }
    }

    /** The documented job is another project's, and files go to the test's folder. */
    private static String[] onTheShop(String command) {
        return command.replaceFirst("^./headrace ", "")
                .replace("monitor-lapse", "monitor-return")
                .replaceAll("value(.)lapse", "value$1return")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d", LAST.toString())
                .replaceAll("--out (\\S+)", "--out " + folder.resolve("documented") + "/$1")
                .split("\\s+");
    }

    @Test
    void aRepetitionFindsTheSame() {
        List<String> before = rows("monitor-return/" + BROKEN + "/1");
        assertThat(shop.run("job", "monitor-return", "--date", BROKEN.toString()))
                .contains("done before");
        shop.run("job", "monitor-return", "--date", BROKEN.toString(), "--force");
        assertThat(rows("monitor-return/" + BROKEN + "/2")).isEqualTo(before).hasSizeGreaterThan(20);
        assertThat(states("monitor-return/" + BROKEN + "/2"))
                .isEqualTo(states("monitor-return/" + BROKEN + "/1").replace(BROKEN + "/1", BROKEN + "/2"));
    }

    private static String states(String run) {
        return table("decisions")
                .where("kind = 'decision' and run_id = '" + run + "'")
                .first()
                .getAs("state");
    }

    private static List<String> rows(String run) {
        return table("drift").where("run_id = '" + run + "'").drop("run_id").collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static Dataset<Row> table(String name) {
        return lake.read(TableName.parse("headrace." + name));
    }
}
