package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.experiment.DecisionEffect;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.MetricPlan;
import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.Rollout;
import io.headrace.metric.Gates;
import io.headrace.metric.Target;
import io.headrace.policy.Basis;
import io.headrace.policy.Grouping;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.Cleaning;
import io.headrace.spec.Cleaning.Clip;
import io.headrace.spec.Cleaning.Letters;
import io.headrace.spec.Cleaning.Mapping;
import io.headrace.spec.Cleaning.NumberText;
import io.headrace.spec.Cleaning.UnicodeForm;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Database;
import io.headrace.spec.Dialect;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeepOne;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Answer;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.PrivacyPlaces;
import io.headrace.spec.Project;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawLimits;
import io.headrace.spec.Recipe;
import io.headrace.spec.RowCheck;
import io.headrace.spec.RowCheck.NullPolicy;
import io.headrace.spec.RowCheck.Severity;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Audit;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceClock.Repeated;
import io.headrace.spec.SourceClock.Skipped;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TableName;
import io.headrace.spec.Tolerance;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.spec.TrustPlaces;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.ZonePlaces;
import io.headrace.spec.ZonePlaces.Zone;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Actionable;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.Frontier;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.fairness.Reference;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import io.headrace.stats.trial.Margin.Scale;
import io.headrace.stats.value.ChurnCampaign;
import io.headrace.stats.value.ComputePrice;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key set to something that is not its default. */
class EverythingSetTest {
    private static final Margin HIGHER = new Margin(0, Scale.ABSOLUTE, Direction.HIGHER_IS_BETTER);
    private static final Margin LOWER_BY_2_PERCENT = new Margin(0.02, Scale.RELATIVE, Direction.LOWER_IS_BETTER);

    @TempDir
    Path folder;

    @Test
    void inPlaces() {
        var project = new SmallProject(folder).with("conf/far.conf", """
                lake = "hdfs://name/lake"
                landing = ${DROP}/in
                exports = ${DROP}/out
                databases {
                  crm {
                    url = "jdbc:postgresql://db:5432/crm", user = writer, password-variable = CRM_PASSWORD
                    driver = org.postgresql.Driver
                  }
                  dwh { url = "jdbc:h2:mem:dwh", password-file = /run/secrets/dwh }
                }
                master = yarn
                time-zone = Europe/Paris
                tiles-from-megabytes = 5000
                trust { keys = safe/keys, signed-models = true, approvers = /safe/people, approvals = 2, approval-days = 7, erasure-approvals = 3 }
                spark { "spark.a" = 4, spark.b.c = true }
                privacy {
                  tombstone-key-file = /run/secrets/tombstones, mask-key-variable = MASK_KEY
                  key-encryption-key-variable = KEY_ENCRYPTION_KEY
                }
                zones { analyst { folder = /srv/analyst, rights = rwxrwxr-x, group = analysts }, other { rights = rwx------ } }
                """);
        Places places =
                project.read("far", Map.of("DROP", "/drop")).projectOrThrow().places();
        assertThat(places)
                .isEqualTo(new Places(
                        "far",
                        folder,
                        "hdfs://name/lake",
                        "/drop/in",
                        "/drop/out",
                        Map.of(
                                "crm",
                                new Database(
                                        "crm",
                                        "jdbc:postgresql://db:5432/crm",
                                        "writer",
                                        new Password.InVariable("CRM_PASSWORD"),
                                        Optional.of("org.postgresql.Driver")),
                                "dwh",
                                new Database(
                                        "dwh",
                                        "jdbc:h2:mem:dwh",
                                        "",
                                        new Password.InFile(Path.of("/run/secrets/dwh")),
                                        Optional.empty())),
                        "yarn",
                        ZoneId.of("Europe/Paris"),
                        5000,
                        Map.of("spark.a", "4", "spark.b.c", "true"),
                        LineagePlaces.NONE,
                        new TrustPlaces(
                                Optional.of(folder.resolve("safe/keys")),
                                true,
                                Optional.of(Path.of("/safe/people")),
                                2,
                                OptionalInt.of(7),
                                3),
                        new ZonePlaces(
                                folder.resolve("zones").toString(),
                                Map.of(
                                        "analyst",
                                        new Zone("/srv/analyst", "rwxrwxr-x", Optional.of("analysts")),
                                        "other",
                                        new Zone(
                                                folder.resolve("zones/other").toString(),
                                                "rwx------",
                                                Optional.empty())),
                                new Password.InVariable("MASK_KEY")),
                        new PrivacyPlaces(
                                new Password.InFile(Path.of("/run/secrets/tombstones")),
                                new Password.InVariable("KEY_ENCRYPTION_KEY"),
                                Optional.empty())));
    }

    @Test
    void inAnIngestJob() {
        var project =
                new SmallProject(folder).with("jobs/ingest-calls.conf", """
                kind = ingest
                owner = phone
                schedule = "@weekly"
                source = phone_calls
                files {
                  paths = ["calls/{date}.txt", "old/*.txt"], format = json-lines, optional = true
                  delimiter = ";", quote = "'", escape = "!", comment = "#", encoding = windows-1252, preamble-lines = 2, header-lines = 3
                  blanks-around-fields = true, quotes-within-fields = true, header-gap = last-name, empty-rows = refuse
                  unreadable = refuse, changed = refuse, links = follow,
                  limits { line-length = 2000, field-length = 3000, columns = 40, nesting = 5, unpacked-mebibytes = 6, unpacked-ratio = 7 }
                  null-tokens = ["?"]
                }
                schema { new = ignore, missing = refuse, renamed = quarantine, reordered = refuse, retyped = refuse }
                columns {
                  zone = string
                  day { from = [Day, Date], type = date, format = dd.MM.yyyy, required = true, personal = true, comment = "of call" }
                  answer { type = boolean, optional = true }
                  cost {
                    type = "decimal(9,2)"
                    clean {
                      trim = true, unicode = nfkc, null-tokens = ["-", n/a], case = upper, values { free = "0", "a.b" = "" }
                      mapping { table = silver.prices, from = word, to = price, others = empty }
                      decimal-mark = ",", thousands-mark = ".", money = true, clip = [0, 10.5]
                    }
                  }
                }
                derived {
                  year = "year(day)"
                  month = "month(day)"
                }
                duplicates = keep
                keep-one { key = [zone, day], order = ["cost desc"] }
                checks {
                  recent { rule = "year > 2000", severity = warn, message = "too old" }
                  answered = "answer is not null"
                  zones {
                    column = zone, not-null = true, in = [north, 007, 1.10], matches = "[a-z]+|7", length = [1, 5]
                    where = "answer", null-policy = skip, severity = refuse, message = "no zone"
                  }
                  years { column = year, between = [2000, 2100], at-least = 1.5, at-most = 3000 }
                  times { in-order = [month, year] }
                }
                totals { calls = "1" }
                profile = false
                audit { silver-at-least = 0.75 }
                """).project();
        IngestSpec job = (IngestSpec) project.jobs().get("ingest-calls");
        Cleaning marked = new Cleaning(
                false,
                UnicodeForm.AS_IS,
                List.of("?"),
                Letters.AS_IS,
                Map.of(),
                Optional.empty(),
                NumberText.PLAIN,
                Optional.empty());
        assertThat(job)
                .isEqualTo(new IngestSpec(
                        job.header(),
                        "phone_calls",
                        new RawFiles(
                                List.of("calls/{date}.txt", "old/*.txt"),
                                RawFiles.Format.JSON_LINES,
                                new Dialect(
                                        ';',
                                        "'",
                                        "!",
                                        "#",
                                        "windows-1252",
                                        2,
                                        3,
                                        new Tolerance(
                                                true, true, Tolerance.HeaderGap.LAST_NAME, Tolerance.EmptyRows.REFUSE)),
                                true,
                                RawFiles.UnreadableFile.REFUSE,
                                RawFiles.ChangedFile.REFUSE,
                                RawFiles.Links.FOLLOW,
                                new RawLimits(2000, 3000, 40, 5, 6, 7)),
                        new SchemaPolicy(
                                SchemaPolicy.AddedColumn.IGNORE,
                                SchemaPolicy.MissingColumn.REFUSE,
                                SchemaPolicy.Change.QUARANTINE,
                                SchemaPolicy.Change.REFUSE,
                                SchemaPolicy.RetypedColumn.REFUSE),
                        List.of(
                                new SourceColumn(
                                        "zone",
                                        List.of("zone"),
                                        type("string"),
                                        List.of(),
                                        false,
                                        false,
                                        false,
                                        "",
                                        marked),
                                new SourceColumn(
                                        "day",
                                        List.of("Day", "Date"),
                                        type("date"),
                                        List.of("dd.MM.yyyy"),
                                        true,
                                        true,
                                        false,
                                        "of call",
                                        marked),
                                new SourceColumn(
                                        "answer",
                                        List.of("answer"),
                                        type("boolean"),
                                        List.of(),
                                        false,
                                        false,
                                        true,
                                        "",
                                        marked),
                                new SourceColumn(
                                        "cost",
                                        List.of("cost"),
                                        type("decimal(9,2)"),
                                        List.of(),
                                        false,
                                        false,
                                        false,
                                        "",
                                        new Cleaning(
                                                true,
                                                UnicodeForm.NFKC,
                                                List.of("-", "n/a"),
                                                Letters.UPPER,
                                                Map.of("free", "0", "a.b", ""),
                                                Optional.of(new Mapping(
                                                        new TableName("silver", "prices"),
                                                        "word",
                                                        "price",
                                                        Mapping.Others.EMPTY)),
                                                new NumberText(',', ".", true),
                                                Optional.of(new Clip("0", "10.5"))))),
                        Map.of("year", "year(day)", "month", "month(day)"),
                        Duplicates.KEEP,
                        Optional.of(new KeepOne(List.of("zone", "day"), List.of("cost desc"))),
                        List.of(
                                new RowCheck("recent", "year > 2000", Severity.WARN, "too old"),
                                new RowCheck(
                                        "answered",
                                        "answer is not null",
                                        Severity.QUARANTINE,
                                        "expected answer is not null"),
                                new RowCheck(
                                        "zones",
                                        "`zone` is not null and `zone` in ('north', '007', '1.10')"
                                                + " and cast(`zone` as string) rlike '\\\\A(?:[a-z]+|7)\\\\z'"
                                                + " and length(cast(`zone` as string)) between 1 and 5",
                                        "answer",
                                        NullPolicy.SKIP,
                                        Severity.REFUSE,
                                        "no zone"),
                                declared(
                                        "years",
                                        "`year` >= 2000 and `year` <= 2100 and `year` >= 1.5 and cast(`year` as string) <> 'NaN' and `year` <= 3000",
                                        "year between 2000 and 2100 and of at least 1.5 and of at most 3000"),
                                declared("times", "`month` <= `year`", "month, year in ascending order")),
                        Map.of("calls", "1"),
                        0.75,
                        false));
        assertThat(job.derived().keySet()).containsExactly("year", "month");
        assertThat(job.header().owner()).isEqualTo("phone");
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
    }

    private static RowCheck declared(String name, String rule, String words) {
        return new RowCheck(name, rule, "true", NullPolicy.PASS, Severity.QUARANTINE, "expected " + words);
    }

    @Test
    void clocksOfAnIngestJob() {
        var project =
                new SmallProject(folder).with("jobs/ingest-calls.conf", """
                kind = ingest
                owner = phone
                time-zone = Europe/Rome, skipped-times = forward, repeated-times = later
                files.paths = ["calls.csv"]
                columns {
                  begun = timestamp
                  ended { type = timestamp, time-zone = Asia/Kathmandu, repeated-times = earlier }
                  noted { type = timestamp, skipped-times = refuse }
                }
                """).project();
        IngestSpec job = (IngestSpec) project.jobs().get("ingest-calls");
        assertThat(job.columns())
                .extracting(SourceColumn::clock)
                .containsExactly(
                        new SourceClock(Optional.of(ZoneId.of("Europe/Rome")), Skipped.FORWARD, Repeated.LATER),
                        new SourceClock(Optional.of(ZoneId.of("Asia/Kathmandu")), Skipped.FORWARD, Repeated.EARLIER),
                        new SourceClock(Optional.of(ZoneId.of("Europe/Rome")), Skipped.REFUSE, Repeated.LATER));
    }

    @Test
    void inAView() {
        var project = new SmallProject(folder)
                .with("features/spending.sql", "select 1")
                .with("features/spending.conf", """
                entity = customer_id
                inputs {
                  sales { table = silver.sales, time = sold_at, lookback = 365 days }
                  active = { table = features.activity }
                }
                columns {
                  spend { type = double, unit = pounds, comment = "in a year", personal = true }
                  days = integer
                }
                example {
                  as-of = "2011-02-01 12:00:00"
                  inputs { sales = [{ customer_id = 1, sold_at = "2011-01-02", price = 1.50, sure = true, note = null }] }
                  expected = [{ customer_id = 1, spend = 1.5, days = null }]
                }
                """)
                .project();
        FeatureView view = project.views().get("spending");
        assertThat(view.entity()).isEqualTo("customer_id");
        assertThat(view.sql()).isEqualTo("select 1");
        assertThat(view.inputs())
                .containsExactly(
                        Map.entry(
                                "sales",
                                new Input(new TableName("silver", "sales"), Optional.of("sold_at"), Optional.of(365))),
                        Map.entry(
                                "active",
                                new Input(new TableName("features", "activity"), Optional.empty(), Optional.empty())));
        assertThat(view.columns())
                .containsExactly(
                        new FeatureColumn("spend", type("double"), "pounds", "in a year", true),
                        new FeatureColumn("days", type("integer"), "", "", false));
        var example = view.example().orElseThrow();
        assertThat(example.asOf()).isEqualTo("2011-02-01 12:00:00");
        var row = example.inputs().get("sales").get(0);
        assertThat(row)
                .containsEntry("customer_id", 1)
                .containsEntry("price", 1.5)
                .containsEntry("sure", true);
        assertThat(row).containsEntry("note", null).containsEntry("sold_at", "2011-01-02");
        assertThat(example.expected().get(0)).containsEntry("days", null).containsEntry("spend", 1.5);
    }

    @Test
    void inAggregatesOfAView() {
        FeatureView view = new SmallProject(folder)
                .with("features/spending.sql", "select 1")
                .with("features/spending.conf", """
                entity = customer_id
                inputs.bought {
                  table = silver.sales, time = sold_at, where = "price > 0", delay = 2 days
                  aggregates {
                    sales { count = "*", windows = [24 hours, 1 day] }
                    price { last = price, latest = 2, windows = [all] }
                    middle { quantile = price, share = 0.25, windows = [3 months], where = "price < 9" }
                    spent { sum = "price * 2", windows = [30 days], by { column = customer_id, values = [7, "No. 8"] } }
                  }
                }
                columns.spend = double
                """)
                .project()
                .views()
                .get("spending");
        Windows windows = view.inputs().get("bought").windows().orElseThrow();
        assertThat(windows.where()).isEqualTo("price > 0");
        assertThat(windows.delay()).isEqualTo(Duration.ofHours(48));
        Window month = new Window(30, Window.Unit.DAY);
        Aggregate sum = new Aggregate(Function.SUM);
        assertThat(windows.features())
                .containsExactly(
                        feature(
                                "sales_24h",
                                new Aggregate(Function.COUNT),
                                "*",
                                "true",
                                new Window(24, Window.Unit.HOUR)),
                        feature("sales_1d", new Aggregate(Function.COUNT), "*", "true", new Window(1, Window.Unit.DAY)),
                        feature("price_all", new Aggregate(Function.LAST, 1), "price", "true", Window.ALL),
                        feature("price_all_2", new Aggregate(Function.LAST, 2), "price", "true", Window.ALL),
                        feature(
                                "middle_3m",
                                new Aggregate(Function.QUANTILE, 0.25),
                                "price",
                                "price < 9",
                                new Window(3, Window.Unit.MONTH)),
                        feature("spent_30d_7", sum, "price * 2", "`customer_id` = 7", month),
                        feature("spent_30d_no_8", sum, "price * 2", "`customer_id` = 'No. 8'", month));
    }

    private static Windows.Feature feature(String name, Aggregate aggregate, String of, String where, Window window) {
        return new Windows.Feature(name, aggregate, of, where, window);
    }

    @Test
    void inATrainJob() {
        var project =
                new SmallProject(folder).with("jobs/train-lapse.conf", """
                kind = train
                owner = crm
                schedule = "@monthly"
                model = lapse
                view = activity
                features = [orders]
                population { where = "orders > 1" }
                label {
                  event {
                    table = silver.sales, time = sold_at, where = "price > 0"
                    positive = no-event, horizon = 1 day, delay = 7 days
                  }
                }
                as-ofs { every = 14d, at-most = 12 }
                test { latest = 2 }
                learner { logistic-regression { max-iter = 7, reg-param = 1, elastic-net-param = 0.5 } }
                baseline = "-orders"
                gates {
                  auc-at-least = 0.6
                  gain-over-baseline-at-least = -0.1
                  gain-over-champion-at-least = 0
                  test-rows-at-least = 200
                }
                seed = -5000000000
                """).project();
        TrainSpec job = (TrainSpec) project.jobs().get("train-lapse");
        assertThat(job)
                .isEqualTo(new TrainSpec(
                        job.header(),
                        "lapse",
                        project.views().get("activity"),
                        List.of("orders"),
                        "orders > 1",
                        new LabelSpec.Event(
                                new TableName("silver", "sales"), "sold_at", "price > 0", Positive.NO_EVENT, 1, 7),
                        new AsOfGrid(14, 12),
                        Optional.empty(),
                        new Holdout.LatestAsOfs(2),
                        Recipe.of(
                                Learner.of(
                                        "logistic-regression",
                                        Map.of("max-iter", 7.0, "reg-param", 1.0, "elastic-net-param", 0.5)),
                                -5_000_000_000L),
                        Assessment.beside("-orders"),
                        Gates.of(Map.of(
                                "auc-at-least", 0.6,
                                "gain-over-baseline-at-least", -0.1,
                                "gain-over-champion-at-least", 0.0,
                                "test-rows-at-least", 200.0))));
        assertThat(job.header().schedule()).isEqualTo(Schedule.MONTHLY);
    }

    @Test
    void inAKnownLabelAndAShareHeldOut() {
        for (String positive : Arrays.asList("\"1\"", "1")) {
            TrainSpec job = (TrainSpec) new SmallProject(folder)
                    .replace(
                            "jobs/train-lapse.conf",
                            "event {",
                            "known { column = price, positive = " + positive + " }\n#")
                    .replace("jobs/train-lapse.conf", "known {", "known { table = silver.sales,")
                    .append("jobs/train-lapse.conf", "}\ntest.share = 0.3\n")
                    .project()
                    .jobs()
                    .get("train-lapse");
            assertThat(job.label()).isEqualTo(new LabelSpec.Known(new TableName("silver", "sales"), "price", "1"));
            assertThat(job.test()).isEqualTo(new Holdout.ShareOfEntities(0.3));
        }
    }

    @Test
    void inATrainJobWithLabelTimes() {
        TrainSpec known = (TrainSpec) new SmallProject(folder)
                .replace(
                        "jobs/train-lapse.conf",
                        "event {",
                        "known { table = silver.sales, column = price, positive = 1, time = sold_at, delay = 9 days }\n#")
                .append("jobs/train-lapse.conf", "}\ntest.last = 60 days\n")
                .project()
                .jobs()
                .get("train-lapse");
        assertThat(known.label())
                .isEqualTo(new LabelSpec.Known(
                        new TableName("silver", "sales"),
                        "price",
                        new LabelSpec.Answer.Positive("1"),
                        Optional.of("sold_at"),
                        9));
        assertThat(known.test()).isEqualTo(new Holdout.LastDays(60));
        TrainSpec event = (TrainSpec) new SmallProject(folder)
                .append(
                        "jobs/train-lapse.conf",
                        "as-ofs.at { table = silver.sales, time = sold_at, where = \"price > 1\" }\n")
                .project()
                .jobs()
                .get("train-lapse");
        assertThat(event.asOfs())
                .isEqualTo(new TrainSpec.AsOfRows(new TableName("silver", "sales"), "sold_at", "price > 1"));
    }

    @Test
    void inARecipe() {
        TrainSpec job = (TrainSpec) new SmallProject(folder)
                .append("jobs/train-lapse.conf", """
                        group = orders
                        learner.xgboost { num-round = 30 }
                        weights { half-life = 90 days, classes = balanced, of = "orders + 1" }
                        prepare.orders.bins = 5
                        monotone.orders = falling
                        allowed-leaks = [orders]
                        search {
                          over { max-depth = [2, 4], learning-rate { from = 0.01, to = 0.3, scale = log } }
                          trials = 9, folds = 4, halving = true, minutes = 30
                        }
                        calibration = isotonic
                        slices = [orders]
                        card { intended-use = "letters", limits = "few orders" }
                        value { hit = 3, false-alarm = "-orders", miss = -1, rest = 0.5, currency = EUR, capacity = 0.1 }
                        gates { then = challenger, calibration-error-at-most = 0.1, worst-slice-auc-at-least = 0.5, value-per-1000-at-least = -2 }
                        """)
                .project()
                .jobs()
                .get("train-lapse");
        assertThat(job.group()).contains("orders");
        assertThat(job.recipe())
                .isEqualTo(new Recipe(
                        Learner.of("xgboost", Map.of("num-round", 30.0)),
                        new Recipe.Weights(Optional.of(90), true, Optional.of("orders + 1")),
                        new TreeMap<>(Map.of("orders", new Recipe.Preparation.Bins(5))),
                        new TreeMap<>(Map.of("orders", Recipe.Direction.FALLING)),
                        List.of("orders"),
                        Optional.of(new Recipe.Search(
                                new TreeMap<>(Map.of(
                                        "max-depth", new Recipe.Range.Listed(List.of(2.0, 4.0)),
                                        "learning-rate", new Recipe.Range.Between(0.01, 0.3, true))),
                                Optional.of(9),
                                4,
                                true,
                                Optional.of(30))),
                        Recipe.Calibration.ISOTONIC,
                        42));
        assertThat(job.assessment())
                .isEqualTo(new Assessment(
                        new Assessment.Purpose("letters", "few orders"),
                        Optional.empty(),
                        List.of("orders"),
                        Optional.of(new Assessment.Value("3", "-orders", "-1", "0.5", "EUR", Optional.of(0.1)))));
        assertThat(job.gates())
                .isEqualTo(new Gates(
                        Gates.of(Map.of(
                                        "calibration-error-at-most", 0.1,
                                        "worst-slice-auc-at-least", 0.5,
                                        "value-per-1000-at-least", -2.0))
                                .bounds(),
                        Gates.Then.CHALLENGER));
    }

    @Test
    void inLabelsThatAreNumbersOrClasses() {
        LabelSpec number = label("number { table = silver.sales, column = price, time = sold_at, delay = 2 days }");
        assertThat(number)
                .isEqualTo(new LabelSpec.Known(
                        new TableName("silver", "sales"), "price", new Answer.Amount(), Optional.of("sold_at"), 2));
        LabelSpec total = label(
                "event { table = silver.sales, time = sold_at, total = price, horizon = 9 days, latest = [price], order = [sold_at] }");
        assertThat(total)
                .isEqualTo(new LabelSpec.Event(
                        new TableName("silver", "sales"),
                        "sold_at",
                        "true",
                        Positive.EVENT,
                        Optional.of("price"),
                        9,
                        0,
                        Optional.of(new FeatureView.Latest(List.of("price"), List.of("sold_at")))));
        assertThat(total.target()).isEqualTo(Target.REGRESSION);
    }

    @Test
    void inAnInterval() {
        TrainSpec job = (TrainSpec) new SmallProject(folder)
                .replace(
                        "jobs/train-lapse.conf",
                        "event {",
                        "number { table = silver.sales, column = price, time = sold_at }\n#")
                .append("jobs/train-lapse.conf", """
                        }
                        interval.coverage = 0.8
                        slices = [orders]
                        gates {
                          interval-coverage-at-least = 0.75, interval-width-at-most = 9
                          worst-slice-interval-coverage-at-least = 0.6
                        }
                        """)
                .project()
                .jobs()
                .get("train-lapse");
        Recipe.Interval interval = job.recipe().interval().orElseThrow();
        assertThat(interval).isEqualTo(new Recipe.Interval(0.8));
        assertThat(interval.lowerQuantile()).isEqualTo(0.1);
        assertThat(interval.upperQuantile()).isEqualTo(0.9);
        assertThat(job.recipe().with(job.recipe().learner()).interval()).contains(interval);
        assertThat(job.gates())
                .isEqualTo(Gates.of(Map.of(
                        "interval-coverage-at-least", 0.75,
                        "interval-width-at-most", 9.0,
                        "worst-slice-interval-coverage-at-least", 0.6)));
    }

    private LabelSpec label(String text) {
        return ((TrainSpec) new SmallProject(folder)
                        .replace("jobs/train-lapse.conf", "event {", text + "\n#")
                        .append("jobs/train-lapse.conf", "}\n")
                        .project()
                        .jobs()
                        .get("train-lapse"))
                .label();
    }

    @Test
    void inLearners() {
        for (LearnerKind kind : Learner.kinds().values()) {
            if (kind.targets().contains(Target.BINARY)) {
                assertThat(learner(kind.word() + " {}")).isEqualTo(Learner.of(kind.word(), Map.of()));
            }
        }
        assertThat(
                        learner(
                                "random-forest { num-trees = 9, max-depth = 3, min-instances-per-node = 7, subsampling-rate = 0.5 }"))
                .isEqualTo(Learner.of(
                        "random-forest",
                        Map.of(
                                "num-trees",
                                9.0,
                                "max-depth",
                                3.0,
                                "min-instances-per-node",
                                7.0,
                                "subsampling-rate",
                                0.5)));
    }

    private Learner learner(String text) {
        return ((TrainSpec) new SmallProject(folder)
                        .append("jobs/train-lapse.conf", "learner." + text + "\n")
                        .project()
                        .jobs()
                        .get("train-lapse"))
                .recipe()
                .learner();
    }

    @Test
    void inAScoreJob() {
        var project =
                new SmallProject(folder).with("jobs/score-lapse.conf", """
                kind = score
                owner = crm
                schedule = "@manual"
                model = lapse
                population { view = activity, where = "orders > 1" }
                reasons { top = 5, themes { seldom { features = [orders], text = "bought {value} times" } } }
                decision { top-share = 0.2 }
                publish { table = marketing.vouchers, keep = 30 days }
                audit { rows-at-least-of-previous = 0.9, mean-score-change-at-most = 0.1, unscored-at-most = 0 }
                work { rows-per-slice = 1000, incremental-checked = 0.5 }
                """).project();
        ScoreSpec job = (ScoreSpec) project.jobs().get("score-lapse");
        assertThat(job)
                .isEqualTo(new ScoreSpec(
                        job.header(),
                        "lapse",
                        project.views().get("activity"),
                        "orders > 1",
                        new ScoreSpec.Reasons(
                                5,
                                List.of(new ScoreSpec.Theme("seldom", List.of("orders"), "bought {value} times")),
                                Optional.empty()),
                        new Threshold.TopShare(0.2),
                        new TableName("marketing", "vouchers"),
                        30,
                        new Audit(Optional.of(0.9), Optional.of(0.1), Optional.of(0.0)),
                        new ScoreSpec.Work(1000, Optional.of(0.5)),
                        Arms.NONE));
        assertThat(job.header().schedule()).isEqualTo(Schedule.MANUAL);
        ScoreSpec against = (ScoreSpec) new SmallProject(folder)
                .append("jobs/score-lapse.conf", "reasons.background { rows = 7, where = \"score < 0.3\" }\n")
                .project()
                .jobs()
                .get("score-lapse");
        assertThat(against.reasons().background()).contains(new ScoreSpec.Background(7, "score < 0.3"));
    }

    @Test
    void inThresholdsByGroupOfAScoreJob() {
        Project project = new SmallProject(folder)
                .with("jobs/fairness-lapse.conf", """
                        kind = fairness, owner = risk, protected { table = silver.sales, columns.size = price }
                        remedies.groups = [size]
                        """)
                .append(
                        "jobs/score-lapse.conf",
                        "decision.by-group { job = fairness-lapse, aim = equalised-odds, otherwise = 0.4 }\n")
                .project();
        ScoreSpec job = (ScoreSpec) project.jobs().get("score-lapse");
        FairnessSpec fairness = (FairnessSpec) project.jobs().get("fairness-lapse");
        assertThat(job.threshold()).isEqualTo(new Threshold.ByGroup(fairness, Frontier.Aim.EQUALISED_ODDS, 0.4));
        assertThat(job.threshold().id()).isEqualTo("by-group equalised_odds of fairness-lapse");
        assertThat(job.reads()).contains(new TableName("silver", "sales"));
        assertThat(job.digest()).contains(fairness.digest());
        assertThat(fairness.remedies().orElseThrow().value()).isEqualTo(new CostMatrix(1, 0, 0, 1, "right decisions"));
    }

    @Test
    void inTheDecisionOfATrainJob() {
        Assessment byProbability = decidedBy("decision.probability = 0.3");
        assertThat(byProbability.decided()).isEqualTo(new Assessment.Decided.FromProbability(0.3));
        assertThat(decidedBy("decision.top-share = 0.2").decided()).isEqualTo(new Assessment.Decided.TopShare(0.2));
    }

    private Assessment decidedBy(String text) {
        return ((TrainSpec) new SmallProject(folder)
                        .append("jobs/train-lapse.conf", text + "\n")
                        .project()
                        .jobs()
                        .get("train-lapse"))
                .assessment();
    }

    @Test
    void inTheChangesOfAScoreJob() {
        ScoreSpec job = (ScoreSpec) new SmallProject(folder)
                .append(
                        "jobs/score-lapse.conf",
                        "changes { features.orders { direction = up, step = 2, from = 1, to = 9, scale = 4 }, at-once = 1, tries = 50 }\n")
                .project()
                .jobs()
                .get("score-lapse");
        assertThat(job.changes())
                .contains(new ScoreSpec.Changes(
                        List.of(new Actionable(0, "orders", Actionable.Direction.UP, 2, 1, 9, 4)), 1, 50));
    }

    @Test
    void inTheArmsOfAScoreJob() {
        ScoreSpec job = (ScoreSpec) new SmallProject(folder)
                .with("jobs/score-lapse.conf", """
                kind = score
                owner = crm
                population.view = activity
                arms {
                  salt = spring
                  holdout = 0.1
                  layer { name = people, salt = autumn, from = 0.25, to = 0.75 }
                  versions {
                    challenger { share = 0.05, at-most = 0.5 }
                    last-year { version = 3 }
                    next { stages = [0.01, 0.1], version = candidate }
                  }
                }
                """)
                .project()
                .jobs()
                .get("score-lapse");
        assertThat(job.arms())
                .isEqualTo(new Arms(
                        "spring",
                        new BigDecimal("0.1"),
                        List.of(
                                new Arms.Rival(
                                        "challenger", new BigDecimal("0.05"), new BigDecimal("0.5"), "challenger"),
                                new Arms.Rival("last-year", BigDecimal.ZERO, BigDecimal.ZERO, "3"),
                                new Arms.Rival(
                                        "next",
                                        new BigDecimal("0.01"),
                                        new BigDecimal("0.1"),
                                        "candidate",
                                        List.of(new BigDecimal("0.01"), new BigDecimal("0.1")))),
                        new Arms.Lane("people", "autumn", new BigDecimal("0.25"), new BigDecimal("0.75"))));
    }

    @Test
    void inAnExperiment() {
        Map<String, JobSpec> jobs = new SmallProject(folder)
                .with("jobs/score-lapse.conf", """
                kind = score, owner = crm, population.view = activity
                arms { salt = spring, holdout = 0.1, versions { challenger { share = 0.5 } } }
                """)
                .with("jobs/value-lapse.conf", """
                kind = value, owner = crm, currency = pounds
                versions = [{ from = 2026-01-01, hit = 12, miss = 0, false-alarm = -2 }]
                """)
                .with("jobs/fairness-lapse.conf", """
                kind = fairness, owner = crm
                protected { table = silver.sales, columns { size = "if(price > 10, 'dear', 'cheap')" } }
                """)
                .with("jobs/experiment-lapse.conf", """
                kind = experiment
                owner = crm
                schedule = "@weekly"
                control = holdout
                treated = challenger
                start = "2026-02-03"
                horizon = 50 days
                days-at-least = 14 days
                entities-at-least = 200
                alpha = 0.01
                planned-entities = 9000
                missing-at-most = 0.2
                on-harm = tell
                on-gain = promote
                cool-down = 9 days
                step { days = 5 days, entities-at-least = 300 }
                limits { unscored-at-most = 0.01, psi-at-most = 0.2, seconds-at-most = 900, fairness = fairness-lapse }
                primary { better = lower, relative-margin = 0.02, covariate = orders }
                guardrails.orders {
                  better = higher
                  margin = 0.5
                  event { table = silver.sales, time = sold_at, where = "price > 0", total = price, per = "price * 2", horizon = 9 days, delay = 1 days, latest = price }
                }
                secondary.money { better = higher, value = value-lapse }
                secondary.any { better = higher, event { table = silver.sales, time = sold_at, horizon = 2 days } }
                """)
                .project()
                .jobs();
        ExperimentSpec job = (ExperimentSpec) jobs.get("experiment-lapse");
        assertThat(job)
                .isEqualTo(new ExperimentSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        Optional.empty(),
                        DecisionEffect.Design.RANDOMISED,
                        "holdout",
                        "challenger",
                        LocalDate.of(2026, 2, 3),
                        new ExperimentPlan.Rules(50, 14, 200, 0.01, 9000, 0.001, 0.2, 9),
                        List.of(
                                new ExperimentSpec.Measure(
                                        plan(
                                                "primary",
                                                MetricPlan.Role.PRIMARY,
                                                Figure.ADJUSTED_MEAN,
                                                LOWER_BY_2_PERCENT),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("orders"),
                                        Optional.empty()),
                                new ExperimentSpec.Measure(
                                        plan(
                                                "orders",
                                                MetricPlan.Role.GUARDRAIL,
                                                Figure.RATIO,
                                                new Margin(0.5, Scale.ABSOLUTE, Direction.HIGHER_IS_BETTER)),
                                        Optional.of(latest(sales("price > 0", Optional.of("price"), 9, 1))),
                                        Optional.of(latest(sales("price > 0", Optional.of("price * 2"), 9, 1))),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                new ExperimentSpec.Measure(
                                        plan("secondary-money", MetricPlan.Role.SECONDARY, Figure.MEAN, HIGHER),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("value-lapse"),
                                        Optional.empty(),
                                        Optional.empty()),
                                new ExperimentSpec.Measure(
                                        plan("secondary-any", MetricPlan.Role.SECONDARY, Figure.MEAN, HIGHER),
                                        Optional.of(sales("true", Optional.empty(), 2, 0)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                        new ExperimentSpec.Limits(
                                Optional.of(0.01), Optional.of(0.2), Optional.of(900.0), Optional.of((FairnessSpec)
                                        jobs.get("fairness-lapse"))),
                        new ExperimentSpec.Automation(false, true, new Rollout.Step(5, 300))));
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
    }

    @Test
    void inAnExperimentOnDraws() {
        ExperimentSpec job = (ExperimentSpec) new SmallProject(folder)
                .with("jobs/experiment-letters.conf", """
                kind = experiment
                owner = crm
                assigned {
                  table = silver.sales
                  entity = customer_id
                  time = sold_at
                  arm = "if(price > 3, 'letter', 'No letter')"
                  where = "price > 0"
                  shares { letter = 0.75, "No letter" = 0.25 }
                  score = "price / 2"
                }
                control = "No letter"
                treated = letter
                start = "2026-02-03"
                primary { better = lower, outcome = "price * 2", due = 5 days, covariate = "price - 1" }
                secondary.any { better = higher, event { table = silver.sales, time = sold_at, horizon = 2 days } }
                """)
                .project()
                .jobs()
                .get("experiment-letters");
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        shares.put("letter", new BigDecimal("0.75"));
        shares.put("No letter", new BigDecimal("0.25"));
        assertThat(job)
                .isEqualTo(new ExperimentSpec(
                        job.header(),
                        "",
                        new TableName("silver", "sales"),
                        Optional.of(new ExperimentSpec.Assigned(
                                "customer_id",
                                "sold_at",
                                "if(price > 3, 'letter', 'No letter')",
                                "price > 0",
                                shares,
                                Optional.of("price / 2"))),
                        DecisionEffect.Design.RANDOMISED,
                        "No letter",
                        "letter",
                        LocalDate.of(2026, 2, 3),
                        ExperimentPlan.Rules.STANDARD,
                        List.of(
                                new ExperimentSpec.Measure(
                                        plan(
                                                "primary",
                                                MetricPlan.Role.PRIMARY,
                                                Figure.ADJUSTED_MEAN,
                                                new Margin(0, Scale.ABSOLUTE, Direction.LOWER_IS_BETTER)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(new ExperimentSpec.Outcome("price * 2", 5)),
                                        Optional.empty(),
                                        Optional.of("price - 1"),
                                        Optional.empty()),
                                new ExperimentSpec.Measure(
                                        plan("secondary-any", MetricPlan.Role.SECONDARY, Figure.MEAN, HIGHER),
                                        Optional.of(sales("true", Optional.empty(), 2, 0)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                        ExperimentSpec.Limits.NONE,
                        ExperimentSpec.Automation.STANDARD));
        assertThat(job.reads()).containsExactly(new TableName("silver", "sales"));
    }

    private static MetricPlan plan(String name, MetricPlan.Role role, Figure figure, Margin margin) {
        return new MetricPlan(name, role, figure, margin);
    }

    private static LabelSpec.Event latest(LabelSpec.Event event) {
        return new LabelSpec.Event(
                event.table(),
                event.time(),
                event.where(),
                event.positive(),
                event.total(),
                event.horizonDays(),
                event.delayDays(),
                Optional.of(new FeatureView.Latest(List.of("price"), List.of())));
    }

    private static LabelSpec.Event sales(String where, Optional<String> total, int horizon, int delay) {
        return new LabelSpec.Event(
                new TableName("silver", "sales"),
                "sold_at",
                where,
                LabelSpec.Event.Positive.EVENT,
                total,
                horizon,
                delay);
    }

    @Test
    void inAnExportToADatabase() {
        ExportSpec job = export("""
                kind = export
                owner = crm
                schedule = "@weekly"
                table = scores.lapse
                columns = [customer_id, score]
                where = decision
                mode = changes
                key = [customer_id]
                database { name = crm, table = public.lapse }
                """);
        assertThat(job)
                .isEqualTo(new ExportSpec(
                        job.header(),
                        new TableName("scores", "lapse"),
                        List.of("customer_id", "score"),
                        "decision",
                        ExportSpec.Mode.CHANGES,
                        List.of("customer_id"),
                        new ExportSpec.Target.Table("crm", "public.lapse")));
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
    }

    @Test
    void inAnExportToFiles() {
        ExportSpec job = export("""
                kind = export
                owner = crm
                table = scores.lapse
                files { path = crm/lapse, format = csv, formula-cells = quote }
                """);
        assertThat(job.target())
                .isEqualTo(
                        new ExportSpec.Target.Files("crm/lapse", ExportSpec.Format.CSV, ExportSpec.FormulaCells.QUOTE));
        assertThat(job.mode()).isEqualTo(ExportSpec.Mode.REPLACE);
    }

    @Test
    void inAMonitorJob() {
        MonitorSpec job = monitor("""
                kind = monitor
                owner = crm
                schedule = "@weekly"
                model = lapse
                window.days = 7
                against { trailing = 4, season = 364 days }
                drift { level = 0.05, tolerance = 0.2, tolerances { orders = 0.3, score = 0.4 }, missing = 0.06, unseen = 0.07, ignore = [orders, all columns together], rows-at-least = 9 }
                delivery { windows = 5, volume = 0.6, late = 2 days }
                calibration { ratio = 0.3, slope = 0.4 }
                policy {
                  drift { windows = 3, of = 4 }
                  performance { windows = 2, of = 2 }
                  page-on = [realised]
                  cool-down = 3 days
                  group = apart
                  false-alert-every = 30 days
                  retrain { every = 60 days, drifted-importance = 0.4, decay = [estimated], new-labels = 50, rest = 2 days }
                  roll-back { on = [realised, estimated], within = 5 days, rest = 6 days }
                }
                notify {
                  within = 3 days
                  metrics = metrics/lapse.prom
                  webhooks {
                    crm { url-variable = CRM_ALERTS, body = slack, from = page }
                    team { url-file = secrets/team, body = teams }
                    program { url-variable = PROGRAM }
                  }
                  files { log { path = alerts/lapse.jsonl, from = page } }
                }
                """);
        assertThat(job)
                .isEqualTo(new MonitorSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        new MonitorSpec.Window.Days(7),
                        List.of(
                                new MonitorSpec.Against.Training(),
                                new MonitorSpec.Against.Trailing(4),
                                new MonitorSpec.Against.Season(364)),
                        new MonitorSpec.Drift(
                                0.2,
                                new TreeMap<>(Map.of("orders", 0.3, "score", 0.4)),
                                0.06,
                                0.07,
                                Set.of("orders", "all columns together"),
                                9),
                        new MonitorSpec.Calibration(0.3, 0.4),
                        new MonitorSpec.Delivery(5, 0.6, 2),
                        new Policy(
                                0.05,
                                Map.of(),
                                new Persistence(3, 4),
                                new Persistence(2, 2),
                                Set.of(Basis.REALISED),
                                3,
                                Grouping.APART,
                                30,
                                new RetrainRules(
                                        OptionalInt.of(60),
                                        OptionalDouble.of(0.4),
                                        Set.of(Basis.ESTIMATED),
                                        OptionalLong.of(50),
                                        2),
                                new RollbackRules(Set.of(Basis.REALISED, Basis.ESTIMATED), 5, 6)),
                        new MonitorSpec.Notices(
                                3,
                                List.of(
                                        new NoticeTarget(
                                                "crm",
                                                io.headrace.policy.Severity.PAGE,
                                                new NoticeTarget.Channel.Webhook(
                                                        new Password.InVariable("CRM_ALERTS"),
                                                        NoticeTarget.Body.SLACK)),
                                        new NoticeTarget(
                                                "team",
                                                io.headrace.policy.Severity.TICKET,
                                                new NoticeTarget.Channel.Webhook(
                                                        new Password.InFile(Path.of("secrets/team")),
                                                        NoticeTarget.Body.TEAMS)),
                                        new NoticeTarget(
                                                "program",
                                                io.headrace.policy.Severity.TICKET,
                                                new NoticeTarget.Channel.Webhook(
                                                        new Password.InVariable("PROGRAM"), NoticeTarget.Body.JSON)),
                                        new NoticeTarget(
                                                "log",
                                                io.headrace.policy.Severity.PAGE,
                                                new NoticeTarget.Channel.Lines("alerts/lapse.jsonl"))),
                                Optional.of("metrics/lapse.prom"))));
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
        assertThat(monitor("kind = monitor, owner = crm, window.runs = 3").window())
                .isEqualTo(new MonitorSpec.Window.Runs(3));
    }

    @Test
    void inAValueJob() {
        ValueJobSpec job = value("""
                kind = value
                owner = crm
                schedule = "@weekly"
                model = lapse
                scores = scores.lapse
                currency = pounds
                core-hour = 0.05, cores = 4
                versions = [
                  {
                    from = 2026-01-01, hit = 12.5, miss = -1, false-alarm = -2, rest = 0.5, capacity = 0.2
                    campaign { lifetime-value = 150, incentive = 5, contact = 0.5, acceptance { alpha = 3, beta = 9.5 } }
                  }
                  {
                    from = 2026-03-01, until = 2026-04-01, hit = 10, miss = 0, false-alarm = -3
                    campaign { lifetime-value = 200, incentive = 10, contact = 1 }
                  }
                ]
                """);
        assertThat(job)
                .isEqualTo(new ValueJobSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        Optional.of(new ValueJobSpec.Compute(new ComputePrice(0.05, "pounds"), 4)),
                        List.of(
                                new ValueJobSpec.Version(
                                        1,
                                        new CostMatrix(12.5, -2, -1, 0.5, "pounds"),
                                        Optional.of(0.2),
                                        Optional.of(new ChurnCampaign(3, 9.5, 150, 5, 0.5)),
                                        ValidDays.between(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 3, 1))),
                                new ValueJobSpec.Version(
                                        2,
                                        new CostMatrix(10, -3, 0, 0, "pounds"),
                                        Optional.empty(),
                                        Optional.of(ChurnCampaign.VERBRAKEN),
                                        ValidDays.between(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1))))));
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
        assertThat(job.on(LocalDate.of(2025, 12, 31))).isEmpty();
        assertThat(job.on(LocalDate.of(2026, 2, 28))).contains(job.versions().get(0));
        assertThat(job.on(LocalDate.of(2026, 3, 1))).contains(job.versions().get(1));
        assertThat(job.on(LocalDate.of(2026, 4, 1))).isEmpty();
    }

    /** Only what outcomes are worth has no default. */
    @Test
    void aValueJobMaySayLittle() {
        ValueJobSpec job = value("kind = value, owner = crm, currency = EUR\n"
                + "versions = [{ from = 2026-01-01, hit = 5, miss = 0, false-alarm = -1 }]");
        assertThat(job)
                .isEqualTo(new ValueJobSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        Optional.empty(),
                        List.of(new ValueJobSpec.Version(
                                1,
                                new CostMatrix(5, -1, 0, 0, "EUR"),
                                Optional.empty(),
                                Optional.empty(),
                                ValidDays.from(LocalDate.of(2026, 1, 1))))));
        assertThat(job.header().schedule()).isEqualTo(Schedule.DAILY);
    }

    private ValueJobSpec value(String text) {
        return (ValueJobSpec) new SmallProject(folder)
                .with("jobs/value-lapse.conf", text)
                .project()
                .jobs()
                .get("value-lapse");
    }

    @Test
    void inAFairnessJob() {
        FairnessSpec job = (FairnessSpec) new SmallProject(folder)
                .with("jobs/fairness-of-lapse.conf", """
                kind = fairness
                owner = risk
                schedule = "@weekly"
                model = lapse
                scores = scores.lapse
                protected {
                  table = silver.sales
                  time = sold_at
                  columns {
                    size = "case when price > 9 then 'large' else 'small' end"
                    day = "dayofweek(as_of)"
                  }
                }
                window.days = 7
                depth = 1
                rows-at-least = 9
                confidence = 0.9
                favourable = negative
                reference { size = large, day = 1 }
                policies {
                  four-fifths {
                    metric = selection-rate, ratio-at-least = 0.8, groups = [size], reference { size = small }
                    basis = "29 CFR 1607.4(D)", from = 2026-01-01, until = 2027-01-01, owner = legal
                  }
                  odds { metric = mean-odds, difference-at-most = 0.05, groups = [day], basis = "house rule", from = 2026-02-01 }
                }
                remedies { groups = [size], value { hit = 5, false-alarm = -1, miss = -2, rest = 0.5, currency = pounds } }
                """)
                .project()
                .jobs()
                .get("fairness-of-lapse");
        Reference large = Reference.declared(Map.of("size", "large", "day", "1"));
        assertThat(job)
                .isEqualTo(new FairnessSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        new FairnessSpec.Protected(
                                new TableName("silver", "sales"),
                                Optional.of("sold_at"),
                                Map.of(
                                        "size", "case when price > 9 then 'large' else 'small' end",
                                        "day", "dayofweek(as_of)")),
                        7,
                        fairnessRules(large),
                        List.of(
                                new FairnessPolicy(
                                        "four-fifths",
                                        GroupMetric.SELECTION_RATE,
                                        FairnessPolicy.Form.RATIO_AT_LEAST,
                                        0.8,
                                        List.of("size"),
                                        fairnessRules(Reference.declared(Map.of("size", "small"))),
                                        "29 CFR 1607.4(D)",
                                        ValidDays.between(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)),
                                        "legal"),
                                new FairnessPolicy(
                                        "odds",
                                        GroupMetric.MEAN_ODDS,
                                        FairnessPolicy.Form.DIFFERENCE_AT_MOST,
                                        0.05,
                                        List.of("day"),
                                        fairnessRules(large),
                                        "house rule",
                                        ValidDays.from(LocalDate.of(2026, 2, 1)),
                                        "risk")),
                        Optional.of(
                                new FairnessSpec.Remedies(List.of("size"), new CostMatrix(5, -1, -2, 0.5, "pounds")))));
        assertThat(job.groups().names()).containsExactly("size", "day");
        assertThat(job.header().schedule()).isEqualTo(Schedule.WEEKLY);
    }

    private static FairnessRules fairnessRules(Reference reference) {
        return new FairnessRules(1, 9, 0.9, Side.NEGATIVE, reference);
    }

    private MonitorSpec monitor(String text) {
        return (MonitorSpec) new SmallProject(folder)
                .with("jobs/monitor-lapse.conf", text)
                .project()
                .jobs()
                .get("monitor-lapse");
    }

    private ExportSpec export(String text) {
        return (ExportSpec) new SmallProject(folder)
                .with("conf/local.conf", "databases.crm.url = \"jdbc:postgresql:crm\"")
                .with("jobs/export-lapse.conf", text)
                .project()
                .jobs()
                .get("export-lapse");
    }

    private static ColumnType type(String text) {
        return ColumnType.parse(text).orElseThrow();
    }
}
