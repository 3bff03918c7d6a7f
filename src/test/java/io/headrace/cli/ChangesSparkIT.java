package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.headrace.model.CompiledModel;
import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What changed between days. Features do not move by themselves: on the second day customer 7 comes and a version of another learner is promoted, on the
 * third customer 9 comes with too large an amount, and a new one; on the fourth the view counts otherwise, a version learns that, and nobody is
 * decided positive any more.
 */
@ExtendWith(LakeExtension.class)
@Tag("full")
class ChangesSparkIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final int CUSTOMERS = 60;
    private static final String VIEW = """
            entity = customer_id
            inputs.visits { table = silver.visits, time = at, lookback = 60 days }
            columns { visits = integer, spent = integer }
            """;
    private static final String SQL = """
            select customer_id, as_of, cast(count(*) as int) as visits, cast(sum(amount) as int) as spent
            from visits group by customer_id, as_of
            """;
    private static final String REGRESSION = "learner.logistic-regression { reg-param = 0.01 }\n";
    private static final String TRAIN = """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, spent]
            label.event { table = silver.visits, time = at, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 4 }
            test.latest = 1
            """;
    private static final String SCORE = """
            kind = score, owner = shop, model = return, population.view = activity
            decision.probability = 0.001, publish.table = scores.return
            """;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @TempDir
    private static Path folder;

    private static Registry registry;

    @BeforeAll
    static void fourDays() throws IOException {
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        write("jobs/ingest-visits.conf", """
                kind = ingest, owner = shop, files.paths = ["{date}*.csv"]
                columns { customer_id = long, at = timestamp, amount = integer }
                checks.amount { rule = "amount < 20", severity = warn }
                """);
        write("jobs/features-activity.conf", "kind = features, owner = shop, view = activity\n");
        write("jobs/score-return.conf", SCORE);
        write("features/activity.conf", VIEW);
        write("features/activity.sql", SQL);
        write("jobs/train-return.conf", TRAIN + REGRESSION);
        deliver(DAY, history());
        ok("job", "ingest-visits", "--date", DAY.toString());
        day(DAY, true);
        write("jobs/train-return.conf", TRAIN + "learner.boosted-trees { max-iter = 5, max-depth = 2 }\n");
        deliver(DAY.plusDays(1), "7," + DAY.plusDays(1) + " 10:00:00,5\n");
        ok("job", "ingest-visits", "--date", DAY.plusDays(1).toString());
        day(DAY.plusDays(1), true);
        deliver(
                DAY.plusDays(2),
                "9," + DAY.plusDays(2) + " 10:00:00,30\n" + CUSTOMERS + "," + DAY.plusDays(2) + " 10:00:00,1\n");
        ok("job", "ingest-visits", "--date", DAY.plusDays(2).toString());
        day(DAY.plusDays(2), false);
        write("features/activity.sql", SQL.replace("count(*)", "2 * count(*)"));
        write("jobs/train-return.conf", TRAIN + REGRESSION);
        write("jobs/score-return.conf", SCORE.replace("0.001", "0.999"));
        day(DAY.plusDays(3), true);
        registry = new Registry(
                Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString()), Clock.systemUTC());
    }

    private static void day(LocalDate date, boolean trains) {
        ok("job", "features-activity", "--date", date.toString());
        if (trains) {
            ok("job", "train-return", "--date", DAY.toString(), "--force");
        }
        ok("job", "score-return", "--date", date.toString());
    }

    private static String history() {
        SplittableRandom dice = new SplittableRandom(5);
        StringBuilder rows = new StringBuilder();
        for (LocalDate day = LocalDate.of(2026, 1, 1); !day.isAfter(DAY); day = day.plusDays(1)) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                if (day.getDayOfMonth() == 1 || dice.nextDouble() < 0.1 + 0.6 * (customer % 10) / 10) {
                    rows.append(customer + "," + day + " 10:00:00," + (1 + customer % 7) + "\n");
                }
            }
        }
        return rows.toString();
    }

    private static void deliver(LocalDate date, String rows) throws IOException {
        write("target/landing/" + date + ".csv", "customer_id,at,amount\n" + rows);
    }

    /** Customer 7 by hand, asking both versions for both rows; of all others only the version changed. */
    @Test
    void aPromotedVersionAndAChangedFeatureAreToldApart() throws IOException {
        JsonNode one = changed(0, 1, "--entity", "7");
        JsonNode row = one.path("rows").path(0);
        CompiledModel before = model(1);
        CompiledModel after = model(2);
        Object[] first = values(row, "before");
        Object[] second = values(row, "after");
        assertThat((int) second[0]).isEqualTo((int) first[0] + 1);
        assertThat((int) second[1]).isEqualTo((int) first[1] + 5);
        double a = before.rawScore(first);
        double b = before.rawScore(second);
        double c = after.rawScore(first);
        double d = after.rawScore(second);
        JsonNode score = row.path("score");
        assertThat(score.path("before").doubleValue()).isCloseTo(a, within(1e-9));
        assertThat(score.path("after").doubleValue()).isCloseTo(d, within(1e-9));
        assertThat(score.path("model").doubleValue()).isCloseTo((c - a + d - b) / 2, within(3e-9));
        assertThat(score.path("data").doubleValue()).isCloseTo((b - a + d - c) / 2, within(3e-9));
        assertThat(one.path("scale").textValue()).isEqualTo("log-odds");
        assertThat(one.path("differences").findValuesAsText("what")).containsExactly("model version");

        JsonNode all = changed(0, 1, "--top", "1000");
        assertThat(all.path("compared").intValue()).isEqualTo(CUSTOMERS);
        assertThat(all.path("rows")).hasSize(CUSTOMERS).allSatisfy(other -> {
            boolean isSeven = other.path("key").textValue().equals("7");
            assertThat(other.path("score").path("data").decimalValue().signum() != 0)
                    .isEqualTo(isSeven);
        });
        assertThat(all.path("rows"))
                .filteredOn(other -> other.path("key").textValue().equals("7"))
                .containsExactly(row);
    }

    @Test
    void whatDidNotChangeIsZeroAndWhoCameIsCounted() throws IOException {
        JsonNode all = changed(1, 2, "--top", "1000");
        assertThat(all.path("differences")).isEmpty();
        assertThat(all.path("compared").intValue()).isEqualTo(CUSTOMERS);
        assertThat(all.path("came").intValue()).isEqualTo(1);
        assertThat(all.path("left").intValue()).isZero();
        for (JsonNode row : all.path("rows")) {
            assertThat(row.path("score").path("model").decimalValue()).isZero();
            if (!row.path("key").textValue().equals("9")) {
                assertThat(row.path("score").path("change").decimalValue()).isZero();
                assertThat(row.path("prediction").path("change").decimalValue()).isZero();
            }
        }
        assertThat(all.path("rows").path(0).path("key").textValue()).isEqualTo("9");
        assertThat(all.path("sums").path("features").findValuesAsText("rows")).contains("1");
        assertThat(changed(2, 1).path("left").intValue()).isEqualTo(1);
        JsonNode came = changed(1, 2, "--entity", Integer.toString(CUSTOMERS));
        assertThat(came.path("compared").intValue()).isZero();
        assertThat(came.path("came").intValue()).isEqualTo(1);
        assertThat(came.path("sums").isNull()).isTrue();
        assertThat(ok("why-changed", "scores.return", day(1), day(2)))
                .contains("the runs differ in their data alone", "60 compared, 1 came, 0 left; ")
                .containsPattern("\\n9 +0\\.[0-9]{6} +0\\.[0-9]{6} +0\\.000000 +[+-]0\\.[0-9]{6} +");
    }

    /** The view counts twice as many visits, so that the earlier version and the later one are asked for other numbers. */
    @Test
    void anotherDefinitionOfTheFeaturesIsAPartOfTheModel() throws IOException {
        JsonNode all = changed(2, 3, "--top", "1000");
        assertThat(all.path("differences").findValuesAsText("what"))
                .containsExactly(
                        "model version",
                        "definition of score-return",
                        "definition of the view of score-return",
                        "definition that features were computed by");
        CompiledModel before = model(2);
        CompiledModel after = model(3);
        assertThat(all.path("rows")).hasSize(CUSTOMERS + 1).allSatisfy(row -> {
            assertThat(row.path("score").path("data").decimalValue())
                    .as("no visit came on the fourth day")
                    .isZero();
            Object[] first = values(row, "before");
            Object[] second = values(row, "after");
            assertThat((int) second[0]).isEqualTo(2 * (int) first[0]);
            assertThat(row.path("score").path("model").doubleValue())
                    .isCloseTo(after.rawScore(second) - before.rawScore(first), within(2e-9));
        });
    }

    @Test
    void theRunThatBrokeSomethingIsFoundWithItsCause() throws IOException {
        JsonNode data = bisected("ingest-visits", 2, "--check", "amount");
        assertThat(data.path("bad").textValue()).isEqualTo("ingest-visits/" + day(2) + "/1");
        assertThat(data.path("differences").findValuesAsText("kind")).containsOnly("data");
        assertThat(data.path("differences").findValuesAsText("after")).contains(day(2) + ".csv");
        JsonNode model = bisected("score-return", 3, "--metric", "model_version", "--at-most", "1");
        assertThat(model.path("bad").textValue()).isEqualTo("score-return/" + day(1) + "/1");
        assertThat(kinds(model)).contains("model", "data").doesNotContain("view");
        assertThat(model.path("differences").findValuesAsText("what"))
                .contains("model version", "run that trained the version", "definition of train-return");
        JsonNode spec = bisected("score-return", 3, "--sql", "count_if(decision)", "--at-least", "1");
        assertThat(spec.path("bad").textValue()).isEqualTo("score-return/" + day(3) + "/1");
        assertThat(spec.path("differences").findValuesAsText("what"))
                .contains("definition of score-return", "definition of the view of features-activity");
        JsonNode view = bisected("features-activity", 3, "--sql", "max(visits)", "--at-most", "20");
        assertThat(view.path("bad").textValue()).isEqualTo("features-activity/" + day(3) + "/1");
        assertThat(kinds(view)).contains("view").doesNotContain("job", "model");
        assertThat(ok(
                        "bisect",
                        "score-return",
                        "--metric",
                        "model_version",
                        "--at-most",
                        "1",
                        "--good",
                        day(0),
                        "--bad",
                        day(3)))
                .contains("of 4 runs judged; the last good one is score-return/" + day(0) + "/1, the first bad one")
                .containsPattern("model +model version +1 +2");
    }

    private static List<String> kinds(JsonNode found) {
        return found.path("differences").findValuesAsText("kind");
    }

    /** By its schema, and within the bound. */
    private static JsonNode bisected(String job, int bad, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("bisect", job, "--good", day(0), "--bad", day(bad), "--json"));
        words.addAll(List.of(options));
        String text = ok(words.toArray(String[]::new));
        assertFits("bisect", text);
        JsonNode found = JSON.readTree(text);
        assertThat(found.path("runs").intValue()).isEqualTo(bad + 1);
        assertThat(found.path("judged").size()).isLessThanOrEqualTo(3);
        return found;
    }

    private static void assertFits(String schema, String json) throws IOException {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(Files.readString(Path.of("docs/schemas/" + schema + ".json")))
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void whatCannotBeToldIsSaid() {
        String[] bisect = {"bisect", "score-return", "--good", day(0), "--bad", day(3)};
        assertThat(failed(with(bisect))).contains("HEAD-CLI-050");
        assertThat(failed(with(bisect, "--metric", "mean_score"))).contains("HEAD-CLI-050");
        assertThat(failed(with(bisect, "--gate", "auc-at-least"))).contains("HEAD-TRACE-013");
        assertThat(failed(with(bisect, "--sql", "score", "--at-most", "1"))).contains("HEAD-TRACE-014");
        assertThat(failed(with(bisect, "--metric", "model_version", "--at-most", "9")))
                .contains(
                        "HEAD-TRACE-012",
                        "was said to be bad, but is good by model_version at most 9.0: model_version is 3.0");
        assertThat(failed(with(bisect, "--metric", "nonsense", "--at-most", "9")))
                .contains("HEAD-TRACE-012", "it has no nonsense");
        assertThat(failed(
                        "bisect", "score-return", "--good", day(3), "--bad", day(0), "--metric", "a", "--at-most", "1"))
                .contains("HEAD-TRACE-011");
        assertThat(failed("bisect", "ingest-visits", "--good", day(0), "--bad", day(3), "--check", "amount"))
                .contains("HEAD-TRACE-010", day(3));
        assertThat(failed("why-changed", "scores.return", day(0), "2026-02-20"))
                .contains("HEAD-TRACE-001", "2026-02-21");
        assertThat(failed("why-changed", "scores.return", day(0), day(1), "--entity", "4444"))
                .contains("HEAD-TRACE-002");
        assertThat(failed("why-changed", "scores.return", day(0), day(1), "--top", "0"))
                .contains("HEAD-CLI-049");
    }

    private static String day(int days) {
        return DAY.plusDays(days).toString();
    }

    private static CompiledModel model(int version) {
        return registry.load("return", registry.state("return").version(version).digest())
                .model();
    }

    private static Object[] values(JsonNode row, String when) {
        return List.of("visits", "spent").stream()
                .map(name -> StreamSupport.stream(row.path("features").spliterator(), false)
                        .filter(feature -> feature.path("feature").textValue().equals(name))
                        .findFirst()
                        .orElseThrow())
                .map(feature -> (Object) Integer.valueOf(feature.path(when).textValue()))
                .toArray();
    }

    /** As JSON by its schema, in which all figures sum to the last digit. */
    private static JsonNode changed(int first, int second, String... options) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("why-changed", "scores.return", day(first), day(second), "--json"));
        words.addAll(List.of(options));
        String text = ok(words.toArray(String[]::new));
        assertFits("why-changed", text);
        JsonNode json = JSON.readTree(text);
        json.path("rows").forEach(row -> {
            assertSums(row.path("prediction"));
            assertSums(row.path("score"));
            assertThat(sum(row.path("features")))
                    .isEqualByComparingTo(row.path("score").path("data").decimalValue());
        });
        JsonNode sums = json.path("sums");
        if (!sums.isNull()) {
            assertSums(sums.path("score"));
            assertSums(sums.path("prediction"));
            assertThat(sum(sums.path("features")))
                    .isEqualByComparingTo(sums.path("score").path("data").decimalValue());
        }
        return json;
    }

    private static void assertSums(JsonNode parts) {
        BigDecimal change = parts.path("change").decimalValue();
        assertThat(parts.path("model").decimalValue().add(parts.path("data").decimalValue()))
                .isEqualByComparingTo(change);
        assertThat(parts.path("before").decimalValue().add(change))
                .isEqualByComparingTo(parts.path("after").decimalValue());
    }

    private static BigDecimal sum(JsonNode features) {
        return StreamSupport.stream(features.spliterator(), false)
                .map(feature -> feature.path("part").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String[] with(String[] command, String... more) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String ok(String... command) {
        CommandRun run = run(command);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private static String failed(String... command) {
        CommandRun run = run(command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        return run.err();
    }

    private static CommandRun run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", folder.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
