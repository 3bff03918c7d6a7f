package io.headrace.train.learners;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.metric.Target;
import io.headrace.model.Background;
import io.headrace.model.CompiledModel;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Output;
import io.headrace.model.Scorer;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import io.headrace.testing.Bench;
import io.headrace.testing.BenchRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores and reasons of compiled trees beside those of shap and XGBoost, on the same trees and rows of numbers: equal first, then rows a second of one
 * core, by the time of the thread that works.
 *
 * <p>Arguments: the Python with shap, the program that asks it.
 */
public final class ReasonsBench {
    private static final int ROWS = 2000;
    private static final int COMPARED = 200;
    private static final int BACKGROUND = 100;
    private static final int ROUNDS = 5;
    private static final double NANOS = 1e9;
    private static final double SAME = 1e-9;
    private static final double SAME_IN_32_BITS = 1e-4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final Path folder;
    private final String[] arguments;

    private ReasonsBench(SparkSession spark, Path folder, String[] arguments) {
        this.spark = spark;
        this.folder = folder;
        this.arguments = arguments;
    }

    /** Prints rows a second and ratios. */
    public static void main(String[] arguments) throws IOException {
        Bench.run(Stream.of(), (spark, folder) -> new ReasonsBench(spark, folder, arguments).run());
    }

    private void run() throws IOException {
        Dataset<Row> learnt = numbers(spark.range(0, 50_000, 1, 2).selectExpr(BenchRows.columns()))
                .cache();
        double[][] rows = learnt.drop("label").limit(ROWS).collectAsList().stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToDouble(row::getDouble)
                        .toArray())
                .toArray(double[][]::new);
        for (Map.Entry<String, TreeModel> model : models(learnt).entrySet()) {
            besideShap(model.getKey(), model.getValue(), rows);
        }
        try {
            besideXgboost(learnt, rows);
        } catch (XGBoostError e) {
            throw new IllegalStateException(e);
        }
    }

    /** The numbers, zero where they are missing, and the label as a number. */
    static Dataset<Row> numbers(Dataset<Row> rows) {
        return rows.select(Stream.concat(
                        BenchRows.names("n", BenchRows.NUMBERS)
                                .map(name -> coalesce(col(name), lit(0d)).as(name)),
                        Stream.of(col("label").cast("double").as("label")))
                .toArray(Column[]::new));
    }

    private static FeatureEncoder encoder() {
        return FeatureEncoder.of(BenchRows.names("n", BenchRows.NUMBERS)
                .<Encoding>map(Encoding.Plain::new)
                .toList());
    }

    private static Map<String, TreeModel> models(Dataset<Row> learnt) {
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(BenchRows.names("n", BenchRows.NUMBERS).toArray(String[]::new))
                .setOutputCol("features")
                .transform(learnt);
        Map<String, TreeModel> models = new LinkedHashMap<>();
        GBTClassificationModel boosted =
                new GBTClassifier().setMaxIter(20).setMaxDepth(5).setSeed(1).fit(vectors);
        models.put(
                "boosted 20 x 5",
                TreeModel.of(
                        encoder(),
                        Output.LOG_ODDS,
                        0,
                        BoostedTreesPipelines.compiled(boosted.trees(), boosted.treeWeights(), 2)));
        EncodedRows yesNo =
                new EncodedRows(encoder(), learnt, Target.BINARY, List.of(), 1, List.of(), () -> new double[0]);
        for (int[] size : new int[][] {{20, 5}, {100, 10}}) {
            RandomForestClassificationModel forest = new RandomForestClassifier()
                    .setNumTrees(size[0])
                    .setMaxDepth(size[1])
                    .setSeed(1)
                    .fit(vectors);
            models.put("forest " + size[0] + " x " + size[1], (TreeModel) NodePipelines.ofShares(
                    yesNo,
                    Stream.of(forest.trees()).map(DecisionTreeModel::rootNode).toList()));
        }
        return models;
    }

    private void besideShap(String name, TreeModel model, double[][] rows) throws IOException {
        boolean isSlow = model.trees().size() > 50;
        Scorer average = model.scorer();
        Scorer against = model.scorer(Background.of(
                model,
                Stream.of(rows).limit(BACKGROUND).map(ReasonsBench::boxed).toList()));
        Path file = folder.resolve(name.replace(' ', '-') + ".json");
        Files.write(
                file,
                JSON.writeValueAsBytes(Map.of(
                        "trees",
                        model.trees().stream().map(ReasonsBench::exported).toList(),
                        "intercept",
                        model.intercept(),
                        "rows",
                        rows,
                        "contributions",
                        contributions(average, rows),
                        "against",
                        contributions(against, rows),
                        "background",
                        BACKGROUND,
                        "slow",
                        isSlow)));
        Process python = new ProcessBuilder(arguments[0], arguments[1], file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] found = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split(" ");
        requireSame(name, Double.parseDouble(found[0]), SAME);
        // Its weights of 1/3 and the like are of 32 bits.
        requireSame(name + ", background", Double.parseDouble(found[2]), SAME_IN_32_BITS);
        print(name + ", reasons", explained(average, rows), "shap", Double.parseDouble(found[1]));
        print(name + ", background", explained(against, rows), "shap", Double.parseDouble(found[3]));
    }

    private static double[][] contributions(Scorer scorer, double[][] rows) {
        double[][] all = new double[COMPARED][BenchRows.NUMBERS];
        for (int row = 0; row < all.length; row++) {
            scorer.rawScore(boxed(rows[row]));
            scorer.contributions(all[row]);
        }
        return all;
    }

    private static Object[] boxed(double[] row) {
        return IntStream.range(0, row.length).mapToObj(i -> (Object) row[i]).toArray();
    }

    private static Map<String, Object> exported(TreeNode root) {
        Map<String, List<Number>> tree = new LinkedHashMap<>();
        export(root, tree);
        return new LinkedHashMap<>(tree);
    }

    /** Adds a node and all below it; says its place. */
    private static int export(TreeNode node, Map<String, List<Number>> into) {
        int place = into.computeIfAbsent("features", key -> new ArrayList<>()).size();
        boolean isLeaf = node instanceof TreeNode.Leaf;
        add(into, "features", isLeaf ? -1 : ((TreeNode.Split) node).slot());
        add(into, "thresholds", isLeaf ? 0 : ((TreeNode.AtMost) node).threshold());
        add(into, "values", isLeaf ? ((TreeNode.Leaf) node).value() : 0);
        add(into, "node_sample_weight", node.cover());
        for (String side : List.of("children_left", "children_right", "children_default")) {
            add(into, side, -1);
        }
        if (!isLeaf) {
            into.get("children_left").set(place, export(((TreeNode.Split) node).yes(), into));
            into.get("children_right").set(place, export(((TreeNode.Split) node).no(), into));
            into.get("children_default").set(place, into.get("children_right").get(place));
        }
        return place;
    }

    private static void add(Map<String, List<Number>> into, String key, Number value) {
        into.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
    }

    private static void requireSame(String name, double difference, double most) {
        System.out.printf(Locale.ROOT, "  %-32s differs by at most %.1e%n", name, difference);
        if (!(difference <= most)) {
            throw new IllegalStateException(name + ": other numbers");
        }
    }

    private static void print(String what, double ours, String peer, double theirs) {
        System.out.printf(
                Locale.ROOT,
                "  %-32s %,.0f rows a second of one core, %s %,.0f: %.1f times as many%n",
                what,
                ours,
                peer,
                theirs,
                ours / theirs);
    }

    private static double explained(Scorer scorer, double[][] rows) {
        double[] into = new double[BenchRows.NUMBERS];
        return perSecond(rows.length, row -> {
            System.arraycopy(rows[row], 0, scorer.slots(), 0, into.length);
            scorer.rawScore(feature -> null);
            scorer.contributions(into);
        });
    }

    private static double scored(CompiledModel model, double[][] rows) {
        Scorer scorer = model.scorer();
        return perSecond(rows.length, row -> {
            System.arraycopy(rows[row], 0, scorer.slots(), 0, rows[row].length);
            scorer.rawScore(feature -> null);
        });
    }

    private interface Work {
        void row(int row);
    }

    /** The median of some rounds of a second each. */
    private static double perSecond(int rows, Work work) {
        double[] found = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long start = cpu();
            long count = 0;
            while (cpu() - start < NANOS) {
                for (int i = 0; i < 100; i++) {
                    work.row((int) (count++ % rows));
                }
            }
            found[Math.max(0, round)] = count / ((cpu() - start) / NANOS);
        }
        java.util.Arrays.sort(found);
        return found[ROUNDS / 2];
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A hundred trees of depth 6 over the numbers; the label stands behind them. */
    static Booster xgboost(Dataset<Row> learnt) throws XGBoostError {
        List<Row> all = learnt.collectAsList();
        float[] slots = new float[all.size() * BenchRows.NUMBERS];
        float[] labels = new float[all.size()];
        for (int row = 0; row < labels.length; row++) {
            for (int slot = 0; slot < BenchRows.NUMBERS; slot++) {
                slots[row * BenchRows.NUMBERS + slot] = (float) all.get(row).getDouble(slot);
            }
            labels[row] = (float) all.get(row).getDouble(BenchRows.NUMBERS);
        }
        DMatrix learning = new DMatrix(slots, labels.length, BenchRows.NUMBERS, Float.NaN);
        learning.setLabel(labels);
        Booster library = XGBoost.train(
                learning,
                Map.of("objective", "binary:logistic", "tree_method", "hist", "max_depth", 6, "nthread", 1),
                100,
                Map.of(),
                null,
                null);
        learning.dispose();
        return library;
    }

    /** The model of such a library, compiled. */
    static TreeModel compiled(Booster library) throws XGBoostError {
        return (TreeModel)
                XgboostTrees.read(library.toByteArray("json"), encoder()).model(0, Output.LOG_ODDS);
    }

    private static void besideXgboost(Dataset<Row> learnt, double[][] rows) throws XGBoostError {
        Booster library = xgboost(learnt);
        TreeModel model = compiled(library);
        float[] asked = new float[rows.length * BenchRows.NUMBERS];
        for (int row = 0; row < rows.length; row++) {
            for (int slot = 0; slot < BenchRows.NUMBERS; slot++) {
                asked[row * BenchRows.NUMBERS + slot] = (float) rows[row][slot];
            }
        }
        DMatrix matrix = new DMatrix(asked, rows.length, BenchRows.NUMBERS, Float.NaN);
        requireSameAsXgboost(model, library.predictContrib(matrix, 0), rows);
        print(
                "xgboost 100 x 6, scores",
                scored(model, rows),
                "XGBoost",
                batches(rows.length, () -> library.inplace_predict(asked, rows.length, BenchRows.NUMBERS, Float.NaN)));
        print(
                "xgboost 100 x 6, reasons",
                explained(model.scorer(), rows),
                "XGBoost",
                batches(rows.length, () -> library.predictContrib(matrix, 0)));
        matrix.dispose();
    }

    private static void requireSameAsXgboost(TreeModel model, float[][] theirs, double[][] rows) {
        Scorer scorer = model.scorer();
        double[] into = new double[BenchRows.NUMBERS];
        double most = 0;
        for (int row = 0; row < rows.length; row++) {
            scorer.rawScore(boxed(rows[row]));
            scorer.contributions(into);
            for (int slot = 0; slot < into.length; slot++) {
                most = Math.max(most, Math.abs(into[slot] - theirs[row][slot]));
            }
        }
        requireSame("xgboost 100 x 6", most, SAME_IN_32_BITS);
    }

    private interface Batch {
        Object run() throws XGBoostError;
    }

    private static double batches(int rows, Batch batch) {
        double[] found = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpu();
            long count = 0;
            while (cpu() - start < NANOS) {
                try {
                    batch.run();
                } catch (XGBoostError e) {
                    throw new IllegalStateException(e);
                }
                count += rows;
            }
            found[round] = count / ((cpu() - start) / NANOS);
        }
        java.util.Arrays.sort(found);
        return found[ROUNDS / 2];
    }
}
