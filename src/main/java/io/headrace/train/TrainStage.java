package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.FeaturesStage;
import io.headrace.features.KeptViews;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.metric.Evaluation;
import io.headrace.metric.Figure;
import io.headrace.metric.GateJudge;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Gates.Then;
import io.headrace.metric.Of;
import io.headrace.metric.Rival;
import io.headrace.metric.Target;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StoredCounts;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.Judgement;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.Assessment;
import io.headrace.spec.FeatureView;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.StagedTable;
import io.headrace.train.search.KeptTrials;
import io.headrace.train.search.Trial;
import io.headrace.train.search.TrialEncoders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Assembles a training set, fits a model, evaluates it on held-out rows and lets the gates decide. */
public final class TrainStage implements JobStage {
    private static final String VERSION = "model_version";
    private static final String CHAMPION = "champion_version";
    private static final String CHAMPION_FEATURES = "champion_features";
    private static final String CHALLENGER = "challenger_version";
    private static final String NO_VERSION = "0";

    private final TrainSpec spec;
    private final Lake lake;
    private final Registry registry;
    private final Tiles tiles;

    public TrainStage(TrainSpec spec, Lake lake, Registry registry, Tiles tiles) {
        this.spec = spec;
        this.tiles = tiles;
        this.lake = lake;
        this.registry = registry;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        ModelState state = registry.state(spec.model());
        Map<String, String> facts = Map.of(
                VERSION,
                Integer.toString(state.nextVersion()),
                CHAMPION,
                number(state.champion()),
                CHALLENGER,
                number(state.named(ModelState.CHALLENGER)));
        Map<String, Long> inputs = new TreeMap<>(new TrainingColumns(spec, lake, tiles).inputVersions());
        Map<String, String> decided = new TreeMap<>(facts);
        state.champion()
                .map(version -> version.record().provenance().featureVersion())
                .filter(learnt -> !learnt.equals(spec.view().digest()))
                .flatMap(learnt -> new KeptViews(lake).find(spec.view().name(), learnt))
                .ifPresent(view -> {
                    decided.put(CHAMPION_FEATURES, view.digest());
                    view.tables()
                            .forEach(table -> inputs.computeIfAbsent(table.toString(), name -> lake.version(table)));
                });
        return new Resolved(inputs, List.of(), decided);
    }

    /** The number of the version that a run of that intent registers. */
    public static int version(Intent intent) {
        return Integer.parseInt(intent.fact(VERSION));
    }

    private static String number(Optional<ModelVersion> version) {
        return version.map(found -> Integer.toString(found.number())).orElse(NO_VERSION);
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        int version = version(intent);
        StagedTable training = stageTraining(context, run, intent, version);
        Dataset<Row> rows = TrainingNames.computed(training.read()).cache();
        try {
            TrialFit trials = new TrialFit(spec, context.zone(), context.clock(), KeptTrials.of(lake, run.toString()));
            Learnt learnt = learnt(context, intent, rows, trials);
            TrialFit.Described described = trials.describe(rows, learnt.fitted());
            Finding statistics = StatisticsTable.finding(
                    lake,
                    spec.model(),
                    Counted.all(version, Optional.empty(), statistics(context, rows, learnt, described)));
            return judged(run, intent, version, training, learnt, described, statistics);
        } finally {
            rows.unpersist();
        }
    }

    /**
     * What a run for the date would find now, with the same figures: nothing is written, and no version is registered. A run's last gate,
     * that a process of its own loads the file and scores alike, needs the file and is left to the run.
     */
    public Rehearsal rehearsal(RunContext context) {
        Resolved resolved = resolve(context, Optional.empty());
        Intent intent = new Intent(
                "a rehearsal of " + spec.name(),
                spec.header().digest(),
                resolved.inputs(),
                resolved.files(),
                resolved.facts(),
                RunContext.micros(context.clock().instant()));
        TrainingColumns columns = new TrainingColumns(spec, lake, tiles);
        Dataset<Row> rows =
                columns.on(context.date(), context.zone(), intent.inputs()).cache();
        try {
            FeaturesStage.requireOneRowEach(spec.view(), rows);
            columns.requireAsInScoring(rows, context.date(), context.zone(), intent.inputs());
            Learnt learnt = learnt(context, intent, rows, new TrialFit(spec, context.zone(), context.clock()));
            return new Rehearsal(
                    learnt.evaluation().figures().stream()
                            .filter(figure -> isOfWhole(figure.of()))
                            .toList(),
                    learnt.gates(),
                    learnt.trainRows(),
                    learnt.evaluation().rows(),
                    notes(learnt) + uncompared(intent, learnt.evaluation()));
        } finally {
            rows.unpersist();
        }
    }

    /**
     * What training would find.
     *
     * @param figures of all test rows, of the model, its rivals and their differences
     * @param gates their outcomes
     * @param trainRows rows learnt from
     * @param testRows rows held out
     * @param notes what else is to be said, each after a semicolon; empty for nothing
     */
    public record Rehearsal(List<Figure> figures, List<GateOutcome> gates, long trainRows, int testRows, String notes) {
        public Rehearsal {
            figures = List.copyOf(figures);
            gates = List.copyOf(gates);
        }
    }

    private Learnt learnt(RunContext context, Intent intent, Dataset<Row> rows, TrialFit trials) {
        trials.requireLearnable(rows, () -> new TrainingColumns(spec, lake, tiles).labelValues(intent.inputs()));
        String shortened = shortened(context, rows);
        List<String> idle =
                new FeatureChecks(spec).idle(rows.where(col(TrainingNames.SPLIT).equalTo("train")));
        TrialFit.Fitted fitted = trials.fit(rows);
        Optional<TestGroups> groups =
                spec.fairness().map(use -> new TestGroups(spec, use, lake, context, intent.inputs()));
        TrialFit.Evaluated found = trials.evaluate(
                rows,
                fitted.predictor(),
                test -> byChampion(context, intent, test),
                scored -> groups.map(by -> by.of(scored)));
        List<GateOutcome> gates = new ArrayList<>(GateJudge.judge(
                spec.gates(),
                spec.target(),
                found.evaluation().figures(),
                !intent.fact(CHAMPION).equals(NO_VERSION)));
        groups.ifPresent(by -> gates.addAll(by.gates(found.groups().orElseThrow())));
        return new Learnt(fitted, found.evaluation(), found.groups(), gates, idle, shortened, rows.count());
    }

    /**
     * What a run has learnt.
     *
     * @param groups what the version does to groups of people; empty where the job does not look at them
     * @param gates their outcomes, but that of the stored file
     * @param idle features without information, each with why
     * @param shortened what is to be said of missing as-ofs
     * @param rows of all splits
     */
    private record Learnt(
            TrialFit.Fitted fitted,
            Evaluation evaluation,
            Optional<TestGroups.Found> groups,
            List<GateOutcome> gates,
            List<String> idle,
            String shortened,
            long rows) {
        /** Rows learnt from. */
        long trainRows() {
            return rows - evaluation.rows();
        }
    }

    /** The note where there are rows of fewer as-ofs than the job wants; refuses less than the job needs. */
    private String shortened(RunContext context, Dataset<Row> rows) {
        if (!(spec.asOfs() instanceof TrainSpec.AsOfGrid grid) || !(spec.label() instanceof LabelSpec.Event)) {
            return "";
        }
        int wanted = AsOfs.of(spec, context.date(), context.zone()).moments().size();
        long found = rows.select(AS_OF).distinct().count();
        if (found < grid.atLeast()) {
            throw TrainErrors.fewAsOfs(spec.name(), found, wanted, grid.atLeast());
        }
        return found < wanted ? "; rows at " + found + " of " + wanted + " as-ofs" : "";
    }

    private StagedTable stageTraining(RunContext context, RunId run, Intent intent, int version) {
        TrainingColumns columns = new TrainingColumns(spec, lake, tiles);
        Dataset<Row> rows = columns.on(context.date(), context.zone(), intent.inputs());
        Dataset<Row> labelled = TrainingNames.shown(
                rows.withColumn(TrainingNames.FEATURE_VERSION, lit(spec.view().digest()))
                        .withColumn(TrainingNames.RUN_ID, lit(run.toString()))
                        .withColumn(TrainingNames.VERSION, lit(version)));
        new KeptViews(lake).keep(spec.view());
        lake.ensure(TrainingTable.layout(spec, PersonalLineage.schema(TrainingNames.shown(columns.features(rows)))));
        StagedTable staged = lake.stage(spec.trainingTable());
        staged.replacePartition(
                Map.of(VERSION, Integer.toString(version)),
                labelled.repartition(
                                FittingPipelines.PARTITIONS, col(spec.view().entity()))
                        .sortWithinPartitions(spec.view().entity(), AS_OF));
        FeaturesStage.requireOneRowEach(spec.view(), staged.read());
        columns.requireAsInScoring(
                TrainingNames.computed(staged.read()), context.date(), context.zone(), intent.inputs());
        return staged;
    }

    private List<StoredCounts> statistics(
            RunContext context, Dataset<Row> rows, Learnt learnt, TrialFit.Described described) {
        return new ReferenceStatistics(spec, context.zone())
                .of(
                        rows,
                        learnt.fitted().predictor(),
                        learnt.trainRows(),
                        learnt.evaluation().rows(),
                        described.importance());
    }

    private Prepared judged(
            RunId run,
            Intent intent,
            int version,
            StagedTable training,
            Learnt learnt,
            TrialFit.Described described,
            Finding statistics) {
        Evaluation evaluation = learnt.evaluation();
        Predictor predictor = learnt.fitted().predictor();
        String digest = registry.store(spec.model(), file(spec, predictor));
        registry.keepJob(spec.model(), spec.header());
        registry.store(spec.model(), digest, described.sample());
        List<Figure> figures = new ArrayList<>(evaluation.figures());
        List<GateOutcome> gates = new ArrayList<>(learnt.gates());
        gates.add(FreshProcess.gate(
                registry.stored(spec.model(), digest),
                digest,
                described.sample().rows().size()));
        Judgement judgement = Judgement.of(gates, ofPassed(intent));
        VersionRecord record = record(run, digest, learnt, figures);
        figures.addAll(described.figures());
        List<Output> outputs = new ArrayList<>(List.of(
                new TableOutput(training),
                new TableOutput(FigureEncoders.staged(lake, run, spec.model(), version, figures))));
        List<Trial> trials = learnt.fitted().trials();
        if (!trials.isEmpty()) {
            outputs.add(new TableOutput(TrialEncoders.staged(lake, run, spec.model(), version, trials)));
        }
        outputs.add(new Registration(version, record, judgement));
        List<Finding> findings = new ArrayList<>(List.of(statistics));
        learnt.groups().ifPresent(groups -> findings.add(groups.finding(lake, spec.model(), version)));
        return new Prepared(
                findings,
                outputs,
                List.of(),
                judgement.verdict(),
                Map.of(
                        VERSION,
                        Integer.toString(version),
                        "train_rows",
                        Long.toString(learnt.trainRows()),
                        "test_rows",
                        Integer.toString(evaluation.rows())),
                message(version, judgement, intent, learnt) + uncompared(intent, evaluation));
    }

    /** The file of a model that a job has fitted. */
    static ModelFile file(TrainSpec spec, Predictor predictor) {
        return new ModelFile(
                predictor.model(),
                predictor.calibrator(),
                predictor.interval(),
                Map.of(
                        "model", spec.model(),
                        "view", spec.view().name(),
                        "feature_version", spec.view().digest(),
                        "learner", spec.recipe().learner().word()));
    }

    /** The verdict on a version that passes: the first becomes champion in any case. */
    private Verdict ofPassed(Intent intent) {
        boolean isTried =
                spec.gates().then() == Then.CHALLENGER && !intent.fact(CHAMPION).equals(NO_VERSION);
        return isTried ? Verdict.PASSED : Verdict.PROMOTED;
    }

    /** What a version that passed is from now on. */
    private static String tried(Judgement judgement, Intent intent) {
        if (judgement.verdict() != Verdict.PASSED) {
            return "";
        }
        String other = intent.facts().getOrDefault(CHALLENGER, NO_VERSION);
        return other.equals(NO_VERSION) ? " and is challenger" : " and waits, as version " + other + " is challenger";
    }

    private VersionRecord record(RunId run, String digest, Learnt learnt, List<Figure> figures) {
        return new VersionRecord(
                digest,
                new VersionRecord.Provenance(
                        spec.header().owner(),
                        run.date().toString(),
                        spec.target(),
                        spec.label().words(),
                        spec.population(),
                        spec.view().name(),
                        spec.view().digest(),
                        spec.features(),
                        learnt.idle(),
                        spec.recipe().learner().word(),
                        learnt.fitted().predictor().calibrator().word(),
                        learnt.fitted().calibration().why(),
                        learnt.fitted().interval(),
                        spec.weightsInWords(),
                        spec.recipe().seed(),
                        learnt.trainRows(),
                        learnt.evaluation().rows()),
                new VersionRecord.Purpose(
                        spec.assessment().purpose().use(),
                        spec.assessment().purpose().limits()),
                learnt.fitted().learner().settings(),
                figures.stream().filter(figure -> isOfWhole(figure.of())).toList(),
                terms(spec.assessment()));
    }

    private VersionRecord.Terms terms(Assessment assessment) {
        SortedMap<String, String> worth = new TreeMap<>();
        assessment.value().ifPresent(value -> {
            worth.putAll(value.byOutcome());
            value.capacity().ifPresent(share -> worth.put("capacity", Double.toString(share)));
        });
        return new VersionRecord.Terms(
                spec.target() == Target.BINARY ? decision(assessment) : "",
                assessment.baseline().orElse(""),
                worth,
                assessment.value().map(Assessment.Value::currency).orElse(""));
    }

    private static String decision(Assessment assessment) {
        return assessment
                .value()
                .map(value -> "where it pays to act"
                        + value.capacity()
                                .map(share -> ", on a share of at most " + share)
                                .orElse(""))
                .orElse(assessment.decided().words());
    }

    /** Whether a figure is of all test rows, of the model or of a rival. */
    private static boolean isOfWhole(Of of) {
        return of instanceof Of.All || of instanceof Of.Over || of instanceof Of.By;
    }

    private static String message(int version, Judgement judgement, Intent intent, Learnt learnt) {
        return String.format(
                Locale.ROOT,
                "version %d %s%s, %s on %,d rows%s%s",
                version,
                judgement.verdict().word(),
                tried(judgement, intent),
                learnt.evaluation().headline(),
                learnt.evaluation().rows(),
                judgement.gates().stream()
                        .filter(gate -> !gate.passed())
                        .map(gate -> "; " + gate.text())
                        .reduce("", String::concat),
                notes(learnt));
    }

    private static String notes(Learnt learnt) {
        CalibratorChoice.Chosen calibration = learnt.fitted().calibration();
        return (learnt.idle().isEmpty() ? "" : "; no information in: " + String.join(", ", learnt.idle()))
                + (calibration.isDropped() ? "; calibrator: " + calibration.why() : "")
                + learnt.shortened()
                + learnt.groups().map(TestGroups.Found::words).orElse("");
    }

    /** What is to be said where there is a champion that could not be compared. */
    private String uncompared(Intent intent, Evaluation evaluation) {
        boolean hasNone = intent.fact(CHAMPION).equals(NO_VERSION);
        boolean isCompared =
                evaluation.figures().stream().anyMatch(figure -> figure.of().equals(new Of.Over(Rival.CHAMPION)));
        return hasNone || isCompared
                ? ""
                : "; not compared with the champion, version " + intent.fact(CHAMPION)
                        + ": its definition of the view lacks features, gives several rows for one "
                        + spec.view().entity() + " and as-of, or it predicts something else";
    }

    /** The champion, if there is one. */
    private Optional<ModelVersion> champion(Intent intent) {
        int number = Integer.parseInt(intent.fact(CHAMPION));
        return number == 0
                ? Optional.empty()
                : Optional.of(registry.state(spec.model()).version(number));
    }

    /**
     * The test rows scored by the champion, by the definition of the view that it learnt from; one that this definition has no row for as if
     * every feature were missing. Empty where it cannot be compared, as features are unknown or rows are not one for each key.
     */
    private Optional<Dataset<Row>> byChampion(RunContext context, Intent intent, Dataset<Row> test) {
        Optional<ModelVersion> champion = champion(intent);
        if (champion.isEmpty()) {
            return Optional.empty();
        }
        Predictor model =
                Predictor.of(registry.load(spec.model(), champion.get().digest()));
        Dataset<Row> features = test;
        if (intent.facts().containsKey(CHAMPION_FEATURES)) {
            FeatureView view = new KeptViews(lake)
                    .find(spec.view().name(), intent.fact(CHAMPION_FEATURES))
                    .orElseThrow();
            Dataset<Row> other = new TrainingColumns(spec, lake, tiles).by(view, test, context.zone(), intent.inputs());
            if (!FeaturesStage.repeated(view, other).isEmpty()) {
                return Optional.empty();
            }
            Dataset<Row> keys = test.select(spec.view().entity(), AS_OF);
            features = keys.join(other, LabelColumns.toSeq(spec.view().entity(), AS_OF), "left");
        }
        boolean isKnown = List.of(features.columns()).containsAll(ComparedColumns.names(model.model()));
        boolean isAlike = model.model().output().isProbability() == (spec.target() != Target.REGRESSION)
                && model.model().classes().isEmpty() == (spec.target() != Target.MULTICLASS);
        return isKnown && isAlike
                ? Optional.of(ComparedColumns.withScore(features, model, TrainingNames.CHAMPION))
                : Optional.empty();
    }

    /** The events of the registry as the run's last output. */
    private final class Registration implements Output {
        private final int version;
        private final VersionRecord record;
        private final Judgement judgement;

        Registration(int version, VersionRecord record, Judgement judgement) {
            this.version = version;
            this.record = record;
            this.judgement = judgement;
        }

        @Override
        public String name() {
            return Registry.TABLE.toString();
        }

        @Override
        public long publish(RunId run) {
            registry.register(spec.model(), version, run.toString(), "headrace", record, judgement);
            return lake.version(Registry.TABLE);
        }
    }
}
