package io.headrace.train.learners;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Levels;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.model.Scorer;
import io.headrace.model.TreeModel;
import io.headrace.testing.Bench;
import io.headrace.testing.BenchRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Pipelines of MLlib beside the same, compiled, asked by {@code headrace.score}: scores equal first, then what each costs above reading the
 * columns, and what scoring costs above reading and writing them. Then rows explained a second of one core.
 *
 * <p>Arguments: rows, rounds.
 */
public final class ScoringBench {
    private static final long LEARNT = 50_000;
    private static final long WARM_UP = 500_000;
    private static final double SAME = 1e-9;
    private static final int EXPLAINED = 2000;
    private static final double NANOS = 1e9;

    private final SparkSession spark;
    private final Path folder;
    private final Bench bench = new Bench();
    private String source = "warm-up";

    private ScoringBench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Prints ratios. */
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Bench.run(Bench.settings(arguments, 2), (spark, folder) -> new ScoringBench(spark, folder).run(rows, rounds));
    }

    /** @param plain null for XGBoost, which has no pipeline of MLlib here */
    private record Pair(PipelineModel plain, CompiledModel compiled, String artifact) {}

    private void run(long rows, int rounds) throws IOException {
        for (String name : List.of("warm-up", "rows")) {
            spark.range(0, name.equals("rows") ? rows : Math.min(rows, WARM_UP), 1, 4)
                    .selectExpr(BenchRows.columns())
                    .write()
                    .parquet(place(name));
        }
        Map<String, Pair> pairs = pairs(spark.range(0, LEARNT, 1, 2)
                .selectExpr(BenchRows.columns())
                .withColumn("label", col("label").cast("double")));
        pairs.forEach((name, pair) -> {
            if (pair.plain() != null) {
                requireSame(name, pair);
            }
        });
        for (int round = 0; round <= rounds; round++) {
            source = round == 0 ? "warm-up" : "rows";
            for (Map.Entry<String, Pair> pair : pairs.entrySet()) {
                round(round == 0, pair.getKey(), pair.getValue());
            }
        }
        bench.report("read");
        pairs.forEach(this::ratios);
        pairs.forEach((name, pair) -> explain(name, pair.compiled()));
    }

    private void round(boolean warmUp, String name, Pair pair) throws IOException {
        time(warmUp, "read", () -> sink(columns()));
        if (pair.plain() != null) {
            time(
                    warmUp,
                    name + " plain",
                    () -> sink(pair.plain().transform(rows()).select("id", "probability")));
        }
        time(warmUp, name + " ours", () -> sink(rows().select(col("id"), score(pair))));
        time(warmUp, "read and write", () -> write(columns()));
        time(warmUp, name + " and write", () -> write(columns().withColumn("score", score(pair))));
    }

    private void time(boolean warmUp, String way, Bench.Work work) throws IOException {
        if (warmUp) {
            work.run();
        } else {
            bench.time(way, work);
        }
    }

    private void ratios(String name, Pair pair) {
        double read = bench.median("read");
        System.out.printf(
                Locale.ROOT,
                "  %-20s above reading, plain / ours: %s; read, score and write / read and write: %.2f%n",
                name,
                pair.plain() == null
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.1f",
                                (bench.median(name + " plain") - read) / (bench.median(name + " ours") - read)),
                bench.median(name + " and write") / bench.median("read and write"));
    }

    private Dataset<Row> rows() {
        return spark.read().parquet(place(source));
    }

    private Dataset<Row> columns() {
        return rows().drop("label");
    }

    private static Column score(Pair pair) {
        Column[] features = BenchRows.names().map(functions::col).toArray(Column[]::new);
        return call_function("headrace.score", lit(pair.artifact()), struct(features));
    }

    private static void sink(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    private void write(Dataset<Row> rows) {
        rows.write().mode("overwrite").parquet(place("written"));
    }

    private String place(String name) {
        return folder.resolve(name).toString();
    }

    private void requireSame(String name, Pair pair) {
        Column plain = org.apache.spark.ml.functions.vector_to_array(col("probability"), "float64");
        double most = pair.plain()
                .transform(rows())
                .select(plain.getItem(1).as("plain"), score(pair).as("ours"))
                .selectExpr("max(abs(plain - ours)) + count_if(ours is null)")
                .first()
                .getDouble(0);
        System.out.printf(Locale.ROOT, "  %-20s differs by at most %.1e%n", name, most);
        if (!(most <= SAME)) {
            throw new IllegalStateException(name + ": other scores");
        }
    }

    private Map<String, Pair> pairs(Dataset<Row> rows) throws IOException {
        Dataset<Row> cached = rows.cache();
        Map<String, Pair> pairs = new LinkedHashMap<>();
        PipelineModel linear = fitted(cached, true, new LogisticRegression().setRegParam(0.001));
        pairs.put("logistic regression", pair(linear, linear(linear)));
        for (int[] size : new int[][] {{20, 5}, {100, 10}}) {
            PipelineModel forest = fitted(
                    cached,
                    false,
                    new RandomForestClassifier()
                            .setNumTrees(size[0])
                            .setMaxDepth(size[1])
                            .setSeed(1));
            List<Node> roots = Stream.of(((RandomForestClassificationModel) forest.stages()[3]).trees())
                    .map(DecisionTreeModel::rootNode)
                    .toList();
            EncodedRows yesNo = new EncodedRows(
                    indexed(forest), cached, Target.BINARY, List.of(), 1, List.of(), () -> new double[0]);
            pairs.put("forest " + size[0] + " x " + size[1], pair(forest, NodePipelines.ofShares(yesNo, roots)));
        }
        PipelineModel boosted = fitted(
                cached, false, new GBTClassifier().setMaxIter(20).setMaxDepth(5).setSeed(1));
        GBTClassificationModel last = (GBTClassificationModel) boosted.stages()[3];
        pairs.put(
                "boosted 20 x 5",
                pair(
                        boosted,
                        TreeModel.of(
                                indexed(boosted),
                                Output.LOG_ODDS,
                                0,
                                BoostedTreesPipelines.compiled(last.trees(), last.treeWeights(), 2))));
        pairs.put("xgboost 100 x 6", pair(null, xgboost(cached)));
        cached.unpersist();
        return pairs;
    }

    private static CompiledModel xgboost(Dataset<Row> rows) {
        try {
            return ReasonsBench.compiled(ReasonsBench.xgboost(ReasonsBench.numbers(rows)));
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    private Pair pair(PipelineModel plain, CompiledModel compiled) throws IOException {
        ModelFile file = new ModelFile(compiled, Map.of());
        Path artifact = folder.resolve(file.digest() + ".json");
        Files.write(artifact, file.bytes());
        return new Pair(plain, compiled, artifact.toString());
    }

    private static PipelineModel fitted(Dataset<Row> rows, boolean isLinear, PipelineStage learner) {
        String[] numbers = BenchRows.names("n", BenchRows.NUMBERS).toArray(String[]::new);
        String[] texts = BenchRows.names("t", BenchRows.TEXTS).toArray(String[]::new);
        String[] filled = prefixed("f_", numbers);
        String[] indexed = prefixed("i_", texts);
        String[] slots = prefixed("s_", texts);
        List<PipelineStage> stages = new ArrayList<>(List.of(
                new Imputer().setInputCols(numbers).setOutputCols(filled),
                new StringIndexer().setInputCols(texts).setOutputCols(indexed).setHandleInvalid("keep")));
        if (isLinear) {
            stages.add(new OneHotEncoder()
                    .setInputCols(indexed)
                    .setOutputCols(slots)
                    .setDropLast(false));
        }
        stages.add(new VectorAssembler()
                .setInputCols(Stream.of(filled, isLinear ? slots : indexed)
                        .flatMap(Stream::of)
                        .toArray(String[]::new))
                .setOutputCol("features"));
        stages.add(learner);
        return new Pipeline().setStages(stages.toArray(PipelineStage[]::new)).fit(rows);
    }

    private static String[] prefixed(String prefix, String[] names) {
        return Stream.of(names).map(name -> prefix + name).toArray(String[]::new);
    }

    private static List<Encoding> numbers(PipelineModel fitted) {
        Row means = ((ImputerModel) fitted.stages()[0]).surrogateDF().first();
        return IntStream.range(0, BenchRows.NUMBERS)
                .<Encoding>mapToObj(i -> new Encoding.Numeric("n" + i, means.getDouble(i), false))
                .toList();
    }

    private static List<Levels> levels(PipelineModel fitted) {
        return Arrays.stream(((StringIndexerModel) fitted.stages()[1]).labelsArray())
                .map(labels -> Levels.of(List.of(labels)))
                .toList();
    }

    private static FeatureEncoder indexed(PipelineModel fitted) {
        List<Encoding> encodings = new ArrayList<>(numbers(fitted));
        List<Levels> levels = levels(fitted);
        for (int text = 0; text < BenchRows.TEXTS; text++) {
            encodings.add(new Encoding.Index("t" + text, levels.get(text)));
        }
        return FeatureEncoder.of(encodings);
    }

    /** MLlib's encoder has a slot for each level and one for others; ours has none for the first level, which goes into the intercept. */
    private static CompiledModel linear(PipelineModel fitted) {
        LogisticRegressionModel model = (LogisticRegressionModel) fitted.stages()[4];
        double[] theirs = model.coefficients().toArray();
        double intercept = model.intercept();
        List<Encoding> encodings = new ArrayList<>(numbers(fitted));
        List<Double> ours = new ArrayList<>();
        int slot = 0;
        while (slot < BenchRows.NUMBERS) {
            ours.add(theirs[slot++]);
        }
        List<Levels> levels = levels(fitted);
        for (int text = 0; text < BenchRows.TEXTS; text++) {
            int count = levels.get(text).count();
            encodings.add(new Encoding.Categorical("t" + text, levels.get(text)));
            double first = theirs[slot];
            intercept += first;
            for (int level = 1; level <= count; level++) {
                ours.add(theirs[slot + level] - first);
            }
            ours.add(-first);
            slot += count + 1;
        }
        FeatureEncoder encoder = FeatureEncoder.of(encodings);
        double[] coefficients = ours.stream().mapToDouble(Double::doubleValue).toArray();
        return LinearModel.of(encoder, Output.LOG_ODDS, intercept, coefficients, new double[encoder.width()]);
    }

    private void explain(String name, CompiledModel model) {
        Column[] features =
                model.encoder().featureNames().stream().map(functions::col).toArray(Column[]::new);
        List<Object[]> rows = columns().select(features).limit(EXPLAINED).collectAsList().stream()
                .map(row -> IntStream.range(0, row.size()).mapToObj(row::get).toArray())
                .toList();
        Scorer scorer = model.scorer();
        double[] contributions = new double[model.encoder().featureCount()];
        double perSecond = 0;
        for (int round = 0; round < 4; round++) {
            long start = cpu();
            int count = 0;
            while (cpu() - start < 2 * NANOS) {
                for (int i = 0; i < 50; i++) {
                    scorer.rawScore(rows.get((count + i) % rows.size()));
                    scorer.contributions(contributions);
                }
                count += 50;
            }
            perSecond = count / ((cpu() - start) / NANOS);
        }
        System.out.printf(
                Locale.ROOT, "  %-20s %,.0f rows scored and explained a second of one core%n", name, perSecond);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
