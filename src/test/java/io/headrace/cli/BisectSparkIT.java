package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Eight days of a small project, into which twenty causes are planted, five of each kind. */
@ExtendWith(LakeExtension.class)
@Tag("full")
class BisectSparkIT {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 20);
    private static final int DAYS = 8;
    private static final int CUSTOMERS = 60;
    /** Days on which a version is trained. */
    private static final List<Integer> TRAINED = List.of(0, 1, 2, 4, 6, 7);
    /** From which day on a column of the files is wrong. */
    private static final Map<String, Integer> WRONG = Map.of("m1", 1, "m2", 2, "m3", 3, "m4", 4, "m5", 5);
    /** From which day on a feature is computed otherwise. */
    private static final Map<String, Integer> OTHERWISE =
            new TreeMap<>(Map.of("f1", 1, "f2", 3, "f3", 4, "f4", 5, "f5", 7));

    @TempDir
    private Path folder;

    /**
     * A cause.
     *
     * @param good the day that is said to be good, counted from the first
     * @param day of the first bad run
     * @param bad the day that is said to be bad
     * @param what changed, as it is told; empty for data alone
     */
    private record Planted(String job, int good, int day, int bad, String kind, String what, List<String> criterion) {
        static Planted of(String job, int day, String kind, String what, String... criterion) {
            return new Planted(job, 0, day, DAYS - 1, kind, what, List.of(criterion));
        }

        Planted between(int from, int to) {
            return new Planted(job, from, day, to, kind, what, criterion);
        }
    }

    private static final List<Planted> CAUSES = List.of(
            Planted.of("ingest-visits", 1, "data", "", "--sql", "avg(m1)", "--at-most", "50"),
            Planted.of("ingest-visits", 2, "data", "", "--sql", "avg(m2)", "--at-most", "50"),
            Planted.of("ingest-visits", 3, "data", "", "--sql", "avg(m3)", "--at-most", "50"),
            Planted.of("ingest-visits", 4, "data", "", "--check", "m4"),
            Planted.of("ingest-visits", 5, "data", "", "--sql", "count_if(m5 = 'z')", "--at-most", "0"),
            feature("f1"),
            feature("f2"),
            feature("f3"),
            feature("f4"),
            feature("f5"),
            Planted.of("ingest-visits", 6, "job", "definition of ingest-visits", "--check", "m6"),
            Planted.of(
                    "ingest-visits", 7, "job", "definition of ingest-visits", "--sql", "avg(total)", "--at-most", "50"),
            Planted.of(
                    "score-return",
                    4,
                    "job",
                    "definition of score-return",
                    "--sql",
                    "count_if(decision)",
                    "--at-least",
                    "1"),
            Planted.of(
                    "score-return",
                    5,
                    "job",
                    "definition of score-return",
                    "--metric",
                    "population",
                    "--at-least",
                    "50"),
            Planted.of("train-return", 7, "job", "definition of train-return", "--gate", "auc-at-least"),
            version(1, 1),
            version(2, 2),
            version(4, 3),
            version(6, 4).between(0, 6),
            Planted.of("score-return", 7, "model", "model version", "--metric", "model_version", "--at-least", "5")
                    .between(6, 7));

    private static Planted feature(String name) {
        return Planted.of(
                "features-activity",
                OTHERWISE.get(name),
                "view",
                "definition of the view of features-activity",
                "--sql",
                "avg(" + name + ")",
                "--at-most",
                "5");
    }

    private static Planted version(int day, int before) {
        return Planted.of(
                "score-return", day, "model", "model version", "--metric", "model_version", "--at-most", "" + before);
    }

    @Test
    void twentyPlantedCausesAreFound() throws IOException {
        assertThat(CAUSES).hasSize(20);
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        write("jobs/features-activity.conf", "kind = features, owner = shop, view = activity\n");
        for (int day = 0; day < DAYS; day++) {
            play(day);
        }
        assertThat(CAUSES).allSatisfy(this::assertFound);
    }

    private void assertFound(Planted cause) throws IOException {
        JsonNode found = bisected(cause);
        assertThat(found.path("bad").textValue()).isEqualTo(run(cause, cause.day()));
        assertThat(found.path("between")).isEmpty();
        List<String> kinds = found.path("differences").findValuesAsText("kind");
        List<String> what = found.path("differences").findValuesAsText("what");
        if (cause.kind().equals("data")) {
            assertThat(kinds).as(what.toString()).containsOnly("data");
        } else {
            assertThat(kinds).as(what.toString()).contains(cause.kind());
            assertThat(what).contains(cause.what());
        }
        int bound = 33 - Integer.numberOfLeadingZeros(found.path("runs").intValue() - 1);
        assertThat(found.path("judged").size()).isLessThanOrEqualTo(bound);
    }

    private static String run(Planted cause, int day) {
        return cause.job() + "/" + FIRST.plusDays(day) + "/1";
    }

    private JsonNode bisected(Planted cause) throws IOException {
        List<String> words = new ArrayList<>(List.of("bisect", cause.job(), "--json"));
        words.addAll(List.of("--good", FIRST.plusDays(cause.good()).toString()));
        words.addAll(List.of("--bad", FIRST.plusDays(cause.bad()).toString()));
        words.addAll(cause.criterion());
        return new ObjectMapper().readTree(ok(words));
    }

    private void play(int day) throws IOException {
        String date = FIRST.plusDays(day).toString();
        write("target/landing/" + date + ".csv", visits(day));
        specs(day);
        ok(List.of("job", "ingest-visits", "--date", date));
        ok(List.of("job", "features-activity", "--date", date));
        if (TRAINED.contains(day)) {
            ok(List.of("job", "train-return", "--date", date));
        }
        if (day == DAYS - 1) {
            ok(List.of("models", "rollback", "return", "--reason", "worse than it looked"));
        }
        ok(List.of("job", "score-return", "--date", date));
    }

    /** The first file holds what came before, too. */
    private static String visits(int day) {
        SplittableRandom dice = new SplittableRandom(day);
        StringBuilder rows = new StringBuilder("customer_id,at,m1,m2,m3,m4,m5,m6\n");
        LocalDate last = FIRST.plusDays(day);
        for (LocalDate at = day == 0 ? FIRST.minusDays(20) : last; !at.isAfter(last); at = at.plusDays(1)) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                if (dice.nextDouble() < 0.1 + 0.6 * (customer % 10) / 10) {
                    rows.append(customer + "," + at + " 10:00:00," + measures(day, customer) + "\n");
                }
            }
        }
        return rows.toString();
    }

    private static String measures(int day, int customer) {
        int usual = 1 + customer % 5;
        return number("m1", day, usual) + "," + number("m2", day, usual) + "," + number("m3", day, usual) + ","
                + (isWrong("m4", day) && customer % 2 == 0 ? "" : usual) + "," + (isWrong("m5", day) ? "z" : "a") + ","
                + usual;
    }

    private static int number(String column, int day, int usual) {
        return isWrong(column, day) ? 100 * usual : usual;
    }

    private static boolean isWrong(String column, int day) {
        return day >= WRONG.get(column);
    }

    private void specs(int day) throws IOException {
        write("jobs/ingest-visits.conf", """
                kind = ingest, owner = shop, files.paths = ["{date}*.csv"]
                columns {
                  customer_id = long, at = timestamp, m1 = integer, m2 = integer, m3 = integer, m4 = integer, m5 = string
                  m6 = integer
                }
                checks.m4 { column = m4, not-null = true, severity = warn }
                checks.m6 { rule = "m6 <= %d", severity = warn }
                derived.total = "m6 * %d"
                """.formatted(day < 6 ? 10 : 0, day < 7 ? 2 : 200));
        StringBuilder columns = new StringBuilder();
        StringBuilder sql = new StringBuilder();
        OTHERWISE.forEach((feature, from) -> {
            columns.append(", ").append(feature).append(" = integer");
            sql.append(", cast(max(")
                    .append(day < from ? 1 : 10)
                    .append(") as int) as ")
                    .append(feature);
        });
        write("features/activity.conf", """
                entity = customer_id
                inputs.visits { table = silver.visits, time = at, lookback = 60 days }
                columns { visits = integer%s }
                """.formatted(columns));
        write("features/activity.sql", """
                select customer_id, as_of, cast(count(*) as int) as visits%s
                from visits group by customer_id, as_of
                """.formatted(sql));
        write("jobs/train-return.conf", """
                kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits]
                label.event { table = silver.visits, time = at, horizon = 2 days }
                as-ofs { every = 2 days, at-most = 4 }
                test.latest = 1
                learner.logistic-regression { reg-param = 0.01 }
                gates.auc-at-least = %s
                """.formatted(day < 7 ? "0.01" : "0.9999"));
        write("jobs/score-return.conf", """
                kind = score, owner = shop, model = return
                population { view = activity, where = "%s" }
                decision.probability = %s, publish.table = scores.return
                """.formatted(
                        day < 5 ? "visits > 0" : "customer_id < 30", day < 4 ? "0.001" : "0.999"));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String ok(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--project", folder.toString()));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.exit()).as(command + "\n" + run.out() + run.err()).isZero();
        return run.out();
    }
}
