package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Gates;
import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Explanation;
import io.headrace.model.ModelFile;
import io.headrace.model.Scorer;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Answer;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Recipe.DatePart;
import io.headrace.spec.Recipe.Direction;
import io.headrace.spec.Recipe.Preparation;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.testing.LakeExtension;
import io.headrace.train.learners.EncodedRows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compiled models beside the library's own prediction, row by row. */
@ExtendWith(LakeExtension.class)
class LearnersSparkIT {
    private static final long SEED = 11;
    private static final int BINS = 64;
    private static final String WEIGHT = EncodedRows.WEIGHT;

    private final SparkSession spark = LakeExtension.session();

    /** Numbers, levels (rare and missing ones too), a flag, a day; both labels lean on all of them. */
    private Dataset<Row> rows(Target target) {
        String sum = "20 + 5 * pmod(hash(id, 1), 1000) / 100d + if(pmod(hash(id, 2), 97) < 30, 25, 0)"
                + " - pmod(hash(id, 4), 50) / 5 + 3 * month(date_add(date'2024-01-01', int(id % 366)))";
        String label = switch (target) {
            case BINARY -> "cast(pmod(hash(id, 5), 130) < " + sum + " as double)";
            case REGRESSION -> "cast(" + sum + " + pmod(hash(id, 5), 10) as double)";
            case MULTICLASS -> "floor(least(2.99, (" + sum + " + pmod(hash(id, 5), 60)) / 45)) + 0d";
        };
        return spark.range(0, 3000, 1, 2)
                .selectExpr(
                        "if(id % 13 = 0, null, pmod(hash(id, 1), 1000) / 100d) as a",
                        "nullif(element_at(array('x', 'y', 'z', 'w', 'rare'), int(1 + pmod(hash(id, 2), 97) / 24)), 'w') as b",
                        "nullif(pmod(hash(id, 3), 5), 4) > 1 as c",
                        "cast(pmod(hash(id, 4), 50) as int) as d",
                        "date_add(date'2024-01-01', int(id % 366)) as e",
                        label + " as label",
                        "1 + pmod(hash(id, 6), 3) / 2d as weight",
                        "int(id % 5) as fold")
                .cache();
    }

    private static TrainSpec spec(Target target, Recipe recipe) {
        return spec(target, recipe, List.of("a", "b", "c", "d", "e"));
    }

    private static TrainSpec spec(Target target, Recipe recipe, List<String> features) {
        List<FeatureColumn> columns = List.of(
                column("a", "double"),
                column("b", "string"),
                column("c", "boolean"),
                column("d", "integer"),
                column("e", "date"));
        FeatureView view = new FeatureView("v", "id", KnownBy.TIME, Map.of(), "", columns, Optional.empty(), "v1");
        Answer answer = switch (target) {
            case BINARY -> new Answer.Positive("1");
            case REGRESSION -> new Answer.Amount();
            case MULTICLASS -> new Answer.Named();
        };
        return new TrainSpec(
                new JobHeader("train-m", "owner", Schedule.MANUAL, "digest"),
                "m",
                view,
                features,
                "true",
                new LabelSpec.Known(new TableName("silver", "t"), "x", answer, Optional.empty(), 0),
                new AsOfGrid(30, 1),
                Optional.empty(),
                new Holdout.ShareOfEntities(0.2),
                recipe,
                Assessment.PLAIN,
                Gates.NONE);
    }

    private static Recipe recipe(Learner learner, Map<String, Preparation> more, Map<String, Direction> monotone) {
        Map<String, Preparation> preparation =
                new TreeMap<>(Map.of("e", new Preparation.Dates(List.of(DatePart.MONTH, DatePart.WEEKDAY))));
        preparation.putAll(more);
        Recipe plain = Recipe.of(learner, SEED);
        return new Recipe(
                learner,
                plain.weights(),
                new TreeMap<>(preparation),
                new TreeMap<>(monotone),
                List.of(),
                plain.search(),
                plain.calibration(),
                SEED);
    }

    private static FeatureColumn column(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", "", false);
    }

    private interface Plain {
        Model<?> fit(Dataset<Row> vectors);
    }

    private void assertSame(Target target, Learner learner, Plain plain) {
        Dataset<Row> rows = rows(target);
        FittingPipelines fitting =
                new FittingPipelines(spec(target, recipe(learner, Map.of(), Map.of())), ZoneOffset.UTC);
        CompiledModel model = fitting.fit(rows);
        assertThat(fitting.fit(rows)).isEqualTo(model);
        Model<?> library = plain.fit(fitting.vectors(rows));
        ToDoubleFunction<Vector> expected = library instanceof ProbabilisticClassificationModel<?, ?> classes
                ? vector -> probability(classes, vector)
                : vector -> prediction((RegressionModel<?, ?>) library, vector);
        assertEqual(model, rows, expected, 1e-9);
        rows.unpersist();
    }

    private static CompiledModel reloaded(CompiledModel model) {
        ModelFile file = new ModelFile(model, Map.of());
        CompiledModel loaded = ModelFile.read(file.bytes(), file.digest()).model();
        assertThat(loaded).isEqualTo(model);
        return loaded;
    }

    private static void assertAddsUp(Explanation explanation) {
        double sum = explanation.baseValue()
                + explanation.contributions().stream()
                        .mapToDouble(contribution -> contribution.amount())
                        .sum();
        assertThat(sum).isCloseTo(explanation.rawScore(), within(1e-9 * Math.max(1, Math.abs(sum))));
    }

    private void assertEqual(CompiledModel model, Dataset<Row> rows, ToDoubleFunction<Vector> expected, double bound) {
        CompiledModel loaded = reloaded(model);
        List<Double> distinct = new ArrayList<>();
        for (Row row : rows.drop("label", "weight", "fold").collectAsList()) {
            Object[] values = {row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)};
            double[] slots = new double[model.encoder().width()];
            model.encoder().encode(values, slots);
            double score = expected.applyAsDouble(org.apache.spark.ml.linalg.Vectors.dense(slots));
            distinct.add(score);
            assertThat(loaded.score(values)).isCloseTo(score, within(bound * Math.max(1, Math.abs(score))));
            assertAddsUp(loaded.explain(values));
        }
        assertThat(distinct.stream().distinct().count()).isGreaterThan(8);
    }

    @SuppressWarnings("unchecked")
    private static double probability(ProbabilisticClassificationModel<?, ?> model, Vector vector) {
        return ((ProbabilisticClassificationModel<Vector, ?>) model)
                .predictProbability(vector)
                .apply(1);
    }

    @SuppressWarnings("unchecked")
    private static double prediction(RegressionModel<?, ?> model, Vector vector) {
        return ((RegressionModel<Vector, ?>) model).predict(vector);
    }

    @Test
    void logisticRegression() {
        assertSame(
                Target.BINARY,
                Learner.of("logistic-regression", Map.of("elastic-net-param", 0.5)),
                vectors -> new LogisticRegression()
                        .setRegParam(0.001)
                        .setElasticNetParam(0.5)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    @Tag("full")
    void linearRegression() {
        assertSame(
                Target.REGRESSION,
                Learner.of("linear-regression", Map.of("reg-param", 0.1, "elastic-net-param", 0.5)),
                vectors -> new LinearRegression()
                        .setRegParam(0.1)
                        .setElasticNetParam(0.5)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    @Tag("full")
    void aLearnerThatIsAdded() {
        assertSame(
                Target.REGRESSION,
                Learner.of("huber-regression", Map.of("epsilon", 1.5)),
                vectors -> new LinearRegression()
                        .setLoss("huber")
                        .setEpsilon(1.5)
                        .setRegParam(0.001)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    @Tag("full")
    void generalisedRegression() {
        for (String family : List.of("poisson", "gamma")) {
            assertSame(
                    Target.REGRESSION,
                    Learner.of(family + "-regression", Map.of("reg-param", 0.01)),
                    vectors -> new GeneralizedLinearRegression()
                            .setFamily(family)
                            .setLink("log")
                            .setRegParam(0.01)
                            .setWeightCol(WEIGHT)
                            .fit(vectors));
        }
    }

    @Test
    @Tag("full")
    void aDecisionTree() {
        Learner learner = Learner.of("decision-tree", Map.of("max-depth", 6.0, "min-instances-per-node", 10.0));
        assertSame(
                Target.BINARY,
                learner,
                vectors -> new DecisionTreeClassifier()
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(10)
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
        assertSame(
                Target.REGRESSION,
                learner,
                vectors -> new DecisionTreeRegressor()
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(10)
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    @Tag("full")
    void aRandomForest() {
        Learner learner = Learner.of(
                "random-forest",
                Map.of("num-trees", 7.0, "max-depth", 6.0, "min-instances-per-node", 5.0, "subsampling-rate", 0.8));
        assertSame(
                Target.BINARY,
                learner,
                vectors -> new RandomForestClassifier()
                        .setNumTrees(7)
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(5)
                        .setSubsamplingRate(0.8)
                        .setFeatureSubsetStrategy("sqrt")
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
        assertSame(
                Target.REGRESSION,
                learner,
                vectors -> new RandomForestRegressor()
                        .setNumTrees(7)
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(5)
                        .setSubsamplingRate(0.8)
                        .setFeatureSubsetStrategy("onethird")
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    void boostedTrees() {
        Learner learner = Learner.of(
                "boosted-trees",
                Map.of(
                        "max-iter",
                        8.0,
                        "max-depth",
                        4.0,
                        "min-instances-per-node",
                        10.0,
                        "step-size",
                        0.3,
                        "subsampling-rate",
                        0.9));
        assertSame(
                Target.BINARY,
                learner,
                vectors -> new GBTClassifier()
                        .setMaxIter(8)
                        .setMaxDepth(4)
                        .setMinInstancesPerNode(10)
                        .setStepSize(0.3)
                        .setSubsamplingRate(0.9)
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
        assertSame(
                Target.REGRESSION,
                learner,
                vectors -> new GBTRegressor()
                        .setMaxIter(8)
                        .setMaxDepth(4)
                        .setMinInstancesPerNode(10)
                        .setStepSize(0.3)
                        .setSubsamplingRate(0.9)
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    @Test
    @Tag("full")
    void severalClasses() {
        assertSameClasses(
                Learner.of("logistic-regression", Map.of("elastic-net-param", 0.5)),
                vectors -> new LogisticRegression()
                        .setRegParam(0.001)
                        .setElasticNetParam(0.5)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
        assertSameClasses(
                Learner.of("decision-tree", Map.of("max-depth", 6.0, "min-instances-per-node", 5.0)),
                vectors -> new DecisionTreeClassifier()
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(5)
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
        assertSameClasses(
                Learner.of("random-forest", Map.of("num-trees", 5.0, "max-depth", 6.0, "subsampling-rate", 0.8)),
                vectors -> new RandomForestClassifier()
                        .setNumTrees(5)
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(5)
                        .setSubsamplingRate(0.8)
                        .setFeatureSubsetStrategy("sqrt")
                        .setMaxBins(BINS)
                        .setSeed(SEED)
                        .setWeightCol(WEIGHT)
                        .fit(vectors));
    }

    private static final ClassColumns THREE = new ClassColumns(List.of("low", "middle", "high"));

    private void assertSameClasses(Learner learner, Plain plain) {
        Dataset<Row> rows = rows(Target.MULTICLASS);
        FittingPipelines fitting = new FittingPipelines(
                spec(Target.MULTICLASS, recipe(learner, Map.of(), Map.of())), ZoneOffset.UTC, THREE);
        CompiledModel model = fitting.fit(rows);
        assertThat(fitting.fit(rows)).isEqualTo(model);
        Model<?> library = plain.fit(fitting.vectors(rows));
        assertEqualClasses(model, rows, vector -> probabilities(library, vector), 1e-9);
        rows.unpersist();
    }

    @SuppressWarnings("unchecked")
    private static double[] probabilities(Model<?> library, Vector vector) {
        return ((ProbabilisticClassificationModel<Vector, ?>) library)
                .predictProbability(vector)
                .toArray();
    }

    private void assertEqualClasses(
            CompiledModel model, Dataset<Row> rows, Function<Vector, double[]> expected, double bound) {
        CompiledModel loaded = reloaded(model);
        assertThat(loaded.classes()).isEqualTo(THREE.names());
        int[] predicted = new int[3];
        Scorer scorer = loaded.scorer();
        for (Row row : rows.drop("label", "weight", "fold").collectAsList()) {
            Object[] values = {row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)};
            double[] slots = new double[model.encoder().width()];
            model.encoder().encode(values, slots);
            scorer.rawScore(values);
            predicted[scorer.predicted()]++;
            assertThat(IntStream.range(0, 3).mapToDouble(scorer::probability).toArray())
                    .containsExactly(expected.apply(org.apache.spark.ml.linalg.Vectors.dense(slots)), within(bound));
            assertAddsUp(loaded.explain(values));
        }
        assertThat(IntStream.of(predicted).filter(rowsOf -> rowsOf > 0).count()).isGreaterThan(1);
    }

    @Test
    @Tag("full")
    void xgboostOfSeveralClasses() throws XGBoostError {
        Learner learner = Learner.of("xgboost", Map.of("num-round", 15.0, "max-depth", 4.0));
        Dataset<Row> rows = rows(Target.MULTICLASS);
        FittingPipelines fitting = new FittingPipelines(
                spec(Target.MULTICLASS, recipe(learner, Map.of(), Map.of())), ZoneOffset.UTC, THREE);
        CompiledModel model = fitting.fit(rows);
        assertThat(fitting.fit(rows)).isEqualTo(model);
        Booster library =
                library(fitting.vectors(rows), model, Map.of("objective", "multi:softprob", "num_class", 3), 15);
        assertEqualClasses(model, rows, vector -> doubles(predicted(library, vector)), 1e-6);
        rows.unpersist();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Its leaves are added in 32 bits, ours in 64: equal up to the rounding of 32 bits. */
    @Test
    void xgboost() throws XGBoostError {
        Learner learner = Learner.of("xgboost", Map.of("num-round", 30.0, "max-depth", 4.0));
        Dataset<Row> rows = rows(Target.BINARY);
        FittingPipelines fitting =
                new FittingPipelines(spec(Target.BINARY, recipe(learner, Map.of(), Map.of())), ZoneOffset.UTC);
        CompiledModel model = fitting.fit(rows);
        assertThat(fitting.fit(rows)).isEqualTo(model);
        assertThat(model.toString()).contains("30 trees");
        Booster library = library(fitting.vectors(rows), model, Map.of("objective", "binary:logistic"), 30);
        assertEqual(model, rows, vector -> predicted(library, vector)[0], 1e-6);
        rows.unpersist();
    }

    @Test
    @Tag("full")
    void xgboostOfCountsAmountsAndQuantiles() throws XGBoostError {
        Map<String, Map<String, Object>> losses = Map.of(
                "xgboost-poisson", Map.of("objective", "count:poisson"),
                "xgboost-gamma", Map.of("objective", "reg:gamma"),
                "xgboost-tweedie", Map.of("objective", "reg:tweedie", "tweedie_variance_power", 1.2),
                "xgboost-quantile", Map.of("objective", "reg:quantileerror", "quantile_alpha", 0.9));
        Map<String, Map<String, Double>> settings =
                Map.of("xgboost-tweedie", Map.of("variance-power", 1.2), "xgboost-quantile", Map.of("quantile", 0.9));
        Dataset<Row> rows = rows(Target.REGRESSION);
        for (Map.Entry<String, Map<String, Object>> loss : losses.entrySet()) {
            Map<String, Double> all = new TreeMap<>(Map.of("num-round", 30.0, "max-depth", 4.0));
            all.putAll(settings.getOrDefault(loss.getKey(), Map.of()));
            FittingPipelines fitting = new FittingPipelines(
                    spec(Target.REGRESSION, recipe(Learner.of(loss.getKey(), all), Map.of(), Map.of())),
                    ZoneOffset.UTC);
            CompiledModel model = fitting.fit(rows);
            assertThat(fitting.fit(rows)).isEqualTo(model);
            Booster library = library(fitting.vectors(rows), model, loss.getValue(), 30);
            // The rounding of a logarithm is a share of the number.
            assertEqual(model, rows, vector -> predicted(library, vector)[0], 1e-5);
            double below = rows.collectAsList().stream()
                    .filter(row -> row.<Double>getAs("label")
                            <= model.score(new Object[] {row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)}))
                    .count();
            double share = loss.getKey().endsWith("quantile") ? 0.9 : 0.5;
            assertThat(below / rows.count()).as(loss.getKey()).isCloseTo(share, within(0.1));
        }
        rows.unpersist();
    }

    /** XGBoost's own Shapley values by the paths of its trees, in 32 bits; they are of slots, so each feature has one here. */
    @Test
    void xgboostGivesTheSameReasons() throws XGBoostError {
        Dataset<Row> rows = rows(Target.BINARY).select("a", "b", "d", "label", "weight", "fold");
        Learner learner = Learner.of("xgboost", Map.of("num-round", 30.0, "max-depth", 4.0));
        FittingPipelines fitting = new FittingPipelines(
                spec(Target.BINARY, recipe(learner, Map.of(), Map.of()), List.of("a", "b", "d")), ZoneOffset.UTC);
        CompiledModel model = fitting.fit(rows);
        int width = model.encoder().width();
        assertThat(width).isEqualTo(3);
        Booster library = library(fitting.vectors(rows), model, Map.of("objective", "binary:logistic"), 30);
        List<Row> some = rows.limit(1000).collectAsList();
        float[] slots = new float[some.size() * width];
        for (int i = 0; i < some.size(); i++) {
            double[] encoded = new double[width];
            model.encoder().encode(values(some.get(i)), encoded);
            for (int slot = 0; slot < width; slot++) {
                slots[i * width + slot] = (float) encoded[slot];
            }
        }
        DMatrix matrix = new DMatrix(slots, some.size(), width, Float.NaN);
        matrix.setFeatureTypes(types(model));
        float[][] theirs = library.predictContrib(matrix, 0);
        matrix.dispose();
        for (int i = 0; i < theirs.length; i++) {
            Explanation ours = model.explain(values(some.get(i)));
            double[] found = new double[width + 1];
            for (int slot = 0; slot < width; slot++) {
                found[slot] = ours.contributions().get(slot).amount();
            }
            found[width] = ours.baseValue();
            assertThat(found).as(some.get(i).toString()).containsExactly(doubles(theirs[i]), within(2e-5));
        }
        rows.unpersist();
    }

    private static Object[] values(Row row) {
        return new Object[] {row.get(0), row.get(1), row.get(2)};
    }

    private static String[] types(CompiledModel model) {
        return IntStream.of(model.encoder().levelCounts())
                .mapToObj(levels -> levels > 0 ? "c" : "q")
                .toArray(String[]::new);
    }

    private static Booster library(Dataset<Row> vectors, CompiledModel model, Map<String, Object> more, int rounds)
            throws XGBoostError {
        List<LabeledPoint> points = vectors.collectAsList().stream()
                .map(row -> new LabeledPoint(
                        (float) row.getDouble(0),
                        ((Vector) row.get(1)).size(),
                        null,
                        floats((Vector) row.get(1)),
                        (float) row.getDouble(2),
                        -1,
                        Float.NaN))
                .toList();
        Map<String, Object> parameters = new TreeMap<>(Map.of("tree_method", "hist", "max_depth", 4, "eta", 0.1));
        parameters.putAll(Map.of("seed", SEED, "nthread", 1, "min_child_weight", 1, "lambda", 1));
        parameters.putAll(more);
        DMatrix matrix = new DMatrix(points.iterator(), null);
        matrix.setFeatureTypes(types(model));
        Booster library = XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
        matrix.dispose();
        return library;
    }

    private static float[] predicted(Booster booster, Vector vector) {
        try {
            return booster.inplace_predict(floats(vector), 1, vector.size(), Float.NaN)[0];
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(Vector vector) {
        float[] slots = new float[vector.size()];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = (float) vector.apply(slot);
        }
        return slots;
    }

    @Test
    @Tag("full")
    void xgboostOfNumbersIsHeldToADirection() {
        Dataset<Row> rows = rows(Target.REGRESSION);
        Learner learner = Learner.of("xgboost", Map.of("num-round", 40.0, "nthread", 2.0));
        CompiledModel free = new FittingPipelines(
                        spec(Target.REGRESSION, recipe(learner, Map.of(), Map.of())), ZoneOffset.UTC)
                .fit(rows);
        CompiledModel held = new FittingPipelines(
                        spec(Target.REGRESSION, recipe(learner, Map.of(), Map.of("d", Direction.FALLING))),
                        ZoneOffset.UTC)
                .fit(rows);
        assertThat(rises(free)).isPositive();
        assertThat(rises(held)).isZero();
        rows.unpersist();
    }

    /** How often the score rises with the fourth feature. */
    private static int rises(CompiledModel model) {
        int rises = 0;
        for (double a = 0; a < 10; a += 0.5) {
            for (int d = 1; d < 50; d++) {
                Object[] before = {a, "x", true, d - 1, java.time.LocalDate.of(2024, 3, 1)};
                Object[] after = {a, "x", true, d, java.time.LocalDate.of(2024, 3, 1)};
                rises += model.score(after) > model.score(before) ? 1 : 0;
            }
        }
        return rises;
    }

    @Test
    void preparedFeatures() {
        Dataset<Row> rows = rows(Target.BINARY);
        Map<String, Preparation> preparation = Map.of(
                "a", new Preparation.Bins(4),
                "b", new Preparation.TargetMean(10),
                "d", new Preparation.Bins(10));
        for (String word : List.of("logistic-regression", "decision-tree")) {
            CompiledModel model = new FittingPipelines(
                            spec(Target.BINARY, recipe(Learner.of(word, Map.of()), preparation, Map.of())),
                            ZoneOffset.UTC)
                    .fit(rows);
            Row sums = rows.where("b = 'x'")
                    .selectExpr("sum(label * weight)", "sum(weight)")
                    .first();
            Row all = rows.selectExpr("sum(label * weight) / sum(weight)").first();
            double[] slots = new double[model.encoder().width()];
            model.encoder().encode(new Object[] {null, "x", null, 7, null}, slots);
            assertThat(slots[model.encoder().firstSlot(1)])
                    .isCloseTo((sums.getDouble(0) + 10 * all.getDouble(0)) / (sums.getDouble(1) + 10), within(1e-12));
            ModelFile file = new ModelFile(model, Map.of());
            assertThat(ModelFile.read(file.bytes(), file.digest()).model()).isEqualTo(model);
        }
        rows.unpersist();
    }
}
