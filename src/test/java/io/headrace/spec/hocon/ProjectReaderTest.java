package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.SqlText;
import io.headrace.spec.TrainSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules between files, settings and digests. */
class ProjectReaderTest {
    private static final String INGEST = "jobs/ingest-sales.conf";
    private static final String FEATURES = "jobs/features-activity.conf";
    private static final String TRAIN = "jobs/train-lapse.conf";
    private static final String SCORE = "jobs/score-lapse.conf";
    private static final String VIEW = "features/activity.conf";
    private static final String SQL = "features/activity.sql";

    @TempDir
    Path folder;

    @Test
    void readsTheReferenceProjectInEveryEnvironment() {
        for (String environment : List.of("local", "ci", "cluster")) {
            Map<String, String> variables = Map.of("HEADRACE_LAKE", "hdfs://lake", "HEADRACE_LANDING", "hdfs://raw");
            assertThat(ProjectReader.read(Path.of(""), environment, List.of(), variables)
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void reportsTheProblemsOfAllFilesInOrder() {
        assertThat(project()
                        .append(SCORE, "reasons.top = three\nowners = me\n")
                        .append(INGEST, "duplicates = maybe\n")
                        .append("conf/local.conf", "time-zone = Moon\n")
                        .replace(VIEW, "orders = integer", "orders = int")
                        .problems())
                .containsExactly(
                        "conf/local.conf:1: time-zone: expected a time zone such as UTC or Europe/Paris, found \"Moon\"",
                        "features/activity.conf:3: columns.orders: expected one of string, integer, long, double,"
                                + " decimal(p,s), boolean, date, timestamp, found \"int\"",
                        "jobs/ingest-sales.conf:9: duplicates: expected one of keep, drop, found \"maybe\"",
                        "jobs/score-lapse.conf:4: reasons.top: expected a whole number of 1 or more, found \"three\"",
                        "jobs/score-lapse.conf:5: owners: unknown key, did you mean \"owner\"?");
    }

    @Test
    void throwsAllProblemsAsOneMistakeOfTheUser() {
        Reading reading = project().append(SCORE, "a = 1\n").read();
        assertThatExceptionOfType(HeadraceException.class)
                .isThrownBy(reading::projectOrThrow)
                .withMessageStartingWith("1 problem in the project's files:\njobs/score-lapse.conf:4: a: unknown key")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.USER));
    }

    @Test
    void namesTheFoldersThatAreMissing() {
        assertThat(ProjectReader.read(folder, "local", List.of(), Map.of()).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "conf: there is no such folder; a project has conf/ and jobs/",
                        "jobs: there is no such folder; a project has conf/ and jobs/");
    }

    @Test
    void listsTheEnvironmentsWhenOneIsUnknown() {
        assertThat(project().with("conf/ci.conf", "").read("prod", Map.of()).problems())
                .extracting(Problem::toString)
                .containsExactly("conf/prod.conf: no such environment, there are: ci, local");
    }

    @Test
    void wantsTheQueryOfAViewThatComputes() {
        assertThat(project().without(SQL).problems())
                .containsExactly(
                        "features/activity.conf:3: columns.orders: is no column or aggregate of an input; what is computed"
                                + " stands in features/activity.sql");
        assertThat(project().with("features/other.sql", "select 1").problems())
                .contains("features/other.sql: has no features/other.conf beside it");
    }

    @Test
    void refusesAViewWithoutAQuery() {
        assertThat(project().with(SQL, "-- later\n").problems())
                .containsExactly("features/activity.sql: is empty, expected a query");
    }

    @Test
    void refusesFileNamesThatAreNoNames() {
        assertThat(project()
                        .with("features/My-View.conf", "entity = a\n")
                        .with("features/My-View.sql", "select 1")
                        .with("jobs/Bad_Job.conf", "kind = features, owner = me, view = activity\n")
                        .without(FEATURES)
                        .problems())
                .containsExactly(
                        "features/My-View.conf: expected as file name a name of lower-case letters, digits and _",
                        "jobs/Bad_Job.conf: expected as file name a name of lower-case words joined by -");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        SmallProject project = project().without(SCORE);
        Files.createDirectories(folder.resolve("jobs"));
        Files.write(folder.resolve(SCORE), new byte[] {'a', '=', (byte) 0xff});
        assertThat(project.problems()).containsExactly("jobs/score-lapse.conf: is not UTF-8 text");
    }

    @Test
    void anUnreadableFileCausesNoProblemsElsewhere() {
        assertThat(project().with(INGEST, "kind = ").problems())
                .containsExactly(
                        "jobs/ingest-sales.conf:1: cannot be read as HOCON: Expecting a value but got wrong token:"
                                + " end of file");
        assertThat(project().with(VIEW, "entity = ").problems())
                .containsExactly("features/activity.conf:1: cannot be read as HOCON: Expecting a value but got wrong"
                        + " token: end of file");
    }

    @Test
    void refusesTwoWritersOfOneTable() {
        assertThat(project()
                        .with(
                                "jobs/ingest-tills.conf",
                                "kind = ingest, owner = me\nsource = sales\nfiles.paths = [a], columns.a = long\n")
                        .problems())
                .containsExactly("jobs/ingest-tills.conf:2: source: bronze.sales is already written by ingest-sales");
    }

    @Test
    void wantsATrainJobForAScoredModel() {
        assertThat(project().append(SCORE, "model = laps\n").problems())
                .containsExactly(
                        "jobs/score-lapse.conf:4: model: no train job trains \"laps\", did you mean \"lapse\"?");
    }

    @Test
    void wantsAFeaturesJobForAScoredView() {
        assertThat(project().without(FEATURES).problems())
                .containsExactly("jobs/score-lapse.conf:3: population.view: no job writes features.activity");
    }

    @Test
    void wantsTheModelsFeaturesInTheScoredView() {
        assertThat(project()
                        .with(
                                "features/recent.conf",
                                "entity = customer_id\n"
                                        + "inputs.sales.table = silver.sales\ncolumns.order = integer\n")
                        .with("features/recent.sql", "select 1")
                        .with("jobs/features-recent.conf", "kind = features, owner = me, view = recent\n")
                        .replace(SCORE, "activity", "recent")
                        .problems())
                .containsExactly("jobs/score-lapse.conf:3: population.view: model lapse needs it: view recent has no"
                        + " feature \"orders\", did you mean \"order\"?");
    }

    /** F4: what decides a row must be known of it. */
    @Test
    void decisionsByValueWantValuesThatAreKnownOfEachRow() {
        SmallProject byValue = project().append(SCORE, "decision.by-value = true\n");
        String value = "value { hit = \"3 * monthly\", false-alarm = -1, miss = 0 }\n";
        assertThat(byValue.append("jobs/train-lapse.conf", value.replace("miss = 0", "miss = 0, capacity = 0.1"))
                        .problems())
                .containsExactly(
                        "jobs/score-lapse.conf:4: decision.by-value: decides row by row, but value in the train"
                                + " job of lapse has a capacity, a share of all rows: expected no capacity there, or top-share here");

        SmallProject other = project()
                .append("jobs/train-lapse.conf", value)
                .append(SCORE, "decision.by-value = true\n")
                .with(
                        "features/recent.conf",
                        "entity = customer_id\n" + "inputs.sales.table = silver.sales\ncolumns.orders = integer\n")
                .with("features/recent.sql", "select 1")
                .with("jobs/features-recent.conf", "kind = features, owner = me, view = recent\n")
                .replace(SCORE, "activity", "recent");
        assertThat(other.project().texts().stream()
                        .filter(text -> text.place().file().equals(SCORE) && text.result() == SqlText.Result.NUMBER)
                        .map(text ->
                                text.text() + " over " + text.over().table().orElseThrow()))
                .containsExactly(
                        "3 * monthly over features.recent",
                        "-1 over features.recent",
                        "0 over features.recent",
                        "0 over features.recent");
    }

    @Test
    void wantsTheEntityInTheLabelsTable() {
        assertThat(project()
                        .replace(INGEST, "customer_id = long", "customer = long")
                        .problems())
                .containsExactly(
                        "jobs/train-lapse.conf:5: label.event.table: silver.sales has no column \"customer_id\","
                                + " did you mean \"customer\"?");
    }

    @Test
    void takesADerivedColumnAsTime() {
        assertThat(project()
                        .replace(INGEST, "sold_at = timestamp", "day = date")
                        .append(INGEST, "derived { sold_at = \"cast(day as timestamp)\" }\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesACircle() {
        assertThat(project()
                        .replace(VIEW, "inputs { ", "inputs { own { table = features.activity }, ")
                        .problems())
                .containsExactly("jobs/features-activity.conf: the jobs need each other in a circle:"
                        + " features-activity <- features-activity");
        assertThat(project()
                        .replace(VIEW, "inputs { ", "inputs { scored { table = scores.lapse }, ")
                        .problems())
                .containsExactly("jobs/features-activity.conf: the jobs need each other in a circle:"
                        + " features-activity <- score-lapse <- features-activity");
    }

    @Test
    void settingsGoBeforeFiles() {
        Project read = project()
                .append("conf/local.conf", "lake = there\nspark { \"spark.a\" = 1 }\n")
                .set(
                        "lake=hdfs://name/lake",
                        "master=local[3]",
                        "spark.a=2",
                        "spark.sql.shuffle.partitions=8",
                        "jobs.score-lapse.reasons.top=5",
                        "jobs.score-lapse.publish.keep=7 days",
                        "jobs.train-lapse.features=[\"orders\"]",
                        "jobs.train-lapse.seed=1",
                        "jobs.train-lapse.seed=2")
                .project();
        assertThat(read.places().lake()).isEqualTo("hdfs://name/lake");
        assertThat(read.places().master()).isEqualTo("local[3]");
        assertThat(read.places().spark()).isEqualTo(Map.of("spark.a", "2", "spark.sql.shuffle.partitions", "8"));
        ScoreSpec score = (ScoreSpec) read.jobs().get("score-lapse");
        assertThat(score.reasons().top()).isEqualTo(5);
        assertThat(score.keepDays()).isEqualTo(7);
        assertThat(((TrainSpec) read.jobs().get("train-lapse")).recipe().seed()).isEqualTo(2);
    }

    @Test
    void refusesBadSettings() {
        assertThat(project()
                        .set(
                                "lake",
                                "lak=here",
                                "spark={",
                                "jobs.score-laps.seed=1",
                                "jobs.score-lapse.reasons.top=three",
                                "jobs.score-lapse.reasons.topp=3")
                        .problems())
                .containsExactly(
                        "--set: expected key=value, found \"lake\"",
                        "--set: jobs.score-laps.seed: there is no job \"score-laps\", did you mean \"score-lapse\"?",
                        "--set: jobs.score-lapse.reasons.top: expected a whole number of 1 or more, found \"three\"",
                        "--set: jobs.score-lapse.reasons.topp: unknown key, did you mean \"top\"?",
                        "--set: lak: unknown key, did you mean \"lake\"?",
                        "--set: spark: cannot be read as HOCON, found \"{\"");
    }

    @Test
    void variablesOfTheEnvironmentAreForPlacesOnly() {
        SmallProject project = project().append("conf/local.conf", "lake = ${LAKE}\n");
        assertThat(project.read("local", Map.of("LAKE", "/lake"))
                        .projectOrThrow()
                        .places()
                        .lake())
                .isEqualTo("/lake");
        assertThat(project.append(SCORE, "owner = ${LAKE}\n")
                        .read("local", Map.of("LAKE", "/lake"))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly("jobs/score-lapse.conf:4: cannot be read as HOCON: Could not resolve substitution to a"
                        + " value: ${LAKE}");
    }

    @Test
    void commentsAndLayoutDoNotChangeADigest() {
        Project before = project().project();
        Project after = project()
                .with(SCORE, "// says the same\npopulation.view = activity, owner = \"shop\"\n\nkind = score")
                .with(SQL, "-- counts\nselect customer_id,\n  as_of, /* one */ 1 as orders\nfrom sales\n")
                .append(VIEW, "# the end\n")
                .project();
        assertThat(digest(after, "score-lapse")).isEqualTo(digest(before, "score-lapse"));
        assertThat(after.views().get("activity").digest())
                .isEqualTo(before.views().get("activity").digest());
    }

    @Test
    void contentAndSettingsChangeADigest() {
        Project before = project().project();
        Project after = project()
                .append(SCORE, "reasons.top = 3\n")
                .set("jobs.train-lapse.seed=7")
                .replace(SQL, "1 as orders", "2 as orders")
                .project();
        assertThat(digest(after, "score-lapse")).isNotEqualTo(digest(before, "score-lapse"));
        assertThat(digest(after, "train-lapse")).isNotEqualTo(digest(before, "train-lapse"));
        assertThat(digest(after, "ingest-sales")).isEqualTo(digest(before, "ingest-sales"));
        assertThat(after.views().get("activity").digest())
                .isNotEqualTo(before.views().get("activity").digest());
    }

    private static final String AGGREGATES = """
            entity = customer_id
            inputs {
              sales {
                table = silver.sales, time = sold_at
                aggregates { orders { count = "*", windows = [30 days] }, spend { sum = price, windows = [all] } }
              }
            }
            columns { orders_30d = long }
            """;

    @Test
    void aViewOfAggregatesAloneNeedsNoSql() {
        SmallProject plain = new SmallProject(folder).with("features/plain.conf", AGGREGATES);
        assertThat(plain.project().views().get("plain").sql())
                .isEqualTo(
                        "select `customer_id`, as_of, coalesce(`sales`.`orders_30d`, 0) as `orders_30d` from `sales`");
        assertThat(plain.with("features/plain.conf", AGGREGATES.replace("orders_30d", "orders_30"))
                        .problems())
                .containsExactly(
                        "features/plain.conf:8: columns.orders_30: is no column or aggregate of an input, did you mean \"orders_30d\"?; what is computed stands in features/plain.sql");
        assertThat(plain.with("features/plain.conf", AGGREGATES + "inputs.again = ${inputs.sales}")
                        .problems())
                .containsExactly(
                        "features/plain.conf:8: columns.orders_30d: is of two inputs: call one of them otherwise, or say in features/plain.sql which is meant");
    }

    @Test
    void validityDoesNotGoWithAggregates() {
        assertThat(new SmallProject(folder)
                        .with("features/plain.conf", AGGREGATES.replace("sold_at", "sold_at, until = sold_at"))
                        .problems())
                .containsExactly(
                        "features/plain.conf:4: inputs.sales.until: does not go with aggregates: what happened stays so");
    }

    @Test
    void canonicalSqlLeavesQuotedTextAlone() {
        assertThat(CanonicalSql.of(" select '--  a''s' ,\n\t\"/* b */\" -- c\nfrom `d  e` /* f\n * g */ x "))
                .isEqualTo("select '--  a''s' , \"/* b */\" from `d  e` x");
    }

    private SmallProject project() {
        return new SmallProject(folder);
    }

    private static String digest(Project project, String job) {
        return project.jobs().get(job).header().digest();
    }

    /** C6: what has the name of a column of Headrace's own is refused where both stand in one table. */
    @Test
    void refusesNamesOfColumnsOfHeadrace() {
        assertThat(project()
                        .append(VIEW, "columns { run_id = long, feature_version = string }\n")
                        .problems())
                .containsExactly(
                        "features/activity.conf:4: columns.feature_version: features.activity has a column feature_version"
                                + " of Headrace's own; call yours otherwise",
                        "features/activity.conf:4: columns.run_id: features.activity has a column run_id of Headrace's own;"
                                + " call yours otherwise");
        assertThat(project()
                        .replace(INGEST, "customer_id = long", "run_id = long")
                        .replace(VIEW, "customer_id", "run_id")
                        .problems())
                .contains(
                        "features/activity.conf:1: entity: features.activity has a column run_id of Headrace's own; call"
                                + " yours otherwise");
        assertThat(project()
                        .replace(INGEST, "customer_id = long", "label = long")
                        .replace(VIEW, "customer_id", "label")
                        .problems())
                .containsExactly(
                        "jobs/train-lapse.conf:3: view: the entity of view activity is label, and training.lapse"
                                + " has a column of that name of Headrace's own; call yours otherwise, from the source on");
        assertThat(project()
                        .replace(INGEST, "customer_id = long", "arm = long")
                        .replace(VIEW, "customer_id", "arm")
                        .problems())
                .containsExactly(
                        "jobs/score-lapse.conf:3: population.view: the entity of view activity is arm, and"
                                + " scores.lapse has a column of that name of Headrace's own; call yours otherwise, from the source on");
    }

    private SmallProject withRows(String rest) {
        return project()
                .append(INGEST, "columns { sale_id = string, shop_id = long, back = boolean }\n")
                .with("features/sale.conf", """
                        entity = sale_id
                        rows { table = silver.sales, time = sold_at }
                        columns { price = "decimal(10,2)", hour { type = integer, of = "hour(sold_at)" } }
                        lookups.buyer { view = activity, key = customer_id }
                        """ + rest)
                .with("jobs/features-sale.conf", "kind = features, owner = me, view = sale\n")
                .with("jobs/train-back.conf", """
                        kind = train
                        owner = me
                        view = sale
                        features = [price, hour, orders]
                        label.known { table = silver.sales, column = back, positive = "true", delay = 7 days }
                        test.last = 7 days
                        """)
                .with("jobs/score-back.conf", "kind = score, owner = me, population.view = sale\n");
    }

    /** E10, E11: one file names the views and the keys, jobs use it as any other view. */
    @Test
    void readsAViewOfRows() {
        Project project = withRows("").project();
        assertThat(project.views().get("sale").columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("hour int", "price decimal(10,2)", "orders int");
        assertThat(((TrainSpec) project.jobs().get("train-back")).hasLabelTimes())
                .isTrue();
        assertThat(project.views().get("sale").digest())
                .isNotEqualTo(withRows("")
                        .replace(VIEW, "orders = integer", "orders = long")
                        .project()
                        .views()
                        .get("sale")
                        .digest())
                .isNotEqualTo(withRows("columns.hour.of = \"minute(sold_at)\"\n")
                        .project()
                        .views()
                        .get("sale")
                        .digest());
    }

    @Test
    void refusesViewsOfRowsThatCannotBe() {
        assertThat(withRows("lookups.shop { view = activity, key = shop_id }\n").problems())
                .contains(
                        "features/sale.conf:5: lookups.shop.features: gives the column orders, which is there already:"
                                + " lookups.buyer; tell them apart by a prefix");
        assertThat(withRows("lookups.buyer.include-row = true\n").problems())
                .containsExactly(
                        "features/sale.conf:5: lookups.buyer.include-row: needs rows.order: which of several rows of"
                                + " one instant comes first");
        assertThat(withRows("lookups.other { view = sale, key = shop_id }\n").problems())
                .anyMatch(problem -> problem.contains("lookups.other.view"));
        assertThat(withRows("lookups.other { view = activity, key = shopp, prefix = o_ }\n")
                        .problems())
                .containsExactly(
                        "features/sale.conf:5: lookups.other.key: silver.sales has no column \"shopp\", did you mean"
                                + " \"shop_id\"?");
        assertThat(withRows("columns.known { type = boolean, of = \"not back\" }\n")
                        .problems())
                .containsExactly("jobs/train-back.conf:3: view: the feature known of view sale reads the label back");
        assertThat(withRows("")
                        .replace("jobs/train-back.conf", "delay = 7 days", "time = sold_at2")
                        .problems())
                .contains(
                        "jobs/train-back.conf:5: label.known.time: view sale describes rows as of sold_at, expected that"
                                + " column");
        assertThat(withRows("lookups.late { view = late, key = shop_id, prefix = late_ }\n")
                        .with("features/late.conf", """
                                entity = shop_id
                                inputs.sold { table = silver.sales, time = sold_at, delay = 6 days
                                  aggregates.back { count = "*", where = back, windows = [30 days] } }
                                columns.back_30d = long
                                """)
                        .problems())
                .containsExactly(
                        "jobs/train-back.conf:3: view: input sold of view late reads the label back before it is known:"
                                + " label.delay and the delay of the input say how long that takes, and the input waits at least as long");
    }
}
