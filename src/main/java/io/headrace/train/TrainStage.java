package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.FeaturesStage;
import io.headrace.features.KeptViews;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.metric.Evaluation;
import io.headrace.metric.GateJudge;
import io.headrace.metric.GateJudge.GateResult;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.Target;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Assembles a training set, fits a model, evaluates it on held-out rows and lets the gates decide. */
public final class TrainStage implements JobStage {
    /** The table of all figures. */
    public static final TableName METRICS = Layer.SYSTEM.table("metrics");

    /** The table of what searches tried. */
    public static final TableName TRIALS = Layer.SYSTEM.table("trials");

    private static final String VERSION = "model_version";
    private static final String CHAMPION = "champion_version";
    private static final String CHAMPION_FEATURES = "champion_features";

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
                state.champion()
                        .map(version -> Integer.toString(version.number()))
                        .orElse("0"));
        Map<String, Long> inputs = new TreeMap<>(new TrainingColumns(spec, lake, tiles).inputVersions());
        Map<String, String> decided = new TreeMap<>(facts);
        state.champion()
                .map(version -> version.facts().getOrDefault("feature_version", ""))
                .filter(learnt -> !learnt.equals(spec.view().digest()))
                .flatMap(learnt -> new KeptViews(lake).find(spec.view().name(), learnt))
                .ifPresent(view -> {
                    decided.put(CHAMPION_FEATURES, view.digest());
                    view.tables()
                            .forEach(table -> inputs.computeIfAbsent(table.toString(), name -> lake.version(table)));
                });
        return new Resolved(inputs, List.of(), decided);
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        int version = Integer.parseInt(intent.fact(VERSION));
        StagedTable training = stageTraining(context, run, intent, version);
        Dataset<Row> rows = training.read().cache();
        try {
            TrialColumns trials =
                    new TrialColumns(spec, context.zone(), context.clock(), KeptTrials.of(lake, run.toString()));
            trials.requireLearnable(rows);
            String shortened = shortened(context, rows);
            List<String> idle = new FeatureCheckColumns(spec).idle(rows.where("split = 'train'"));
            TrialColumns.Fitted fitted = trials.fit(rows);
            Evaluation evaluation =
                    trials.evaluate(rows, fitted.predictor(), test -> byChampion(context, intent, test));
            Learnt learnt =
                    new Learnt(fitted, trials.describe(rows, fitted), evaluation, idle, shortened, rows.count());
            return judged(run, intent, version, training, learnt);
        } finally {
            rows.unpersist();
        }
    }

    /**
     * What a run has learnt.
     *
     * @param idle features that tell nothing
     * @param shortened what is to be said of missing as-ofs
     * @param rows of all splits
     */
    private record Learnt(
            TrialColumns.Fitted fitted,
            TrialColumns.Described described,
            Evaluation evaluation,
            List<String> idle,
            String shortened,
            long rows) {}

    /** What is to be said where there are rows of fewer as-ofs than the run asks for; refuses less than the job needs. */
    private String shortened(RunContext context, Dataset<Row> rows) {
        if (!(spec.asOfs() instanceof TrainSpec.AsOfGrid grid) || !(spec.label() instanceof LabelSpec.Event)) {
            return "";
        }
        int asked = AsOfs.of(spec, context.date(), context.zone()).moments().size();
        long found = rows.select(AS_OF).distinct().count();
        if (found < grid.atLeast()) {
            throw TrainErrors.fewAsOfs(spec.name(), found, asked, grid.atLeast());
        }
        return found < asked ? "; rows at " + found + " of " + asked + " as-ofs" : "";
    }

    private StagedTable stageTraining(RunContext context, RunId run, Intent intent, int version) {
        TrainingColumns columns = new TrainingColumns(spec, lake, tiles);
        Dataset<Row> rows = columns.on(context.date(), context.zone(), intent.inputs());
        Dataset<Row> labelled = rows.withColumn(
                        "feature_version", lit(spec.view().digest()))
                .withColumn(RUN_ID, lit(run.toString()))
                .withColumn(VERSION, lit(version));
        new KeptViews(lake).keep(spec.view());
        lake.ensure(layout(rows.drop("label", "split", "weight").schema()));
        StagedTable staged = lake.stage(spec.trainingTable());
        staged.replacePartition(
                Map.of(VERSION, Integer.toString(version)),
                labelled.repartition(
                                FittingPipelines.PARTITIONS, col(spec.view().entity()))
                        .sortWithinPartitions(spec.view().entity(), AS_OF));
        FeaturesStage.requireOneRowEach(spec.view(), staged.read());
        columns.requireAsInScoring(staged.read(), context.date(), context.zone(), intent.inputs());
        return staged;
    }

    private TableLayout layout(StructType features) {
        List<StructField> fields = new ArrayList<>(List.of(features.fields()));
        fields.add(Lake.field("label", answerType(), "The answer to be predicted"));
        fields.add(Lake.field("split", DataTypes.StringType, "train, calibrate or test"));
        fields.add(Lake.field("weight", DataTypes.DoubleType, "Weight of the row in training"));
        fields.add(Lake.field("feature_version", DataTypes.StringType, "Digest of the view's definition"));
        fields.add(Lake.field(RUN_ID, DataTypes.StringType, "Run that assembled the row"));
        fields.add(Lake.field(VERSION, DataTypes.IntegerType, "Version of the model trained on the row"));
        return TableLayout.plain(spec.trainingTable(), new StructType(fields.toArray(StructField[]::new)))
                .partitionedBy(VERSION);
    }

    private DataType answerType() {
        return switch (spec.target()) {
            case BINARY -> DataTypes.BooleanType;
            case REGRESSION -> DataTypes.DoubleType;
            case MULTICLASS -> DataTypes.StringType;
        };
    }

    private Prepared judged(RunId run, Intent intent, int version, StagedTable training, Learnt learnt) {
        TrialColumns.Fitted fitted = learnt.fitted();
        Evaluation evaluation = learnt.evaluation();
        List<String> idle = learnt.idle();
        Predictor model = fitted.predictor();
        ModelFile file = new ModelFile(
                model.model(),
                model.calibrator(),
                Map.of(
                        "model", spec.model(),
                        "view", spec.view().name(),
                        "feature_version", spec.view().digest(),
                        "learner", spec.recipe().learner().word()));
        String digest = registry.store(spec.model(), file);
        registry.store(spec.model(), digest, learnt.described().sample());
        List<GateResult> gates = new ArrayList<>(
                GateJudge.judge(spec.gates(), evaluation, !intent.fact(CHAMPION).equals("0")));
        gates.add(FreshProcess.gate(
                registry.stored(spec.model(), digest),
                digest,
                learnt.described().sample().rows().size()));
        Registry.Verdict verdict =
                gates.stream().allMatch(GateResult::passed) ? Registry.Verdict.PROMOTED : Registry.Verdict.REFUSED;
        Map<String, String> facts = new TreeMap<>(Map.of(
                "digest", digest,
                "learner", spec.recipe().learner().word(),
                "view", spec.view().name(),
                "feature_version", spec.view().digest(),
                "settings", Json.write(fitted.learner().settings()),
                "idle_features", String.join("; ", idle),
                "features", String.join(", ", spec.features()),
                "calibrator", model.calibrator().word(),
                "train_rows", Long.toString(learnt.rows() - evaluation.rows()),
                "test_rows", Integer.toString(evaluation.rows())));
        facts.putAll(Map.of(
                "owner", spec.header().owner(),
                "intended_use", spec.assessment().purpose().use(),
                "limits", spec.assessment().purpose().limits(),
                "label", spec.label().words(),
                "population", spec.population(),
                "date", run.date().toString(),
                "seed", Long.toString(spec.recipe().seed())));
        evaluation.figures().stream()
                .filter(figure -> figure.bin() == 0 && figure.slice().isEmpty())
                .forEach(figure -> facts.put(figure.name(), Double.toString(figure.value())));
        Map<String, String> outcomes = new TreeMap<>();
        gates.forEach(gate -> outcomes.put(gate.gate(), Json.write(gate)));
        Output registration = new Registration(version, facts, outcomes, verdict);
        String message = String.format(
                Locale.ROOT,
                "version %d %s, %s on %,d rows%s%s%s",
                version,
                verdict.word(),
                evaluation.headline(),
                evaluation.rows(),
                gates.stream()
                        .filter(gate -> !gate.passed())
                        .map(gate -> "; " + gate.text())
                        .reduce("", String::concat),
                idle.isEmpty() ? "" : "; tells nothing: " + String.join(", ", idle),
                learnt.shortened());
        List<Evaluation.Figure> figures = new ArrayList<>(evaluation.figures());
        figures.addAll(learnt.described().figures());
        List<Output> outputs = new ArrayList<>(List.of(new TableOutput(training), stageMetrics(run, version, figures)));
        if (!fitted.trials().isEmpty()) {
            outputs.add(stageTrials(run, version, fitted.trials()));
        }
        outputs.add(registration);
        return new Prepared(outputs, List.of(), verdict.word(), facts, message);
    }

    /** The champion, if there is one. */
    private Optional<ModelVersion> champion(Intent intent) {
        int number = Integer.parseInt(intent.fact(CHAMPION));
        return number == 0
                ? Optional.empty()
                : Optional.of(registry.state(spec.model()).version(number));
    }

    /** The test rows scored by the champion, by the definition of the view that it learnt from. */
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
            features = new TrainingColumns(spec, lake, tiles).by(view, test, context.zone(), intent.inputs());
        }
        boolean isKnown = List.of(features.columns()).containsAll(ComparedColumns.names(model.model()));
        boolean isAlike = model.model().output().isProbability() == (spec.target() != Target.REGRESSION)
                && model.model().classes().isEmpty() == (spec.target() != Target.MULTICLASS);
        return isKnown && isAlike
                ? Optional.of(ComparedColumns.withScore(features, model, ComparedColumns.CHAMPION))
                : Optional.empty();
    }

    private Output stageMetrics(RunId run, int version, List<Evaluation.Figure> evaluated) {
        StructType schema = new StructType(new StructField[] {
            Lake.field(RUN_ID, DataTypes.StringType, "Training run"),
            Lake.field("model", DataTypes.StringType, "Model"),
            Lake.field(VERSION, DataTypes.IntegerType, "Version"),
            Lake.field("data", DataTypes.StringType, "Rows the figure is of: test"),
            Lake.field("metric", DataTypes.StringType, "Name of the figure"),
            Lake.field(
                    "slice",
                    DataTypes.StringType,
                    "feature=value of the rows the figure is of, or the feature it is about; empty for all"),
            Lake.field("bin", DataTypes.IntegerType, "1 or more for figures of a bin, else 0"),
            Lake.field("value", DataTypes.DoubleType, "The figure"),
            Lake.field("lower", DataTypes.DoubleType, "Lower end of the 95 % interval, the value where none is known"),
            Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
            Lake.field("rows", DataTypes.LongType, "Rows it was computed from")
        });
        List<Row> figures = evaluated.stream()
                .map(f -> RowFactory.create(
                        run.toString(),
                        spec.model(),
                        version,
                        "test",
                        f.name(),
                        f.slice(),
                        f.bin(),
                        f.value(),
                        f.lower(),
                        f.upper(),
                        f.rows()))
                .toList();
        lake.ensure(TableLayout.plain(METRICS, schema));
        return new TableOutput(lake.stage(METRICS)
                .append(lake.spark().createDataFrame(figures, schema).coalesce(1)));
    }

    private Output stageTrials(RunId run, int version, List<Trial> trials) {
        StructType schema = new StructType(new StructField[] {
            Lake.field(RUN_ID, DataTypes.StringType, "Training run"),
            Lake.field("model", DataTypes.StringType, "Model"),
            Lake.field(VERSION, DataTypes.IntegerType, "Version"),
            Lake.field("trial", DataTypes.IntegerType, "Number of the trial, from 1"),
            Lake.field("share", DataTypes.DoubleType, "Share of the training rows that was used"),
            Lake.field("settings", DataTypes.StringType, "Settings of the learner, as JSON"),
            Lake.field("metric", DataTypes.StringType, "What was measured: auc or rmse"),
            Lake.field("fold", DataTypes.IntegerType, "Validation fold from 1, 0 for the mean of all"),
            Lake.field("value", DataTypes.DoubleType, "The metric"),
            Lake.field("rows", DataTypes.LongType, "Validation rows of all folds"),
            Lake.field("chosen", DataTypes.BooleanType, "Whether the model was fitted with these settings")
        });
        Trial best = SearchColumns.best(trials);
        List<Row> rows = new ArrayList<>();
        for (int trial = 0; trial < trials.size(); trial++) {
            Trial found = trials.get(trial);
            for (int fold = 0; fold <= found.folds().size(); fold++) {
                rows.add(RowFactory.create(
                        run.toString(),
                        spec.model(),
                        version,
                        trial + 1,
                        found.share(),
                        Json.write(found.settings()),
                        found.metric(),
                        fold,
                        fold == 0 ? found.value() : found.folds().get(fold - 1),
                        found.rows(),
                        found.equals(best)));
            }
        }
        lake.ensure(TableLayout.plain(TRIALS, schema));
        return new TableOutput(lake.stage(TRIALS)
                .append(lake.spark().createDataFrame(rows, schema).coalesce(1)));
    }

    /** The events of the registry as the run's last output. */
    private final class Registration implements Output {
        private final int version;
        private final Map<String, String> facts;
        private final Map<String, String> gates;
        private final Registry.Verdict verdict;

        Registration(int version, Map<String, String> facts, Map<String, String> gates, Registry.Verdict verdict) {
            this.version = version;
            this.facts = facts;
            this.gates = gates;
            this.verdict = verdict;
        }

        @Override
        public String name() {
            return Registry.TABLE.toString();
        }

        @Override
        public long publish(RunId run) {
            registry.register(spec.model(), version, run.toString(), "headrace", facts, gates, verdict);
            return lake.version(Registry.TABLE);
        }
    }
}
