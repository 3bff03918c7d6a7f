package io.headrace.testing;

import io.headrace.engine.Engine;
import io.headrace.experiment.ArmAssignment;
import io.headrace.experiment.DecisionEffect;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.MetricPlan;
import io.headrace.job.JobRunner;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.metric.Gates;
import io.headrace.policy.Basis;
import io.headrace.policy.Grouping;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.policy.Severity;
import io.headrace.registry.Registry;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Database;
import io.headrace.spec.Dialect;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.RawFiles;
import io.headrace.spec.Recipe;
import io.headrace.spec.RowCheck;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrustPlaces;
import io.headrace.spec.ValueJobSpec;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.value.ComputePrice;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;

/**
 * A shop of eighteen customers: files, specs and runs that fit a test.
 *
 * <p>Customer c buys on day d of January 2026 when d + c is divisible by 2, 3 or 7, depending on c; the model predicts
 * who buys nothing in the next three days. The lake and the landing folder lie side by side.
 */
public final class SmallShop {
    /** The last day of the history. */
    public static final LocalDate DAY = LocalDate.of(2026, 1, 20);

    /** A process of this host that has ended: its id is above the highest that Linux gives. */
    public static final ProcessOwner DEAD =
            new ProcessOwner(ProcessOwner.current().host(), (1L << 22) + 1, 0);

    private static final String CHALLENGER = "challenger";

    /** A challenger decides about half of the customers. */
    public static final Arms ARMS = new Arms(
            "salt",
            BigDecimal.ZERO,
            List.of(new Arms.Rival(CHALLENGER, new BigDecimal("0.5"), new BigDecimal("0.5"), CHALLENGER)));

    private static final int CUSTOMERS = 18;
    private static final String HEADER = "OrderNo,CustomerId,SoldAt,Quantity,Price\n";

    private final Lake lake;
    private final Path landing;
    private final ProcessOwner owner;
    private final Map<String, Database> databases;
    private final Clock clock;
    private final TrustPlaces trust;

    private SmallShop(
            Lake lake,
            Path landing,
            ProcessOwner owner,
            Map<String, Database> databases,
            Clock clock,
            TrustPlaces trust) {
        this.lake = lake;
        this.landing = landing;
        this.owner = owner;
        this.databases = databases;
        this.clock = clock;
        this.trust = trust;
    }

    /** The shop of the lake, its landing folder beside it, worked on by this process. */
    public static SmallShop of(Lake lake) {
        return new SmallShop(
                lake,
                Path.of(lake.root()).resolveSibling("landing"),
                ProcessOwner.current(),
                Map.of(),
                Clock.systemUTC(),
                TrustPlaces.NONE);
    }

    /** The same shop as worked on by another process. */
    public SmallShop as(ProcessOwner other) {
        return new SmallShop(lake, landing, other, databases, clock, trust);
    }

    /** The same shop by another clock. */
    public SmallShop by(Clock other) {
        return new SmallShop(lake, landing, owner, databases, other, trust);
    }

    /** The same shop with the database, which export jobs know by its name. */
    public SmallShop with(Database database) {
        return new SmallShop(lake, landing, owner, Map.of(database.name(), database), clock, trust);
    }

    /** The same shop where these signatures count. */
    public SmallShop with(TrustPlaces other) {
        return new SmallShop(lake, landing, owner, databases, clock, other);
    }

    /** A shop with a copy of the lake as it stands, beside it, and the same landing folder; it has exported no files. */
    public SmallShop copy(String name) {
        Path from = Path.of(lake.root());
        Path to = from.resolveSibling(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SmallShop(Lake.open(lake.spark(), to.toString()), landing, owner, databases, clock, trust);
    }

    /** Its lake. */
    public Lake lake() {
        return lake;
    }

    /** Its landing folder. */
    public Path landing() {
        return landing;
    }

    /** Where its export jobs drop files, beside the lake. */
    public Path exports() {
        Path root = Path.of(lake.root());
        return root.resolveSibling("exports-of-" + root.getFileName());
    }

    /** Its model registry. */
    public Registry registry() {
        return new Registry(lake, clock);
    }

    /** Its publications. */
    public Publications publications() {
        return new Publications(lake, clock);
    }

    /** Puts the files of all days up to {@link #DAY} into the landing folder. */
    public SmallShop deliverHistory() {
        StringBuilder past = new StringBuilder(HEADER);
        for (int day = 1; day < DAY.getDayOfMonth(); day++) {
            past.append(sales(day));
        }
        return deliver("2026-01-19-history.csv", past.toString())
                .deliver("2026-01-20.csv", HEADER + sales(DAY.getDayOfMonth()));
    }

    /**
     * Puts the files of the day after into the landing folder: a new one with a repeated, a refused and an unreadable
     * row, a copy of it, and a correction of {@link #DAY} that lacks an order.
     */
    public SmallShop deliverCorrections() {
        String today = HEADER + sales(21) + "d1,1,2026-01-21 12:00:00,1,2.50\n" + "d1,1,2026-01-21 12:00:00,1,2.50\n"
                + "n1,2,2026-01-21 12:00:00,1,-2.50\n" + "x1,3\n";
        String corrected = sales(DAY.getDayOfMonth()).lines().skip(1).reduce(HEADER, (all, line) -> all + line + "\n");
        return deliver("2026-01-21.csv", today)
                .deliver("2026-01-21-copy.csv", today)
                .deliver("2026-01-20.csv", corrected);
    }

    private static String sales(int day) {
        StringBuilder rows = new StringBuilder();
        for (int customer = 1; customer <= CUSTOMERS; customer++) {
            int period = List.of(7, 2, 3).get(customer % 3);
            if ((day + customer) % period == 0) {
                rows.append("o%d-%d,%d,2026-01-%02d 10:%02d:00,%d,%d.25%n"
                        .formatted(day, customer, customer, day, customer, 1 + day % 3, customer));
            }
        }
        return rows.toString();
    }

    private SmallShop deliver(String file, String text) {
        try {
            Files.createDirectories(landing);
            Files.writeString(landing.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Runs the jobs for the date, one after the other. */
    public SmallShop runAll(LocalDate date, JobSpec... jobs) {
        for (JobSpec job : jobs) {
            run(job, date);
        }
        return this;
    }

    /** Runs the job for the date unless it is done. */
    public Outcome run(JobSpec job, LocalDate date) {
        return run(job, date, JobRunner.Again.SKIP);
    }

    /** Runs the job for the date. */
    public Outcome run(JobSpec job, LocalDate date, JobRunner.Again again) {
        return engine(job).run(job, date, again);
    }

    /** Runs the job for the date by a stage of the caller's. */
    public Outcome run(JobSpec job, JobStage stage, LocalDate date, JobRunner.Again again) {
        return engine().run(job, stage, date, again);
    }

    /** Under what a run for the date works. */
    public RunContext context(LocalDate date) {
        return engine().context(date);
    }

    /** Its run ledger. */
    public Ledger ledger() {
        return new Ledger(lake, clock, Duration.ofHours(1), owner);
    }

    /** A monitor job looks for the job that trains its model, a value job for those that count outcomes, an experiment for the arms. */
    private Engine engine(JobSpec job) {
        if (job instanceof ExperimentSpec) {
            return Engine.at(new Workplace(
                    places(), lake, ledger(), clock, List.of(train(), score(0.2).with(ARMS))));
        }
        if (job instanceof MonitorSpec) {
            return Engine.at(new Workplace(places(), lake, ledger(), clock, List.of(train())));
        }
        return job instanceof ValueJobSpec
                ? Engine.at(new Workplace(places(), lake, ledger(), clock, List.of(monitor())))
                : engine();
    }

    private Engine engine() {
        return Engine.at(new Workplace(places(), lake, ledger(), clock, List.of()));
    }

    /** The shop as a project of the jobs that train and watch the model. */
    public Project project() {
        return new Project(
                places(),
                new TreeMap<>(Map.of(train().name(), train(), monitor().name(), monitor())),
                new TreeMap<>(Map.of(view().name(), view())),
                List.of());
    }

    private Places places() {
        return new Places(
                        "test",
                        landing.getParent(),
                        lake.root(),
                        landing.toString(),
                        exports().toString(),
                        databases,
                        "",
                        ZoneOffset.UTC,
                        0,
                        Map.of())
                .with(trust);
    }

    /** {@code ingest-sales}: three tables, with checks, duplicates and a total. */
    public static IngestSpec ingest() {
        return new IngestSpec(
                header("ingest-sales"),
                "sales",
                new RawFiles(List.of("{date}*.csv"), RawFiles.Format.CSV, Dialect.delimitedBy(','), false),
                SchemaPolicy.LENIENT,
                List.of(
                        column("order_no", "OrderNo", "string"),
                        column("customer_id", "CustomerId", "long"),
                        column("sold_at", "SoldAt", "timestamp"),
                        column("quantity", "Quantity", "integer"),
                        column("price", "Price", "decimal(10,2)")),
                Map.of(),
                IngestSpec.Duplicates.DROP,
                Optional.empty(),
                List.of(new RowCheck("price", "price >= 0", RowCheck.Severity.QUARANTINE, "negative price")),
                Map.of("amount", "quantity * price"),
                0.1);
    }

    /** {@code features-activity}. */
    public static FeaturesSpec features() {
        return new FeaturesSpec(header("features-activity"), view());
    }

    /** {@code train-lapse}: a version that passes, as no gate is set. */
    public static TrainSpec train() {
        return new TrainSpec(
                header("train-lapse"),
                "lapse",
                view(),
                List.of("days_since_purchase", "orders"),
                "days_since_purchase < 90",
                new LabelSpec.Event(silver(), "sold_at", "quantity > 0", LabelSpec.Event.Positive.NO_EVENT, 3, 0),
                new TrainSpec.AsOfGrid(3, 4),
                Optional.empty(),
                new TrainSpec.Holdout.LatestAsOfs(1),
                Recipe.of(Learner.of("logistic-regression", Map.of("max-iter", 20.0, "reg-param", 0.01)), 42),
                Assessment.beside("days_since_purchase"),
                Gates.NONE);
    }

    /** {@code score-lapse}: decides for the share of customers most at risk. */
    public static ScoreSpec score(double share) {
        return new ScoreSpec(
                header("score-lapse"),
                "lapse",
                view(),
                "days_since_purchase < 90",
                ScoreSpec.Reasons.top(2),
                new ScoreSpec.Threshold.TopShare(share),
                new TableName("scores", "lapse"),
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                ScoreSpec.Work.USUAL,
                Arms.NONE);
    }

    /** {@code monitor-lapse}: judges from 5 rows on and alerts at once. */
    public static MonitorSpec monitor() {
        return new MonitorSpec(
                header("monitor-lapse"),
                "lapse",
                new TableName("scores", "lapse"),
                new MonitorSpec.Window.Days(2),
                List.of(new MonitorSpec.Against.Training(), new MonitorSpec.Against.Trailing(1)),
                new MonitorSpec.Drift(0.05, new TreeMap<>(), 0.05, 0.05, Set.of(), 5),
                new MonitorSpec.Calibration(0.2, 0.2),
                new MonitorSpec.Delivery(14, 0.3, 0),
                new Policy(
                        0.2,
                        Map.of(),
                        new Persistence(1, 1),
                        new Persistence(1, 1),
                        Set.of(Basis.REALISED),
                        0,
                        Grouping.APART,
                        90,
                        RetrainRules.never(),
                        RollbackRules.never()),
                new MonitorSpec.Notices(
                        7,
                        List.of(new NoticeTarget(
                                "log", Severity.TICKET, new NoticeTarget.Channel.Lines("alerts.jsonl"))),
                        Optional.of("metrics.prom")));
    }

    /** {@code experiment-lapse}: looks at how many pieces customers buy in two days, of the challenger's with a minus, so that it harms. */
    public static ExperimentSpec experiment(LocalDate start) {
        ArmAssignment drawn = ArmAssignment.of("score-lapse", ARMS.salt(), ARMS.layout());
        String challenged = IntStream.rangeClosed(1, CUSTOMERS)
                .mapToObj(Integer::toString)
                .filter(customer -> drawn.armOf(customer).orElseThrow().equals(CHALLENGER))
                .collect(Collectors.joining(", "));
        LabelSpec.Event pieces = new LabelSpec.Event(
                silver(),
                "sold_at",
                "true",
                LabelSpec.Event.Positive.EVENT,
                Optional.of("if(customer_id in (" + challenged + "), -1, 1) * quantity"),
                2,
                0);
        return new ExperimentSpec(
                header("experiment-lapse"),
                "lapse",
                new TableName("scores", "lapse"),
                Optional.empty(),
                DecisionEffect.Design.RANDOMISED,
                Arms.CHAMPION,
                CHALLENGER,
                start,
                new ExperimentPlan.Rules(28, 1, 2, 0.4, CUSTOMERS, 0.0001, 1, 7),
                List.of(new ExperimentSpec.Measure(
                        new MetricPlan(
                                "primary",
                                MetricPlan.Role.PRIMARY,
                                MetricPlan.Figure.MEAN,
                                Margin.none(Margin.Direction.HIGHER_IS_BETTER)),
                        Optional.of(pieces),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                ExperimentSpec.Limits.NONE,
                ExperimentSpec.Automation.STANDARD);
    }

    /** {@code value-lapse}: acting on a customer who lapses is worth 5, on another -1. */
    public static ValueJobSpec value() {
        return new ValueJobSpec(
                header("value-lapse"),
                "lapse",
                new TableName("scores", "lapse"),
                Optional.of(new ValueJobSpec.Compute(new ComputePrice(0.05, "pounds"), 2)),
                List.of(new ValueJobSpec.Version(
                        1,
                        new CostMatrix(5, -1, 0, 0, "pounds"),
                        Optional.of(0.5),
                        Optional.empty(),
                        ValidDays.from(DAY.minusDays(30)))));
    }

    /** Spreads the features of {@link #DAY} over so many files, as those of a large shop are. */
    public SmallShop spreadFeatures(int files) {
        TableName table = view().table();
        StagedTable staged = lake.stage(table);
        Instant asOf = DAY.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        staged.replacePartition(
                Partitions.asOf(asOf), lake.read(table).repartition(files, functions.col("customer_id")));
        staged.publishUnlessChanged(Map.of(), "spread");
        return this;
    }

    /** {@code export-lapse}: {@code scores.lapse} by customer. */
    public static ExportSpec export(ExportSpec.Mode mode, ExportSpec.Target target) {
        return new ExportSpec(
                header("export-lapse"),
                new TableName("scores", "lapse"),
                List.of(),
                "true",
                mode,
                List.of("customer_id"),
                target);
    }

    /** {@code silver.sales}. */
    public static TableName silver() {
        return TableName.parse("silver.sales");
    }

    private static FeatureView view() {
        return new FeatureView(
                "activity",
                "customer_id",
                FeatureView.KnownBy.TIME,
                Map.of("sales", new FeatureView.Input(silver(), Optional.of("sold_at"), Optional.of(60))),
                "select customer_id, as_of, datediff(as_of, max(sold_at)) as days_since_purchase,"
                        + " cast(count(*) as int) as orders from sales group by customer_id, as_of",
                List.of(feature("days_since_purchase"), feature("orders")),
                Optional.empty(),
                "v1");
    }

    private static FeatureColumn feature(String name) {
        return new FeatureColumn(name, type("integer"), "", name.replace('_', ' '), false);
    }

    private static SourceColumn column(String name, String from, String type) {
        return new SourceColumn(name, List.of(from), type(type), List.of(), true, false, false, "");
    }

    private static ColumnType type(String name) {
        return ColumnType.parse(name).orElseThrow();
    }

    private static JobHeader header(String name) {
        return new JobHeader(name, "test", Schedule.DAILY, "digest");
    }
}
