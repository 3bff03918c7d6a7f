package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.CANDIDATE;
import static io.headrace.train.TrainingNames.CHAMPION;
import static io.headrace.train.TrainingNames.FOLD;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static io.headrace.train.TrainingNames.WEIGHT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import io.headrace.features.FeaturesStage;
import io.headrace.metric.Evaluation;
import io.headrace.metric.Figure;
import io.headrace.metric.Of.Feature;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Predictor;
import io.headrace.model.StoredSample;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.TrainSpec;
import io.headrace.table.PersonalLineage;
import io.headrace.train.CalibratorChoice.Chosen;
import io.headrace.train.search.Fitting;
import io.headrace.train.search.KeptTrials;
import io.headrace.train.search.SettingsSearch;
import io.headrace.train.search.Trial;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Fits a model on the training rows of a set and evaluates it on the test rows. Writes nothing. */
public final class TrialFit {
    private static final List<String> SPLITS = List.of("train", "test");
    private static final int SAMPLE_ROWS = 100;
    private static final int DESCRIBED_ROWS = 2000;

    private final TrainSpec spec;
    private final ZoneId zone;
    private final Clock clock;
    private final KeptTrials kept;

    /**
     * @param clock measures how long a search takes
     */
    public TrialFit(TrainSpec spec, ZoneId zone, Clock clock) {
        this(spec, zone, clock, KeptTrials.NONE);
    }

    TrialFit(TrainSpec spec, ZoneId zone, Clock clock, KeptTrials kept) {
        this.spec = spec;
        this.zone = zone;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * The evaluation of a model that is fitted on a set.
     *
     * @param rows of {@link TrainingColumns#on}
     */
    public Evaluation of(Dataset<Row> rows) {
        Dataset<Row> cached = rows.cache();
        try {
            FeaturesStage.requireOneRowEach(spec.view(), cached);
            requireLearnable(cached);
            return evaluate(cached, fit(cached).predictor(), test -> Optional.empty(), scored -> Optional.empty())
                    .evaluation();
        } finally {
            cached.unpersist();
        }
    }

    /** Fits the learner on the training rows, after a search for its settings where the job has one, and a calibrator where it wants one. */
    Fitted fit(Dataset<Row> rows) {
        ClassColumns classes = ClassColumns.of(spec, training(rows));
        Fitting fitting = new FoldFitting(classes);
        List<Trial> trials = spec.recipe().search().isPresent()
                ? new SettingsSearch(spec, fitting, clock, kept).trials(training(rows))
                : List.of();
        Learner learner = trials.isEmpty()
                ? spec.recipe().learner()
                : spec.recipe().learner().with(SettingsSearch.best(trials).settings());
        return fitted(rows, fitting, classes, learner, trials);
    }

    /** The same by settings that are known, without a search for them. */
    Fitted fit(Dataset<Row> rows, Learner learner) {
        ClassColumns classes = ClassColumns.of(spec, training(rows));
        return fitted(rows, new FoldFitting(classes), classes, learner, List.of());
    }

    private Fitted fitted(
            Dataset<Row> rows, Fitting fitting, ClassColumns classes, Learner learner, List<Trial> trials) {
        CompiledModel model = fitting.fit(fitting.prepared(rows), learner);
        Chosen chosen = spec.recipe().calibration() == Recipe.Calibration.NONE
                ? Chosen.UNASKED
                : new CalibratorFit(spec, fitting).fit(training(rows), learner);
        Predictor predictor = Predictor.of(model, chosen.calibrator());
        Optional<IntervalFit.Fitted> interval = interval().map(fit -> fit.fit(training(rows), fitting, learner));
        return new Fitted(
                interval.map(found -> predictor.with(found.model())).orElse(predictor),
                learner,
                trials,
                classes,
                chosen,
                interval.map(IntervalFit.Fitted::words).orElse(""));
    }

    private Optional<IntervalFit> interval() {
        return spec.recipe().interval().map(declared -> new IntervalFit(spec, declared));
    }

    /**
     * A fitted model.
     *
     * @param learner with the settings it was fitted by
     * @param trials those of the search
     * @param classes that it predicts
     * @param calibration its calibrator, and why
     * @param interval how its prediction interval was made; empty without
     */
    record Fitted(
            Predictor predictor,
            Learner learner,
            List<Trial> trials,
            ClassColumns classes,
            Chosen calibration,
            String interval) {
        Fitted {
            trials = List.copyOf(trials);
        }
    }

    /** What is kept of a model beside its figures as a whole, from some test rows. */
    Described describe(Dataset<Row> rows, Fitted fitted) {
        int features = spec.features().size();
        List<Column> columns = new ArrayList<>(List.of(features()));
        columns.add(fitted.classes().number());
        List<FeatureFigures.Labelled> test =
                ordered(rows, "test")
                        .select(columns.toArray(Column[]::new))
                        .limit(DESCRIBED_ROWS)
                        .collectAsList()
                        .stream()
                        .map(row -> new FeatureFigures.Labelled(
                                IntStream.range(0, features).mapToObj(row::get).toList(), row.getDouble(features)))
                        .toList();
        List<Object[]> sample = test.stream()
                .limit(SAMPLE_ROWS)
                .map(row -> withoutPersonal(row.features(), rows.schema()))
                .toList();
        return new Described(
                StoredSample.of(fitted.predictor(), sample),
                FeatureFigures.of(fitted.predictor(), test, spec.recipe().seed()));
    }

    /** The stored sample holds no value of a personal feature: the model scores those rows as if it were missing. */
    private Object[] withoutPersonal(List<Object> values, StructType schema) {
        return IntStream.range(0, values.size())
                .mapToObj(i ->
                        PersonalLineage.isMarked(schema.apply(spec.features().get(i))) ? null : values.get(i))
                .toArray();
    }

    /**
     * What is kept of a model.
     *
     * @param sample test rows with what the model says of them
     * @param figures of its features, see {@link FeatureFigures}
     */
    record Described(StoredSample sample, List<Figure> figures) {
        Described {
            figures = List.copyOf(figures);
        }

        /** Permutation importance by feature. */
        Map<String, Double> importance() {
            Map<String, Double> found = new TreeMap<>();
            figures.forEach(figure -> {
                if (figure.metric().equals(StandardMetrics.PERMUTATION_IMPORTANCE)
                        && figure.of() instanceof Feature of) {
                    found.put(of.feature(), figure.value());
                }
            });
            return found;
        }
    }

    private static Dataset<Row> training(Dataset<Row> rows) {
        return rows.where(col(SPLIT).equalTo("train"));
    }

    /** Refuses sets from which nothing can be learnt, or on which nothing can be tested. */
    void requireLearnable(Dataset<Row> rows) {
        requireLearnable(rows, () -> "");
    }

    /** @param values what the label's column holds, in words; asked for where there is one class only */
    void requireLearnable(Dataset<Row> rows, Supplier<String> values) {
        switch (spec.target()) {
            case BINARY -> requireBoth(rows, values);
            case REGRESSION -> requireNumbers(rows);
            case MULTICLASS -> requireClasses(rows);
        }
        spec.assessment()
                .value()
                .ifPresent(value -> ValueEvaluation.requireWorth(
                        spec.name(), value, rows.where(col(SPLIT).equalTo("test")), zone));
    }

    private void requireClasses(Dataset<Row> rows) {
        if (rows.where(col(SPLIT).equalTo("test")).isEmpty()) {
            throw noRows("test");
        }
        ClassColumns.requireSome(spec, training(rows), "training rows");
    }

    private void requireNumbers(Dataset<Row> rows) {
        Map<String, Row> found = new HashMap<>();
        rows.groupBy(SPLIT)
                .agg(countDistinct(LABEL), min(LABEL), expr("count(*)"))
                .collectAsList()
                .forEach(row -> found.put(row.getString(0), row));
        for (String split : SPLITS) {
            if (!found.containsKey(split)) {
                throw noRows(split);
            }
        }
        Row train = found.get("train");
        if (train.getLong(1) < 2) {
            throw TrainErrors.constantLabel(spec.name(), train.getDouble(2), train.getLong(3));
        }
        double least = spec.recipe().learner().kind().leastLabel();
        if (train.getDouble(2) < least) {
            throw TrainErrors.labelTooSmall(
                    spec.name(), spec.recipe().learner().word(), train.getDouble(2), least == 0);
        }
        interval().ifPresent(fit -> fit.requireRows(training(rows)));
    }

    private void requireBoth(Dataset<Row> rows, Supplier<String> values) {
        Map<List<Object>, Long> counts = new HashMap<>();
        rows.groupBy(SPLIT, LABEL)
                .count()
                .collectAsList()
                .forEach(row -> counts.put(List.of(row.get(0), row.get(1)), row.getLong(2)));
        for (String split : SPLITS) {
            long positives = counts.getOrDefault(List.of(split, true), 0L);
            long negatives = counts.getOrDefault(List.of(split, false), 0L);
            if (positives + negatives == 0) {
                throw noRows(split);
            }
            if (positives < 2 || negatives < 2) {
                throw TrainErrors.oneClass(spec.name(), split, positives, positives + negatives, values.get());
            }
        }
    }

    private RuntimeException noRows(String split) {
        return TrainErrors.noRows(
                spec.name(), split, "no entity fits population.where at an as-of with a mature label");
    }

    /** The rows of the split in a fixed order. */
    private Dataset<Row> ordered(Dataset<Row> rows, String split) {
        String entity = spec.view().entity();
        return rows.where(col(SPLIT).equalTo(split))
                .repartition(FittingPipelines.PARTITIONS, col(entity))
                .sortWithinPartitions(entity, AS_OF);
    }

    private Column[] features() {
        return spec.features().stream().map(feature -> col("`" + feature + "`")).toArray(Column[]::new);
    }

    /** The features of the model, and what else fitting needs. */
    private Dataset<Row> learnt(Dataset<Row> rows, ClassColumns classes) {
        List<Column> columns = new ArrayList<>(List.of(features()));
        columns.add(classes.number().as(LABEL));
        columns.add(col(WEIGHT));
        columns.add(LabelColumns.hash(spec, "fold", FittingPipelines.FOLDS).as(FOLD));
        return rows.select(columns.toArray(Column[]::new));
    }

    /**
     * Evaluates the model on the test rows.
     *
     * @param champion gives test rows, with entity and as-of, the champion's scores, where there is one to compare with
     * @param groups looks at the test rows, with scores and decisions, by protected groups
     */
    Evaluated evaluate(
            Dataset<Row> rows,
            Predictor model,
            Function<Dataset<Row>, Optional<Dataset<Row>>> champion,
            Function<Dataset<Row>, Optional<TestGroups.Found>> groups) {
        Dataset<Row> test = ordered(rows, "test");
        Dataset<Row> scored = decided(
                ComparedColumns.withScore(new ComparedColumns(spec, zone).withBaseline(test), model, CANDIDATE));
        String entity = spec.view().entity();
        Dataset<Row> compared = champion.apply(test)
                .map(former -> scored.join(
                        former.select(ComparedColumns.scores(former, CHAMPION, entity, AS_OF)),
                        LabelColumns.toSeq(entity, AS_OF)))
                .orElse(scored)
                .cache();
        Predictor unbounded = Predictor.of(model.model(), model.calibrator());
        Dataset<Row> learnt = ComparedColumns.withScore(training(rows), unbounded, CANDIDATE)
                .select(CANDIDATE)
                .cache();
        try {
            OptionalDouble shift = HeldOutEvaluation.shift(learnt, compared, CANDIDATE);
            return new Evaluated(
                    new HeldOutEvaluation(spec, zone, compared, CANDIDATE, shift).evaluation(), groups.apply(compared));
        } finally {
            learnt.unpersist();
            compared.unpersist();
        }
    }

    /**
     * What was found on the test rows.
     *
     * @param groups what the version does to groups of people; empty where the job does not look at them
     */
    record Evaluated(Evaluation evaluation, Optional<TestGroups.Found> groups) {}

    private Dataset<Row> decided(Dataset<Row> scored) {
        return spec.target() == Target.BINARY ? HeldOutEvaluation.withDecision(spec, zone, scored, CANDIDATE) : scored;
    }

    /** How a search fits its candidates. */
    Fitting fitting(ClassColumns classes) {
        return new FoldFitting(classes);
    }

    private final class FoldFitting implements Fitting {
        private final ClassColumns classes;

        FoldFitting(ClassColumns classes) {
            this.classes = classes;
        }

        @Override
        public Dataset<Row> prepared(Dataset<Row> rows) {
            return learnt(ordered(rows, "train"), classes);
        }

        @Override
        public CompiledModel fit(Dataset<Row> prepared, Learner learner) {
            return new FittingPipelines(spec.with(spec.recipe().with(learner)), zone, classes).fit(prepared);
        }

        @Override
        public void requireLearnable(Dataset<Row> rows) {
            if (spec.target() == Target.MULTICLASS) {
                ClassColumns.requireSome(spec, rows, "training rows of a fold of the search");
                return;
            }
            Row found = prepared(rows)
                    .selectExpr("count(*)", "count_if(" + LABEL + " = 1)")
                    .first();
            long count = found.getLong(0);
            long positives = found.getLong(1);
            if (count == 0) {
                throw TrainErrors.noRows(spec.name(), "training", "a fold of the search has none to learn from");
            }
            if (spec.target() == Target.BINARY && (positives < 2 || count - positives < 2)) {
                throw TrainErrors.oneClass(
                        spec.name(), "training rows of a fold of the search; training", positives, count);
            }
        }

        @Override
        public void requireJudgeable(double[] labels) {
            if (labels.length == 0) {
                throw TrainErrors.noRows(spec.name(), "validation", "a fold of the search holds none");
            }
            long positives = DoubleStream.of(labels).filter(label -> label == 1).count();
            if (spec.target() == Target.BINARY && (positives == 0 || positives == labels.length)) {
                throw TrainErrors.oneClass(spec.name(), "validation", positives, labels.length);
            }
        }

        @Override
        public Column known() {
            return new LabelTimeColumns(spec, zone).known();
        }

        @Override
        public Column hash(String salt, int buckets) {
            return LabelColumns.hash(spec, salt, buckets);
        }
    }
}
