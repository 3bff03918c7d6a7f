package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.headrace.experiment.ArmAssignment;
import io.headrace.experiment.ArmLayout;
import io.headrace.report.DisplayFormat;
import io.headrace.spec.Arms;
import io.headrace.spec.TableName;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.value.ChurnCampaign;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/arms.md and docs/experiments.md: customers of a challenger stay away, which is seen, and the challenger is taken back once. */
class ExperimentSparkIT {
    private static final LocalDate START = LocalDate.of(2026, 1, 10);
    private static final int CUSTOMERS = 300;
    private static final ArmLayout LAYOUT = new Arms(
                    "spring",
                    new BigDecimal("0.1"),
                    List.of(
                            new Arms.Rival("challenger", new BigDecimal("0.4"), new BigDecimal("0.4"), "challenger"),
                            new Arms.Rival("shadow", BigDecimal.ZERO, BigDecimal.ZERO, "shadow")))
            .layout();
    private static final ArmAssignment DRAWN = ArmAssignment.of("score-return", "spring", LAYOUT);
    private static final Map<String, String> FILES = Map.of(
            "jobs/ingest-visits.conf", """
            kind = ingest, owner = shop, files.paths = ["{date}*.csv"]
            columns { customer_id = long, at = timestamp, amount = double }
            """,
            "features/activity.conf", """
            entity = customer_id
            inputs.visits { table = silver.visits, time = at, lookback = 30 days }
            columns { visits = integer, mean_amount = double }
            """,
            "features/activity.sql", """
            select customer_id, as_of, cast(count(*) as int) as visits, avg(amount) as mean_amount
            from visits group by customer_id, as_of
            """,
            "jobs/features-activity.conf", "kind = features, owner = shop, view = activity\n",
            "jobs/train-return.conf", """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, mean_amount]
            label.event { table = silver.visits, time = at, positive = event, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 2 }
            test.latest = 1
            learner.logistic-regression {}
            gates.then = challenger
            """,
            "jobs/score-return.conf", """
            kind = score, owner = shop, population.view = activity
            arms { salt = spring, holdout = 0.1, versions { challenger { share = 0.4 }, shadow {} } }
            """,
            "jobs/experiment-return.conf", """
            kind = experiment, owner = shop, treated = challenger, start = "2026-01-10"
            entities-at-least = 50
            primary { better = higher, margin = 0.02 }
            guardrails.spend {
              better = higher, relative-margin = 0.05
              event { table = silver.visits, time = at, total = amount, horizon = 2 days, latest = [customer_id, at] }
              covariate = mean_amount
            }
            secondary.money { better = higher, value = value-return }
            secondary.basket {
              better = higher
              event { table = silver.visits, time = at, total = amount, per = "1", horizon = 2 days }
            }
            """,
            "jobs/value-return.conf", """
            kind = value, owner = shop, schedule = "@manual", currency = pounds
            versions = [{
              from = 2026-01-01, hit = 5, miss = -1, false-alarm = -2, rest = 0.5
              campaign { lifetime-value = 40, incentive = 3, contact = 0.5 }
            }]
            """,
            "jobs/experiment-same-rows.conf", """
            kind = experiment, owner = shop, schedule = "@manual", model = return, treated = challenger, start = "2026-01-10"
            design = paired, decision = leaves-outcome, on-harm = tell
            limits { seconds-at-most = 0, unscored-at-most = 0.01 }
            primary { error = brier, margin = 0.5 }
            secondary.money { value = value-return }
            """);

    @TempDir
    private Path folder;

    /** What each customer has visited and spent in the two days after the first score. */
    private final Map<Integer, Double> spent = new TreeMap<>();

    @Test
    @Tag("full")
    void harmIsSeenAndTheChallengerIsTakenBackOnce() throws IOException {
        LakeExtension.session();
        prepare();
        assertThat(done("models", "list")).containsPattern("return +2 +challenger ");
        assertThat(done("run", "--date", START.toString()))
                .contains("look 1: no data")
                .containsPattern("decided by challenger [0-9]+, champion [0-9]+, holdout [0-9]+\\R");
        deliver(START.plusDays(1), 0.05);
        deliver(START.plusDays(2), 0.05);
        LocalDate seen = START.plusDays(2);
        deliverAgain(START.plusDays(1), seen + "-again.csv");
        assertThat(done("run", "--date", seen.toString()))
                .contains("look 2: roll back", "version 2 is challenger no more, the champion decides");
        Lake lake =
                Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString());
        peeksAreThoseOfAPlainCount(lake);
        onTheSameRows(lake, seen);
        theChampionDecides(lake, seen);
        assertThat(done("scores", "list", "scores.return")).contains("fallback", "rolled-back");
        done("scores", "rollback", "scores.return", "--date", seen.toString(), "--reason", "no harm");
        assertThat(decidingArms(lake, seen)).contains("challenger");
        done("scores", "rollback", "scores.return", "--date", seen.toString(), "--reason", "complaints");
        assertThat(done("job", "experiment-return", "--date", seen.toString(), "--force"))
                .contains("no version of return is challenger, so the champion decides for challenger");
        assertThat(done("models", "show", "return").lines().filter(line -> line.contains("unaliased")))
                .as("taken back once")
                .hasSize(1);
        done("models", "alias", "return", "challenger", "2", "--reason", "once more");
        deliver(START.plusDays(3), 0.05);
        pageShowsTheHarm(lake, seen);
        assertThat(done("run", "--date", START.plusDays(3).toString()))
                .contains(
                        "look 3: roll back",
                        "but experiment experiment-return was rolled back on 2026-01-12; a person can act")
                .contains("decided by challenger");
        eachArmIsValued(lake, seen);
        Files.writeString(
                folder.resolve("jobs/score-return.conf"),
                FILES.get("jobs/score-return.conf").replace("0.4", "0.3"));
        assertThat(command(
                                "job",
                                "experiment-return",
                                "--date",
                                START.plusDays(4).toString())
                        .err())
                .contains("HEAD-EXPERIMENT-004", "challenger 0.4", "challenger 0.3");
    }

    @Test
    @Tag("full")
    void aShareGrowsWhileNoHarmIsSeenAndAGainMakesAChampion() throws IOException {
        LakeExtension.session();
        prepare();
        write(
                "jobs/score-return.conf",
                FILES.get("jobs/score-return.conf").replace("share = 0.4", "stages = [0, 0.1, 0.4]"));
        write("jobs/experiment-return.conf", """
                kind = experiment, owner = shop, treated = challenger, start = "2026-01-10", on-gain = promote
                entities-at-least = 20, days-at-least = 3 days, step.days = 3 days, alpha = 0.2, planned-entities = 260
                primary.better = higher
                """);
        assertThat(done("run", "--date", START.toString()))
                .contains("challenger decides about nobody yet; a person begins: headrace models stage return")
                .containsPattern("decided by champion [0-9]+, holdout [0-9]+\\R");
        LocalDate begin = START.plusDays(1);
        assertThat(done(
                        "models",
                        "stage",
                        "return",
                        "challenger",
                        "0.1",
                        "--from",
                        begin.toString(),
                        "--reason",
                        "begin"))
                .contains("challenger of return decides about 0.1 of all from 2026-01-11 on");
        deliver(begin, 0.5);
        assertThat(done("run", "--date", begin.toString())).contains("look 1: no data");
        deliver(begin.plusDays(1), 0.5);
        LocalDate grown = begin.plusDays(2);
        deliver(grown, 0.5);
        assertThat(done("run", "--date", grown.toString()))
                .contains("look 2: running", "version 2 decides about 0.4 of all from tomorrow on");
        LocalDate gained = grown.plusDays(3);
        for (LocalDate day = grown.plusDays(1); !day.isAfter(gained); day = day.plusDays(1)) {
            deliver(day, 0.98);
        }
        assertThat(done("run", "--date", grown.plusDays(1).toString())).contains("look 1: no data");
        assertThat(done("run", "--date", gained.toString())).contains("look 2: ship", "version 2 is champion now");
        Lake lake =
                Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString());
        assertThat(ofChallenger(lake, begin)).isEqualTo(drawn("0.1"));
        assertThat(ofChallenger(lake, grown)).as("until the day after").isEqualTo(drawn("0.1"));
        assertThat(ofChallenger(lake, grown.plusDays(1))).isEqualTo(drawn("0.4"));
        assertThat(done("models", "show", "return")).contains("staged", "promoted");
        assertThat(done("models", "list")).containsPattern("return +2 +champion ");
    }

    private static long ofChallenger(Lake lake, LocalDate day) {
        return lake.read(TableName.parse("scores.return"))
                .where("assigned_arm = 'challenger' and as_of = timestamp'" + day.plusDays(1) + "'")
                .count();
    }

    private static long drawn(String share) {
        ArmAssignment drawn =
                ArmAssignment.of("score-return", "spring", LAYOUT.with("challenger", new BigDecimal(share)));
        return IntStream.range(0, CUSTOMERS)
                .filter(customer ->
                        drawn.armOf(Integer.toString(customer)).orElseThrow().equals("challenger"))
                .count();
    }

    private void pageShowsTheHarm(Lake lake, LocalDate seen) throws IOException {
        Path pages = folder.resolve("pages");
        assertThat(done("report", "--out", pages.toString()))
                .startsWith(
                        "pages of 0\u00a0monitor jobs and of what 2\u00a0other jobs found, with the inventory of models: ");
        Row spend = lake.read(TableName.parse("headrace.verdicts"))
                .where("measure = 'spend' and look = 2")
                .first();
        String page = Files.readString(pages.resolve("by-experiment-return.html"));
        assertThat(page)
                .contains("Look 2, 12 January 2026: challenger does harm beyond its margin.")
                .contains("The arm was taken back by experiment-return/" + seen
                        + "/1; what was done since, a person has decided.")
                .contains("amount, summed over silver.visits, in 2 days from the as-of on")
                .contains("Shares are as declared, as far as can be told")
                .contains("<a href=\"by-experiment-return/" + seen + ".html#headrace.verdicts~spend\">"
                        + DisplayFormat.significant(spend.<Double>getAs("difference"))
                                .replace('-', '\u2212') + "</a>")
                .contains("<td class=\"n\">50.0\u00a0%</td>", "<td class=\"n\">40.0\u00a0%</td>")
                .contains(seen + ".html#headrace.peeks~challenger~primary\">");
        assertThat(Files.readString(pages.resolve("by-experiment-return/" + seen + ".html")))
                .contains("<tr id=\"headrace.verdicts~spend\">", "<tr id=\"headrace.peeks~challenger~primary\">")
                .doesNotContain(">totals<");
    }

    private void prepare() throws IOException {
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        for (LocalDate day = LocalDate.of(2026, 1, 1); !day.isAfter(START); day = day.plusDays(1)) {
            deliver(day, 0.5);
        }
        done("run", "ingest-visits", "--date", START.toString());
        assertThat(done("job", "train-return", "--date", START.toString())).contains("version 1 promoted, ");
        write(
                "jobs/train-return.conf",
                FILES.get("jobs/train-return.conf").replace("[visits, mean_amount]", "[visits]"));
        assertThat(done("job", "train-return", "--date", START.toString(), "--force"))
                .contains("version 2 passed and is challenger, ");
    }

    private void peeksAreThoseOfAPlainCount(Lake lake) {
        for (String arm : List.of("champion", "challenger", "holdout")) {
            double visitors = 0;
            double sum = 0;
            int entities = 0;
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                if (DRAWN.armOf(Integer.toString(customer)).orElseThrow().equals(arm)) {
                    entities++;
                    visitors += spent.containsKey(customer) ? 1 : 0;
                    sum += spent.getOrDefault(customer, 0.0);
                }
            }
            assertThat(peek(lake, arm, "").<Long>getAs("entities")).isEqualTo(entities);
            assertThat(peek(lake, arm, "").<Long>getAs("known")).isEqualTo(entities);
            assertThat(peek(lake, arm, "primary").<Double>getAs("mean")).isCloseTo(visitors / entities, offset(1e-12));
            assertThat(peek(lake, arm, "spend").<Double>getAs("mean")).isCloseTo(sum / entities, offset(1e-9));
        }
        moneyAndCovariates(lake);
        Row whole = verdict(lake, "experiment-return", "");
        assertThat(whole.<String>getAs("verdict")).isEqualTo("roll_back");
        assertThat(whole.<String>getAs("action")).isEqualTo("roll_back");
        assertThat(whole.getList(whole.fieldIndex("reasons")).toString()).contains("is harmed beyond its margin");
    }

    private void moneyAndCovariates(Lake lake) {
        Map<String, List<Row>> byArm =
                firstScores(lake).stream().collect(Collectors.groupingBy(row -> row.getAs("assigned_arm")));
        Map<Integer, Double> known = new TreeMap<>();
        lake.read(TableName.parse("features.activity"))
                .where("as_of = timestamp'" + START.plusDays(1) + "'")
                .collectAsList()
                .forEach(row -> known.put(Math.toIntExact(row.getAs("customer_id")), row.getAs("mean_amount")));
        for (String arm : List.of("champion", "challenger")) {
            double money = 0;
            double covariates = 0;
            for (Row row : byArm.get(arm)) {
                int customer = Math.toIntExact(row.getAs("customer_id"));
                money += worth(row.getAs("decision"), spent.containsKey(customer));
                covariates += known.get(customer);
            }
            assertThat(peek(lake, arm, "secondary-money").<Double>getAs("mean"))
                    .isCloseTo(money / byArm.get(arm).size(), offset(1e-9));
            assertThat(ArmTotals.ofBytes(peek(lake, arm, "spend").getAs("totals"))
                            .covariates()
                            .value())
                    .isCloseTo(covariates, offset(1e-6));
        }
        assertThat(verdict(lake, "experiment-return", "secondary-basket").<Double>getAs("control"))
                .as("mean amount of a visit")
                .isBetween(8.0, 12.0);
    }

    /** The two versions' answers to the first population, beside what became of it. */
    private void onTheSameRows(Lake lake, LocalDate seen) {
        assertThat(done("job", "experiment-same-rows", "--date", seen.toString()))
                .containsPattern(
                        "look 1: roll back; brier of challenger less champion [-0-9.e]+ .*; AUC 0[.0-9]+ of champion .*; "
                                + "the last run of the score job took [.0-9]+ seconds, limit 0.0000; .*"
                                + "nothing is done, as on-harm = tell");
        assertThat(verdict(lake, "experiment-same-rows", "limit-seconds").<String>getAs("verdict"))
                .isEqualTo("broken");
        Row unscored = verdict(lake, "experiment-same-rows", "limit-unscored");
        assertThat(unscored.<String>getAs("verdict")).isEqualTo("kept");
        assertThat(unscored.<Double>getAs("treated")).isZero();
        List<Row> rows = firstScores(lake);
        double brier = 0;
        double money = 0;
        double concordant = 0;
        for (Row row : rows) {
            List<Row> arms = row.getList(row.fieldIndex("arms"));
            boolean label = spent.containsKey(Math.toIntExact(row.getAs("customer_id")));
            double target = label ? 1 : 0;
            brier += square(arms.get(1).<Double>getAs("probability") - target)
                    - square(arms.get(0).<Double>getAs("probability") - target);
            money += worth(arms.get(1).getAs("decision"), label)
                    - worth(arms.get(0).getAs("decision"), label);
            for (Row other : rows) {
                if (label && !spent.containsKey(Math.toIntExact(other.getAs("customer_id")))) {
                    List<Row> negative = other.getList(other.fieldIndex("arms"));
                    concordant += 0.5
                            + 0.5
                                    * Math.signum(Double.compare(
                                            arms.get(1).<Double>getAs("score"),
                                            negative.get(1).<Double>getAs("score")));
                }
            }
        }
        long positives = rows.stream()
                .filter(row -> spent.containsKey(Math.toIntExact(row.getAs("customer_id"))))
                .count();
        assertThat(verdict(lake, "experiment-same-rows", "primary").<Double>getAs("difference"))
                .isCloseTo(brier / rows.size(), offset(1e-12))
                .isNotZero();
        assertThat(verdict(lake, "experiment-same-rows", "auc").<Double>getAs("treated"))
                .isCloseTo(concordant / (positives * (rows.size() - positives)), offset(1e-12));
        assertThat(peek(lake, "experiment-same-rows", "challenger", "secondary-money")
                        .<Double>getAs("mean"))
                .isCloseTo(money / rows.size(), offset(1e-12));
    }

    /** What each arm earned is that of the rows that it decided about, as published; of the day that was taken back nothing is told by arm. */
    private void eachArmIsValued(Lake lake, LocalDate seen) throws IOException {
        write("jobs/monitor-return.conf", "kind = monitor, owner = shop, schedule = \"@manual\"\n");
        done("job", "monitor-return", "--date", seen.toString());
        LocalDate later = START.plusDays(3);
        done("job", "value-return", "--date", later.toString());
        Map<String, List<Row>> byArm =
                firstScores(lake).stream().collect(Collectors.groupingBy(row -> row.getAs("arm")));
        assertThat(byArm).containsOnlyKeys("champion", "challenger", "holdout");
        Map<String, Double> mean = new TreeMap<>();
        byArm.forEach((arm, rows) -> {
            double earned = rows.stream()
                    .mapToDouble(row ->
                            worth(row.getAs("decision"), spent.containsKey(Math.toIntExact(row.getAs("customer_id")))))
                    .sum();
            mean.put(arm, earned / rows.size());
            Row found = valued(lake, START, arm, "realised", "earned");
            assertThat(found.<Double>getAs("value")).isCloseTo(earned, offset(1e-9));
            assertThat(found.<Long>getAs("rows")).isEqualTo(rows.size());
            assertThat(found.<Integer>getAs("model_version")).isEqualTo(arm.equals("challenger") ? 2 : 1);
            assertThat(valued(lake, START, arm, "expected", "earned").<Long>getAs("rows"))
                    .isEqualTo(rows.size());
            assertThat(valued(lake, later, arm, "open", "earned").<Long>getAs("unknown"))
                    .as("nobody moves between arms")
                    .isEqualTo(rows.size());
        });
        assertThat(values(lake, seen)).extracting(row -> row.getAs("arm")).containsOnly("");
        assertThat(values(lake, later)).noneMatch(row -> row.getAs("basis").equals("realised"));
        LabelledCounts.Counter champions = new LabelledCounts.Counter();
        firstScores(lake)
                .forEach(row -> champions.add(
                        row.<Row>getList(row.fieldIndex("arms")).get(0).<Double>getAs("probability"),
                        Side.NEGATIVE,
                        spent.containsKey(Math.toIntExact(row.getAs("customer_id"))) ? Side.POSITIVE : Side.NEGATIVE));
        ChurnCampaign.Profit profit = new ChurnCampaign(6, 14, 40, 3, 0.5)
                .expectedMaximum(champions.counts().binned());
        Row campaign = valued(lake, START, "", "realised", "campaign");
        assertThat(campaign.<Double>getAs("value")).isCloseTo(profit.profit() * CUSTOMERS, offset(1e-9));
        assertThat(campaign.<Double>getAs("contacted")).isCloseTo(profit.contacted(), offset(1e-12));
        theCommandAndThePageTellTheArmsApart(byArm, mean, profit);
    }

    private void theCommandAndThePageTellTheArmsApart(
            Map<String, List<Row>> byArm, Map<String, Double> mean, ChurnCampaign.Profit profit) throws IOException {
        String text = done("value", "return");
        assertThat(text)
                .contains(String.format(Locale.ROOT, "  campaign     %.2f a customer (", profit.profit()))
                .contains(String.format(Locale.ROOT, "    champion   %,.2f (", 1_000 * mean.get("champion")));
        for (String arm : List.of("challenger", "holdout")) {
            double more = 1_000 * (mean.get(arm) - mean.get("champion"));
            assertThat(text)
                    .contains(String.format(Locale.ROOT, "    %-10s %,.2f (", arm, 1_000 * mean.get(arm)))
                    .contains(String.format(
                            Locale.ROOT,
                            ", of %,d rows of 1 day; %,.2f %s (",
                            byArm.get(arm).size(),
                            Math.abs(more),
                            more > 0 ? "more" : "less"));
        }
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(Files.readString(Path.of("docs/schemas/value.json")))
                        .validate(done("value", "return", "--json"), InputFormat.JSON))
                .isEmpty();
        Path pages = folder.resolve("value-pages");
        done("report", "--out", pages.toString());
        assertThat(Files.readString(pages.resolve("by-value-return.html")))
                .contains("<h2 id=\"arms-title\">By arm</h2>")
                .contains("<th scope=\"row\">holdout</th><td class=\"n\">"
                        + DisplayFormat.amount(1_000 * mean.get("holdout")) + "</td>");
    }

    /** The rows of the as-of that begins after a day. */
    private static List<Row> values(Lake lake, LocalDate day) {
        return lake.read(TableName.parse("headrace.value"))
                .where("as_of = '" + day.plusDays(1) + " 00:00:00'")
                .collectAsList();
    }

    private static Row valued(Lake lake, LocalDate day, String arm, String basis, String figure) {
        return values(lake, day).stream()
                .filter(row -> row.getAs("arm").equals(arm)
                        && row.getAs("basis").equals(basis)
                        && row.getAs("figure").equals(figure))
                .findFirst()
                .orElseThrow();
    }

    private static double square(double number) {
        return number * number;
    }

    private static double worth(boolean decision, boolean label) {
        if (decision) {
            return label ? 5 : -2;
        }
        return label ? -1 : 0.5;
    }

    private static List<Row> firstScores(Lake lake) {
        return lake.read(TableName.parse("scores.return"))
                .where("as_of = timestamp'" + START.plusDays(1) + "'")
                .collectAsList();
    }

    private static Row verdict(Lake lake, String job, String measure) {
        return lake.read(TableName.parse("headrace.verdicts"))
                .where("run_id like '" + job + "/2026-01-12/%' and measure = '" + measure + "'")
                .first();
    }

    private static Row peek(Lake lake, String arm, String measure) {
        return peek(lake, "experiment-return", arm, measure);
    }

    private static Row peek(Lake lake, String job, String arm, String measure) {
        return lake.read(TableName.parse("headrace.peeks"))
                .where("run_id like '" + job + "/2026-01-12/%' and arm = '" + arm + "' and measure = '" + measure + "'")
                .first();
    }

    private static void theChampionDecides(Lake lake, LocalDate seen) {
        List<Row> rows = lake.read(TableName.parse("scores.return"))
                .where("as_of = timestamp'" + seen.plusDays(1) + "'")
                .collectAsList();
        assertThat(rows).hasSize(CUSTOMERS);
        assertThat(decidingArms(lake, seen)).containsExactlyInAnyOrder("champion", "holdout");
        assertThat(rows).extracting(row -> row.getAs("assigned_arm")).contains("challenger");
        assertThat(rows).extracting(row -> row.getAs("model_version")).containsOnly(1);
    }

    private static List<String> decidingArms(Lake lake, LocalDate day) {
        return lake
                .read(TableName.parse("scores.return"))
                .where("as_of = timestamp'" + day.plusDays(1) + "'")
                .select("arm")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** @param returning chance of a customer of the challenger; all others have a half */
    private void deliver(LocalDate day, double returning) throws IOException {
        SplittableRandom dice = new SplittableRandom(day.toEpochDay());
        StringBuilder rows = new StringBuilder("customer_id,at,amount\n");
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            boolean isTreated =
                    DRAWN.armOf(Integer.toString(customer)).orElseThrow().equals("challenger");
            boolean visits = day.getDayOfMonth() == 1 || dice.nextDouble() < (isTreated ? returning : 0.5);
            double amount = Math.round(dice.nextDouble() * 2000) / 100.0;
            if (visits) {
                rows.append(String.format(Locale.ROOT, "%d,%s 12:00:00,%.2f%n", customer, day, amount));
                if (day.isAfter(START) && !day.isAfter(START.plusDays(2))) {
                    spent.merge(customer, amount, Double::sum);
                }
            }
        }
        write("target/landing/" + day + ".csv", rows.toString());
    }

    /** The rows of a day once more, in a file of other bytes. */
    private void deliverAgain(LocalDate day, String file) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("target/landing/" + day + ".csv"));
        List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
        Collections.reverse(rows);
        write("target/landing/" + file, lines.get(0) + "\n" + String.join("\n", rows) + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String done(String... words) {
        CommandRun run = command(words);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private CommandRun command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--project", folder.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
