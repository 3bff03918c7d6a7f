package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.headrace.experiment.ArmAssignment;
import io.headrace.report.DisplayFormat;
import io.headrace.spec.Arms;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/arms.md and docs/experiments.md: customers of a challenger stay away, which is seen, and the challenger is taken back once. */
class ExperimentSparkIT {
    private static final LocalDate START = LocalDate.of(2026, 1, 10);
    private static final int CUSTOMERS = 300;
    private static final ArmAssignment DRAWN = ArmAssignment.of(
            "score-return",
            "spring",
            new Arms(
                            "spring",
                            new BigDecimal("0.1"),
                            List.of(
                                    new Arms.Rival(
                                            "challenger", new BigDecimal("0.4"), new BigDecimal("0.4"), "challenger"),
                                    new Arms.Rival("shadow", BigDecimal.ZERO, BigDecimal.ZERO, "shadow")))
                    .layout());
    private static final Map<String, String> FILES = Map.of(
            "jobs/ingest-visits.conf", """
            kind = ingest, owner = shop, files.paths = ["{date}.csv"]
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
              event { table = silver.visits, time = at, total = amount, horizon = 2 days }
            }
            """);

    @TempDir
    private Path folder;

    /** What each customer has visited and spent in the two days after the first score. */
    private final Map<Integer, Double> spent = new TreeMap<>();

    @Test
    void harmIsSeenAndTheChallengerIsTakenBackOnce() throws IOException {
        LakeExtension.session();
        prepare();
        assertThat(done("models", "list")).containsPattern("return +2 +challenger ");
        assertThat(done("run", "--date", START.toString()))
                .contains("look 1: no data")
                .containsPattern("decided by challenger [0-9]+, champion [0-9]+, holdout [0-9]+; arm shadow left to the"
                        + " champion, as no version is shadow");
        deliver(START.plusDays(1), true);
        deliver(START.plusDays(2), true);
        LocalDate seen = START.plusDays(2);
        assertThat(done("run", "--date", seen.toString()))
                .contains("look 2: roll back", "version 2 is challenger no more, the champion decides");
        Lake lake =
                Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString());
        peeksAreThoseOfAPlainCount(lake);
        theChampionDecides(lake, seen);
        assertThat(done("scores", "list", "scores.return")).contains("fallback", "rolled-back");
        done("scores", "rollback", "scores.return", "--date", seen.toString(), "--reason", "no harm");
        assertThat(decidingArms(lake, seen)).contains("challenger");
        done("scores", "rollback", "scores.return", "--date", seen.toString(), "--reason", "complaints");
        done("job", "experiment-return", "--date", seen.toString(), "--force");
        assertThat(done("models", "show", "return").lines().filter(line -> line.contains("unaliased")))
                .as("taken back once")
                .hasSize(1);
        done("models", "alias", "return", "challenger", "2", "--reason", "once more");
        deliver(START.plusDays(3), true);
        pageShowsTheHarm(lake, seen);
        assertThat(done("run", "--date", START.plusDays(3).toString()))
                .contains("look 3: roll back", "nothing is done, as experiment-return/2026-01-12/")
                .contains("decided by challenger");
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

    private void pageShowsTheHarm(Lake lake, LocalDate seen) throws IOException {
        Path pages = folder.resolve("pages");
        assertThat(done("monitor", "report", "--out", pages.toString()))
                .startsWith("pages of 0\u00a0monitor jobs and of what 1\u00a0other job found: ");
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
            deliver(day, false);
        }
        done("run", "ingest-visits", "--date", START.toString());
        done("job", "train-return", "--date", START.toString());
        done("job", "train-return", "--date", START.toString(), "--force");
        done("models", "promote", "return", "1", "--reason", "first");
        done("models", "alias", "return", "challenger", "2", "--reason", "to compare");
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
        Row whole = lake.read(TableName.parse("headrace.verdicts"))
                .where("measure = '' and look = 2")
                .first();
        assertThat(whole.<String>getAs("verdict")).isEqualTo("roll_back");
        assertThat(whole.<String>getAs("action")).isEqualTo("roll_back");
        assertThat(whole.getList(whole.fieldIndex("reasons")).toString()).contains("is harmed beyond its margin");
    }

    private static Row peek(Lake lake, String arm, String measure) {
        return lake.read(TableName.parse("headrace.peeks"))
                .where("logical_date = date'2026-01-12' and arm = '" + arm + "' and measure = '" + measure + "'")
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

    /** @param lose whether customers of the challenger stay away */
    private void deliver(LocalDate day, boolean lose) throws IOException {
        SplittableRandom dice = new SplittableRandom(day.toEpochDay());
        StringBuilder rows = new StringBuilder("customer_id,at,amount\n");
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            boolean isLost = lose
                    && DRAWN.armOf(Integer.toString(customer)).orElseThrow().equals("challenger");
            boolean visits = day.getDayOfMonth() == 1 || dice.nextDouble() < (isLost ? 0.05 : 0.5);
            double amount = Math.round(dice.nextDouble() * 2000) / 100.0;
            if (visits) {
                rows.append(String.format(Locale.ROOT, "%d,%s 12:00:00,%.2f%n", customer, day, amount));
                if (lose && !day.isAfter(START.plusDays(2))) {
                    spent.merge(customer, amount, Double::sum);
                }
            }
        }
        write("target/landing/" + day + ".csv", rows.toString());
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
