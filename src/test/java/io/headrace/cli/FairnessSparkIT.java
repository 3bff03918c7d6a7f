package io.headrace.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.RowPredictor;
import io.headrace.registry.Registry;
import io.headrace.spec.TableName;
import io.headrace.stats.fairness.ThresholdMix;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.TableCatalog;
import io.headrace.testing.LakeExtension;
import io.headrace.train.ComparedColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays docs/fairness.md in a shop of 1,500 customers, of whom men stay away more often; a few are of other genders, of some nothing is known, and of
 * some what is known changes. Figures are those of plain loops over the same rows.
 */
class FairnessSparkIT {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final LocalDate TRAINED = LocalDate.of(2026, 1, 20);
    private static final LocalDate LAST = LocalDate.of(2026, 1, 24);
    private static final int CUSTOMERS = 1_500;
    private static final int HORIZON = 2;
    private static final TableName FAIRNESS = TableName.parse("headrace.fairness");
    private static final Map<String, String> FILES = Map.of(
            "jobs/ingest-visits.conf",
            """
            kind = ingest, owner = shop, files.paths = ["visits.csv"]
            columns { customer_id = long, at = timestamp }
            """,
            "jobs/ingest-customers.conf",
            """
            kind = ingest, owner = shop, files.paths = ["customers.csv"]
            columns {
              customer_id = long, gender { type = string, personal = true }, birth_year { type = integer, personal = true }, changed = date
            }
            """,
            "features/activity.conf",
            """
            entity = customer_id
            inputs.visits { table = silver.visits, time = at, lookback = 8 days }
            columns { visits = integer, days_away = integer }
            """,
            "features/activity.sql",
            """
            select customer_id, as_of, cast(count(*) as int) as visits, datediff(as_of, max(at)) as days_away
            from visits group by customer_id, as_of
            """,
            "jobs/features-activity.conf",
            "kind = features, owner = shop, view = activity\n",
            "jobs/train-lapse.conf",
            """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, days_away]
            label.event { table = silver.visits, time = at, positive = no-event, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 4 }
            test.latest = 1
            learner.logistic-regression {}
            """,
            "jobs/score-lapse.conf",
            """
            kind = score, owner = shop, population.view = activity, decision.top-share = 0.3, reasons.top = 1
            changes.features {
              visits { direction = up, from = 0, to = 9, scale = 3 }
              days_away { direction = down, from = 0, to = 9, scale = 4.1 }
            }
            """,
            "jobs/train-fair.conf",
            """
            kind = train, owner = shop, schedule = "@manual", view = activity, features = [visits, days_away]
            label.event { table = silver.visits, time = at, positive = no-event, horizon = 2 days }
            as-ofs { every = 2 days, at-most = 4 }
            test.latest = 1
            decision.probability = 0.45
            fairness { job = fairness-fair, reweighing = [gender] }
            """,
            "jobs/score-equal.conf",
            """
            kind = score, owner = shop, schedule = "@manual", model = lapse, population.view = activity, publish.table = scores.equal
            decision.by-group { job = fairness-costs, aim = demographic-parity, otherwise = 0.5 }
            """,
            "jobs/score-fair.conf",
            "kind = score, owner = shop, population.view = activity, schedule = \"@manual\"\n");

    @TempDir
    private static Path folder;

    private static final Map<Long, List<Instant>> VISITS = new HashMap<>();
    private static final Map<Long, List<Known>> PEOPLE = new HashMap<>();
    private static Lake lake;
    private static String message;

    /** What is known of a customer from a day on. */
    private record Known(String gender, Integer birthYear, LocalDate changed) {}

    @BeforeAll
    static void play() throws IOException {
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        write("jobs/fairness-lapse.conf", blocks("hocon").get(0));
        write("jobs/fairness-fair.conf", blocks("hocon").get(0) + "schedule = \"@manual\"\n");
        write(
                "jobs/fairness-costs.conf",
                blocks("hocon").get(0) + "schedule = \"@manual\"\nmodel = lapse\n"
                        + "remedies { groups = [gender], value { hit = 5, false-alarm = -1, rest = 0, currency = pounds } }\n");
        StringBuilder visits = new StringBuilder("customer_id,at\n");
        for (LocalDate day = LocalDate.of(2026, 1, 1); !day.isAfter(LAST); day = day.plusDays(1)) {
            visits.append(visits(day));
        }
        write("target/landing/visits.csv", visits.toString());
        write("target/landing/customers.csv", customers());
        run("job", "ingest-visits", "--date", LAST.toString());
        run("job", "ingest-customers", "--date", LAST.toString());
        run("job", "train-lapse", "--date", TRAINED.toString());
        for (int later = 1; later <= 2; later++) {
            run("job", "features-activity", "--date", TRAINED.plusDays(later).toString());
            run("job", "score-lapse", "--date", TRAINED.plusDays(later).toString());
        }
        message = command(job());
        lake = Lake.open(LakeExtension.session(), folder.resolve("target/lake").toString());
    }

    private static String visits(LocalDate day) {
        SplittableRandom dice = new SplittableRandom(day.toEpochDay());
        StringBuilder rows = new StringBuilder();
        for (long customer = 0; customer < CUSTOMERS; customer++) {
            double chance = (customer % 2 == 0 ? 0.45 : 0.3) * (0.4 + (customer * 37 % 100) / 80.0);
            if (dice.nextDouble() < chance) {
                rows.append(customer).append(',').append(day).append(" 10:00:00\n");
                VISITS.computeIfAbsent(customer, key -> new ArrayList<>())
                        .add(day.atTime(10, 0).toInstant(ZoneOffset.UTC));
            }
        }
        return rows.toString();
    }

    private static String customers() {
        SplittableRandom dice = new SplittableRandom(7);
        LocalDate first = LocalDate.of(2025, 1, 1);
        for (long customer = 0; customer < CUSTOMERS; customer++) {
            String gender = customer % 97 == 0 ? "other" : customer % 2 == 0 ? "female" : "male";
            if (customer % 50 != 3) {
                Integer year = customer % 31 == 0 ? null : 1960 + dice.nextInt(47);
                know(customer, new Known(gender, year, first));
                if (customer % 40 == 7) {
                    know(customer, new Known("female", year, LocalDate.of(2026, 1, 15)));
                }
                if (customer % 40 == 9) {
                    know(customer, new Known("not yet", year, LocalDate.of(2026, 1, 24)));
                }
            }
        }
        StringBuilder rows = new StringBuilder("customer_id,gender,birth_year,changed\n");
        PEOPLE.forEach((customer, known) -> known.forEach(one -> rows.append(customer + "," + one.gender() + ","
                + (one.birthYear() == null ? "" : one.birthYear()) + "," + one.changed() + "\n")));
        return rows.toString();
    }

    private static void know(long customer, Known known) {
        PEOPLE.computeIfAbsent(customer, key -> new ArrayList<>()).add(known);
    }

    /** A row that counts, by plain loops. */
    private record Plain(String gender, String age, boolean selected, boolean positive, double probability) {}

    /** The newest as-of of each customer, what was known before it, and whether a visit followed. */
    private static List<Plain> plain() {
        Map<Long, Row> newest = new TreeMap<>();
        lake.read(TableName.parse("scores.lapse"))
                .collectAsList()
                .forEach(row -> newest.merge(
                        row.<Long>getAs("customer_id"),
                        row,
                        (one, other) -> asOf(one).isAfter(asOf(other)) ? one : other));
        List<Plain> rows = new ArrayList<>();
        newest.forEach((customer, row) -> {
            Instant asOf = asOf(row);
            Known known = known(customer, asOf);
            boolean came = VISITS.get(customer).stream()
                    .anyMatch(visit -> !visit.isBefore(asOf) && visit.isBefore(asOf.plus(HORIZON, ChronoUnit.DAYS)));
            rows.add(new Plain(
                    known.gender(),
                    known.birthYear() == null ? null : 2026 - known.birthYear() < 30 ? "under 30" : "30 and over",
                    row.<Boolean>getAs("decision"),
                    !came,
                    row.<Double>getAs("probability")));
        });
        return rows;
    }

    /** What was known before the as-of. */
    private static Known known(long customer, Instant asOf) {
        return PEOPLE.getOrDefault(customer, List.of()).stream()
                .filter(one ->
                        one.changed().atStartOfDay().toInstant(ZoneOffset.UTC).isBefore(asOf))
                .reduce(new Known(null, null, null), (earlier, later) -> later);
    }

    private static Instant asOf(Row row) {
        return row.<Timestamp>getAs("as_of").toInstant();
    }

    @Test
    void thePageShowsWhatTheCommandsPrint() {
        assertThat(message).contains("policy four-fifths: BREACH for ").doesNotContain("female", "under 30");
        assertThat(command(blocks("sh").get(0).lines().toList().get(1)))
                .as("docs/fairness.md")
                .isEqualTo(blocks("text").get(0));
    }

    @Test
    void figuresAreThoseOfPlainLoops() {
        List<Plain> plain = plain();
        Map<List<String>, List<Plain>> groups = new HashMap<>();
        for (Plain row : plain) {
            List<List<String>> of = List.of(
                    List.of("[]", "[]"),
                    List.of("[gender]", Arrays.asList(row.gender()).toString()),
                    List.of("[age_group]", Arrays.asList(row.age()).toString()),
                    List.of(
                            "[gender, age_group]",
                            Arrays.asList(row.gender(), row.age()).toString()));
            of.forEach(key ->
                    groups.computeIfAbsent(key, none -> new ArrayList<>()).add(row));
        }
        List<Row> figures = figures("fairness-lapse/2026-01-24/1");
        assertThat(figures).hasSize(10 * groups.size());
        assertThat(groups.keySet()).contains(List.of("[gender]", "[null]"), List.of("[gender]", "[other]"));
        assertThat(groups.keySet()).doesNotContain(List.of("[gender]", "[not yet]"));
        int told = 0;
        for (Row row : figures) {
            List<Plain> own = groups.get(List.of(texts(row, "columns"), texts(row, "values")));
            told += sameAsPlain(row, own);
        }
        assertThat(told).isGreaterThan(40);
    }

    /** Whether the figure is told, 0 or 1. */
    private static int sameAsPlain(Row row, List<Plain> own) {
        String metric = row.getAs("metric");
        List<Plain> of = switch (metric) {
            case "true_positive_rate" -> own.stream().filter(Plain::positive).toList();
            case "false_positive_rate" ->
                own.stream().filter(one -> !one.positive()).toList();
            case "precision" -> own.stream().filter(Plain::selected).toList();
            default -> own;
        };
        Function<Plain, Double> part = switch (metric) {
            case "selection_rate", "true_positive_rate", "false_positive_rate" -> one -> one.selected() ? 1.0 : 0;
            case "precision", "base_rate" -> one -> one.positive() ? 1.0 : 0;
            case "accuracy" -> one -> one.positive() == one.selected() ? 1.0 : 0;
            case "mean_score" -> Plain::probability;
            case "calibration_gap" -> one -> one.probability() - (one.positive() ? 1 : 0);
            default -> null;
        };
        if (part == null) {
            return 0;
        }
        assertThat(row.<Long>getAs("rows")).as(row.toString()).isEqualTo(of.size());
        boolean tells = of.size() >= 100;
        assertThat(row.<Boolean>getAs("insufficient")).as(row.toString()).isEqualTo(!tells);
        if (tells) {
            double mean = of.stream().mapToDouble(part::apply).average().orElseThrow();
            assertThat(row.<Double>getAs("value")).as(row.toString()).isCloseTo(mean, within(1e-9));
            assertThat(mean).isBetween(row.<Double>getAs("lower"), row.<Double>getAs("upper"));
        } else {
            assertThat(row.isNullAt(row.fieldIndex("value"))).isTrue();
            assertThat(row.isNullAt(row.fieldIndex("lower"))).isTrue();
        }
        return tells ? 1 : 0;
    }

    /** Guarantee 1: the same rows, once for each run. */
    @Test
    void anotherRunFindsTheSame() {
        command(job());
        List<String> once = rows("fairness-lapse/2026-01-24/1");
        assertThat(once).isNotEmpty().doesNotHaveDuplicates();
        command(job() + " --force");
        assertThat(rows("fairness-lapse/2026-01-24/2")).isEqualTo(once);
    }

    @Test
    void beforeOutcomesAreKnownSelectionCanBeTold() {
        assertThat(run("job", "fairness-lapse", "--date", TRAINED.plusDays(2).toString()))
                .contains("outcomes are not known yet");
        List<Row> figures = figures("fairness-lapse/2026-01-22/1");
        assertThat(figures).extracting(row -> row.getAs("outcomes")).containsOnly("open");
        Map<String, Row> everybody = new HashMap<>();
        figures.stream()
                .filter(row -> row.getList(row.fieldIndex("columns")).isEmpty())
                .forEach(row -> everybody.put(row.getAs("metric"), row));
        assertThat(everybody.get("selection_rate").<Double>getAs("value"))
                .isCloseTo(
                        plain().stream()
                                .mapToDouble(row -> row.selected() ? 1 : 0)
                                .average()
                                .orElseThrow(),
                        within(1e-12));
        assertThat(everybody.get("true_positive_rate").<Long>getAs("rows")).isZero();
        assertThat(everybody.get("true_positive_rate").<Boolean>getAs("insufficient"))
                .isTrue();
    }

    @Test
    void theJsonFollowsItsSchema() throws IOException {
        String json = command(blocks("sh").get(1).strip());
        assertFollows(json, "fairness");
        assertThat(json)
                .contains("\"verdict\" : \"breach\"", "\"gender\" : null", "\"legalBasis\" : \"29 CFR 1607.4(D)\"");
    }

    private static void assertFollows(String json, String schema) throws IOException {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(Files.readString(Path.of("docs/schemas/" + schema + ".json")))
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void whatCannotBeGroupedIsRefused() throws IOException {
        String head = "kind = fairness, owner = risk, model = lapse\nprotected { table = silver.customers, ";
        write("jobs/fairness-timeless.conf", head + "columns.gender = gender }\n");
        write("jobs/fairness-each.conf", head + "time = changed, columns.customer = customer_id }\n");
        assertThat(refused("fairness-timeless"))
                .contains("HEAD-FAIRNESS-002", "silver.customers has several rows of one customer_id");
        assertThat(refused("fairness-each")).contains("HEAD-FAIRNESS-003", "more than 500 groups");
        assertThat(run("fairness", "fairness-each")).contains("lapse, by fairness-each: never run");
        Files.delete(folder.resolve("jobs/fairness-timeless.conf"));
        Files.delete(folder.resolve("jobs/fairness-each.conf"));
    }

    /** Thresholds by gender decide each group's rows as the table says, and cost what it says. */
    @Test
    void thresholdsByGroupCostWhatPlainLoopsFind() throws IOException {
        run("job", "fairness-costs", "--date", LAST.toString());
        assertFollows(run("fairness", "fairness-costs", "--json"), "fairness");
        List<Row> rows = lake.read(TableName.parse("headrace.remedies")).collectAsList();
        List<Plain> known = plain().stream()
                .filter(row -> Set.of("female", "male").contains(String.valueOf(row.gender())))
                .toList();
        Row point = rows.stream()
                .filter(row -> row.getAs("aim").equals("one_threshold") && row.getAs("threshold") == null)
                .findFirst()
                .orElseThrow();
        double threshold = rows.stream()
                .filter(row -> row.getAs("aim").equals("one_threshold") && row.getAs("threshold") != null)
                .map(row -> row.<Double>getAs("threshold"))
                .distinct()
                .reduce((one, other) -> {
                    throw new AssertionError("two thresholds");
                })
                .orElseThrow();
        assertThat(point.<Long>getAs("rows")).isEqualTo(known.size());
        double value = known.stream()
                .filter(row -> row.probability() > threshold)
                .mapToDouble(row -> row.positive() ? 5 : -1)
                .sum();
        assertThat(point.<Double>getAs("value_per_1000")).isCloseTo(1000 * value / known.size(), within(1e-9));
        double share = rows.stream()
                .filter(row -> row.getAs("aim").equals("demographic_parity")
                        && row.<Integer>getAs("step") == 4
                        && row.getAs("threshold") == null)
                .mapToDouble(row -> row.<Double>getAs("selection_gap"))
                .sum();
        assertThat(share).isCloseTo(0, within(1e-9));
        assertThat(run("fairness", "fairness-costs"))
                .contains(
                        "pounds per 1,000",
                        "demographic parity, 1 of 4 steps",
                        "equalised odds: act above gender = female",
                        ", without 2 groups of too few; AUC of scores 0.");
        assertThat(TableCatalog.system()
                        .find(TableName.parse("headrace.remedies"))
                        .orElseThrow()
                        .personal())
                .containsExactly("values");
    }

    /** Who is in a group with thresholds is decided by them, all others by the one for all; the group is written nowhere. */
    @Test
    @Tag("full")
    void thresholdsByGroupDecideWhereDeclared() throws GeneralSecurityException {
        run("job", "fairness-costs", "--date", LAST.toString());
        assertThat(run("job", "score-equal", "--date", TRAINED.plusDays(2).toString()))
                .contains("no thresholds by group yet, so all are decided from 0.5 on");
        run("job", "features-activity", "--date", LAST.toString());
        assertThat(run("job", "score-equal", "--date", LAST.toString()))
                .contains("decided by thresholds of groups, of fairness-costs/2026-01-24/1");
        Map<String, List<ThresholdMix.Part>> parts = new HashMap<>();
        lake.read(TableName.parse("headrace.remedies"))
                .where("aim = 'demographic_parity' and step = 4 and threshold is not null")
                .orderBy("threshold")
                .collectAsList()
                .forEach(row -> parts.computeIfAbsent(texts(row, "values"), key -> new ArrayList<>())
                        .add(new ThresholdMix.Part(row.<Double>getAs("threshold"), row.<Double>getAs("share"))));
        assertThat(parts).containsOnlyKeys("[female]", "[male]");
        Map<String, Integer> selected = new TreeMap<>();
        for (Row row : lake.read(TableName.parse("scores.equal")).collectAsList()) {
            double probability = row.<Double>getAs("probability");
            long customer = row.<Long>getAs("customer_id");
            boolean isLast = asOf(row).equals(Instant.parse("2026-01-25T00:00:00Z"));
            String gender = "[" + known(customer, asOf(row)).gender() + "]";
            boolean acts = isLast && parts.containsKey(gender)
                    ? new ThresholdMix(parts.get(gender)).acts(probability, draw("score-equal:" + customer))
                    : probability >= 0.5;
            assertThat(row.<Boolean>getAs("decision")).as(row.toString()).isEqualTo(acts);
            selected.merge(gender, isLast && acts ? 1 : 0, Integer::sum);
        }
        assertThat(selected.get("[female]")).isPositive();
        assertThat(selected.get("[male]")).isPositive();
        assertThat(lake.read(TableName.parse("scores.equal")).columns()).doesNotContain("gender", "_group_0");
    }

    private static double draw(String text) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(HexFormat.of().formatHex(hash).substring(0, 13), 16) / 0x1p52;
    }

    /** The nearest change is that of plain loops over all visits and days, asked of the model itself. */
    @Test
    @Tag("full")
    void theNearestChangeIsThatOfPlainLoops() throws IOException {
        Dataset<Row> scores = lake.read(TableName.parse("scores.lapse")).where("as_of = '2026-01-23'");
        double border = scores.where("decision").agg(min("score")).first().getDouble(0);
        RowPredictor model = predictor(scores.first().getAs("model_digest"));
        List<Object> outcomes = new ArrayList<>();
        for (Row row : scores.where("decision")
                .orderBy(col("score").desc(), col("customer_id"))
                .limit(1)
                .union(scores.where("decision").orderBy("score", "customer_id").limit(1))
                .collectAsList()) {
            Row features = lake.read(TableName.parse("features.activity"))
                    .where("as_of = '2026-01-23' and customer_id = " + row.getAs("customer_id"))
                    .first();
            String key = row.getAs("customer_id").toString();
            String json = run("scores", "explain", "scores.lapse", key, "--date", "2026-01-22", "--json");
            assertFollows(json, "scores-explain");
            Map<?, ?> found = new ObjectMapper().readValue(json, Map.class);
            outcomes.add(found.get("outcome"));
            List<Object> plain = nearest(model, features.getAs("visits"), features.getAs("days_away"), border);
            assertThat(List.of(found.get("outcome"), found.get("changes").toString()))
                    .as(key)
                    .isEqualTo(plain);
        }
        assertThat(outcomes).contains("found");
        String any = scores.first().getAs("customer_id").toString();
        assertThat(run("scores", "explain", "scores.lapse", any, "--date", "2026-01-22"))
                .startsWith("customer_id " + any + " as of 2026-01-23T00:00:00Z, version 1: score 0.");
        assertThat(CommandRun.of(
                                "scores",
                                "explain",
                                "scores.lapse",
                                "nobody",
                                "--date",
                                "2026-01-22",
                                "--project",
                                folder.toString())
                        .err())
                .contains("HEAD-SCORE-008", "customer_id = nobody");
    }

    private static RowPredictor predictor(String digest) {
        return Predictor.of(new Registry(lake, Clock.systemUTC()).load("lapse", digest))
                .rows();
    }

    /** Fewer changes first, then the smaller distance, then visits first. */
    private static List<Object> nearest(RowPredictor model, int visits, int days, double border) {
        double least = Double.POSITIVE_INFINITY;
        List<Object> best = List.of("none_within_the_ranges", "[]");
        for (int more = visits; more <= 9; more++) {
            for (int fewer = days; fewer >= 0; fewer--) {
                model.predict(new Object[] {more, fewer});
                int changes = (more > visits ? 1 : 0) + (fewer < days ? 1 : 0);
                double distance = 100 * changes + (more - visits) / 3.0 + (days - fewer) / 4.1;
                if (model.score() < border && distance < least) {
                    least = distance;
                    List<String> words = new ArrayList<>();
                    if (more > visits) {
                        words.add("{feature=visits, from=" + (double) visits + ", to=" + (double) more + "}");
                    }
                    if (fewer < days) {
                        words.add("{feature=days_away, from=" + (double) days + ", to=" + (double) fewer + "}");
                    }
                    best = List.of("found", words.toString());
                }
            }
        }
        return best;
    }

    /** A row of a training set, by plain loops. */
    private record Trained(String gender, String split, boolean label, double weight, double score) {}

    private static List<Trained> trained() {
        Registry registry = new Registry(lake, Clock.systemUTC());
        ModelFile model =
                registry.load("fair", registry.state("fair").version(1).digest());
        return ComparedColumns.withScore(lake.read(TableName.parse("training.fair")), model, "candidate")
                .collectAsList()
                .stream()
                .map(row -> new Trained(
                        known(row.getAs("customer_id"), asOf(row)).gender(),
                        row.getAs("split"),
                        row.<Boolean>getAs("label"),
                        row.<Double>getAs("weight"),
                        row.<Double>getAs("candidate")))
                .toList();
    }

    /** Refused by the policy of the page, on test rows whose figures are those of plain loops; trained with the weights of the formula. */
    @Test
    void trainingWeighsGroupsAndIsRefusedByABreach() {
        String said = run("job", "train-fair", "--date", TRAINED.toString());
        assertThat(said)
                .contains(
                        "version 1 refused",
                        "; failed fairness-four-fifths: breach for 1 of 3 groups; selection rate over")
                .contains("; fairness: 1,396 entities in 17 groups", "policy four-fifths: BREACH for 1 of 3 groups")
                .doesNotContain("female", "under 30");
        List<Trained> rows = trained();
        assertWeights(rows.stream().filter(row -> row.split().equals("train")).toList());
        List<Trained> test =
                rows.stream().filter(row -> row.split().equals("test")).toList();
        assertThat(test).extracting(Trained::weight).containsOnly(1.0);
        List<Row> figures = figures("train-fair/2026-01-20/1");
        for (String gender : List.of("female", "male")) {
            Row selected = figures.stream()
                    .filter(row -> row.getAs("metric").equals("selection_rate")
                            && texts(row, "columns").equals("[gender]")
                            && texts(row, "values").equals("[" + gender + "]"))
                    .findFirst()
                    .orElseThrow();
            List<Trained> own =
                    test.stream().filter(row -> gender.equals(row.gender())).toList();
            assertThat(selected.<Long>getAs("rows")).isEqualTo(own.size());
            assertThat(selected.<String>getAs("model_versions")).isEqualTo("1");
            assertThat(selected.<Double>getAs("value"))
                    .isCloseTo(
                            own.stream()
                                    .mapToDouble(row -> row.score() >= 0.45 ? 1 : 0)
                                    .average()
                                    .orElseThrow(),
                            within(1e-12));
        }
        assertThat(PersonalLineage.isMarked(
                        lake.read(TableName.parse("training.fair")).schema().apply("weight")))
                .isTrue();
        assertThat(run("models", "show", "fair"))
                .contains("label and gender of silver.customers made independent", "fairness-four-fifths");
        assertThat(run("fairness", "train-fair"))
                .startsWith("fair version 1, by train-fair/2026-01-20/1: as of ")
                .contains("BREACH: gender = female beside gender = male");
    }

    /** n_g n_y / (n n_gy); with them label and group are independent. */
    private static void assertWeights(List<Trained> rows) {
        Map<String, double[]> sums = new TreeMap<>();
        for (Trained row : rows) {
            double ofGroup = rows.stream()
                    .filter(other -> Objects.equals(other.gender(), row.gender()))
                    .count();
            double ofLabel =
                    rows.stream().filter(other -> other.label() == row.label()).count();
            double ofBoth = rows.stream()
                    .filter(other -> Objects.equals(other.gender(), row.gender()) && other.label() == row.label())
                    .count();
            assertThat(row.weight()).isCloseTo(ofGroup * ofLabel / (rows.size() * ofBoth), within(1e-12));
            sums.computeIfAbsent(String.valueOf(row.gender()), key -> new double[2])[row.label() ? 1 : 0] +=
                    row.weight();
        }
        double rate = rows.stream().filter(Trained::label).count() / (double) rows.size();
        assertThat(sums).containsKeys("female", "male", "other", "null");
        assertThat(sums.values())
                .allSatisfy(sum -> assertThat(sum[1] / (sum[0] + sum[1])).isCloseTo(rate, within(1e-12)));
    }

    /** What a run would find, and nothing is written. */
    @Test
    @Tag("full")
    void aTrySaysWhatTheGateWouldSay() {
        assertThat(run("try", "train-fair", "--date", TRAINED.toString()))
                .contains("failed fairness-four-fifths: breach for 1 of 3 groups", "a run would not promote it")
                .doesNotContain("female");
    }

    @Test
    void pagesNameGroupsOnlyWhereItIsSaidWhoMayReadThem() throws IOException {
        Path pages = folder.resolve("pages");
        run("report", "--out", pages.toString());
        String page = Files.readString(pages.resolve("by-fairness-lapse.html"));
        assertThat(page)
                .contains("Policy four-fifths: breach for 1 of 3\u00a0groups.")
                .contains("selection rate at least 0.8 times the reference&#39;s, by gender. Ground: 29 CFR 1607.4(D)")
                .contains("<th scope=\"row\">gender &#x3D; female</th><td class=\"outcome bad\">breach</td>")
                .contains(
                        "~policy~four-fifths~selection_rate~ratio~gender~female\">0.4633</a></td><td>0.3921 to 0.5474</td>")
                .contains("~figure~~selection_rate~value~gender~female\">0.2032 *</a>", ">few</a>")
                .contains("~figure~~auc~value~~\">0.6403</a>");
        String ofRun = Files.readString(pages.resolve("by-fairness-lapse/" + LAST + ".html"));
        assertThat(ofRun)
                .contains("<tr id=\"headrace.fairness~policy~four-fifths~selection_rate~ratio~gender~female\">")
                .contains("<tr id=\"headrace.fairness~figure~~selection_rate~value~gender~female\">");
        assertThat(List.of(page, ofRun))
                .allMatch(text -> text.contains("it is for those who may read headrace.fairness"));
        assertThat(Files.readString(pages.resolve("index.html")))
                .contains("<a href=\"by-fairness-lapse.html\">Fairness of lapse</a>", ">breach</span>")
                .doesNotContain("female", "under 30");
    }

    @Test
    void groupsAreMarkedAsPersonal() {
        assertThat(TableCatalog.system().find(FAIRNESS).orElseThrow().personal())
                .containsExactly("reference", "values");
    }

    private static String refused(String job) {
        CommandRun run = CommandRun.of("job", job, "--date", LAST.toString(), "--project", folder.toString());
        assertThat(run.exit()).isEqualTo(2);
        return run.err();
    }

    private static List<Row> figures(String run) {
        return lake.read(FAIRNESS)
                .where("run_id = '" + run + "' and kind = 'figure'")
                .collectAsList();
    }

    private static List<String> rows(String run) {
        return lake.read(FAIRNESS).where("run_id = '" + run + "'").drop("run_id").toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }

    private static String texts(Row row, String column) {
        return row.getList(row.fieldIndex(column)).toString();
    }

    private static List<String> blocks(String language) {
        try {
            Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/fairness.md")));
            List<String> found = new ArrayList<>();
            while (block.find()) {
                if (block.group(1).equals(language)) {
                    found.add(block.group(2));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs the job. */
    private static String job() {
        return blocks("sh").get(0).lines().findFirst().orElseThrow();
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String command(String line) {
        assertThat(line).startsWith("headrace ");
        return run(line.substring("headrace ".length()).split(" "));
    }

    private static String run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", folder.toString()));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }
}
