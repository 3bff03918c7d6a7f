package io.headrace.train;

import static org.apache.spark.sql.functions.col;

import io.headrace.metric.Gates;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.testing.Bench;
import io.headrace.testing.BenchRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Training on rows of 16 numbers (some missing) and 4 texts: ours beside plain pipelines of MLlib, and beside XGBoost and LightGBM in
 * Python where an interpreter that has them is named. Each way reads the same Parquet files.
 *
 * <p>Arguments: rows, rounds, the interpreter or -.
 */
public final class TrainingBench {
    private static final String NATIVE = "bench/training/native.py";

    private final SparkSession spark;
    private final Path folder;
    private final Bench bench = new Bench();

    private TrainingBench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Prints medians, spreads, ratios and AUCs. */
    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Bench.run(
                Bench.settings(arguments, 3),
                (spark, folder) -> new TrainingBench(spark, folder).run(rows, rounds, arguments[2]));
    }

    private void run(long rows, int rounds, String python) throws IOException {
        write(rows);
        for (int round = 0; round <= rounds; round++) {
            boolean warmUp = round == 0;
            compare(warmUp, "logistic-regression", Map.of(), new LogisticRegression().setRegParam(0.001));
            compare(
                    warmUp,
                    "boosted-trees",
                    Map.of("max-iter", 20.0, "max-depth", 5.0),
                    new GBTClassifier()
                            .setMaxIter(20)
                            .setMaxDepth(5)
                            .setMinInstancesPerNode(20)
                            .setMaxBins(64));
            ours(warmUp, "xgboost", Map.of("num-round", 100.0, "max-depth", 5.0, "nthread", 2.0));
            if (!python.equals("-")) {
                beside(warmUp, python, "xgboost");
                beside(warmUp, python, "lightgbm");
            }
        }
        bench.report(python.equals("-") ? "MLlib boosted-trees" : "Python xgboost");
        ratio("ours logistic-regression", "MLlib logistic-regression");
        ratio("ours boosted-trees", "MLlib boosted-trees");
    }

    private void ratio(String way, String base) {
        System.out.printf(Locale.ROOT, "  %s / %s: %.2f%n", way, base, bench.median(way) / bench.median(base));
    }

    private void write(long rows) {
        Dataset<Row> all = spark.range(0, rows * 5 / 4, 1, 4).selectExpr(BenchRows.columns());
        all.where("id % 5 > 0").write().parquet(place("train"));
        all.where("id % 5 = 0").write().parquet(place("test"));
    }

    private String place(String name) {
        return folder.resolve(name).toString();
    }

    private void compare(boolean warmUp, String word, Map<String, Double> settings, PipelineStage learner)
            throws IOException {
        ours(warmUp, word, settings);
        String[] indexed = BenchRows.names("i", BenchRows.TEXTS).toArray(String[]::new);
        String[] filled = BenchRows.names("f", BenchRows.NUMBERS).toArray(String[]::new);
        String[] slots = BenchRows.names("s", BenchRows.TEXTS).toArray(String[]::new);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new Imputer()
                    .setInputCols(BenchRows.names("n", BenchRows.NUMBERS).toArray(String[]::new))
                    .setOutputCols(filled),
            new StringIndexer()
                    .setInputCols(BenchRows.names("t", BenchRows.TEXTS).toArray(String[]::new))
                    .setOutputCols(indexed)
                    .setHandleInvalid("keep"),
            new OneHotEncoder().setInputCols(indexed).setOutputCols(slots),
            new VectorAssembler()
                    .setInputCols(
                            Stream.concat(Stream.of(filled), Stream.of(slots)).toArray(String[]::new))
                    .setOutputCol("features"),
            learner
        });
        PipelineModel[] fitted = new PipelineModel[1];
        Bench.Work work = () -> {
            Dataset<Row> train = spark.read()
                    .parquet(place("train"))
                    .withColumn("label", col("label").cast("double"));
            fitted[0] = pipeline.fit(train.cache());
            train.unpersist();
        };
        time(warmUp, "MLlib " + word, work);
        if (warmUp) {
            double auc = new BinaryClassificationEvaluator()
                    .setNumBins(0)
                    .evaluate(fitted[0]
                            .transform(spark.read().parquet(place("test")))
                            .withColumn("label", col("label").cast("double")));
            told("MLlib " + word, auc);
        }
    }

    private void time(boolean warmUp, String way, Bench.Work work) throws IOException {
        if (warmUp) {
            work.run();
        } else {
            bench.time(way, work);
        }
    }

    private static void told(String way, double auc) {
        System.out.printf(Locale.ROOT, "%-32s AUC %.4f%n", way, auc);
    }

    private void ours(boolean warmUp, String word, Map<String, Double> settings) throws IOException {
        TrainSpec spec = spec(Recipe.of(Learner.of(word, settings), 7));
        CompiledModel[] fitted = new CompiledModel[1];
        time(warmUp, "ours " + word, () -> {
            Dataset<Row> rows = spark.read()
                    .parquet(place("train"))
                    .repartition(FittingPipelines.PARTITIONS, col("id"))
                    .sortWithinPartitions("id")
                    .selectExpr(columns("cast(label as double) as label", "1d as weight", "int(id % 5) as fold"))
                    .cache();
            fitted[0] = new FittingPipelines(spec, ZoneOffset.UTC).fit(rows);
            rows.unpersist();
        });
        if (warmUp) {
            Dataset<Row> scored = ComparedColumns.withScore(
                    spark.read().parquet(place("test")), new ModelFile(fitted[0], Map.of()), "score");
            var evaluation = new ComparedColumns(spec, ZoneOffset.UTC).evaluated(scored, "score");
            told(
                    "ours " + word,
                    evaluation.value(io.headrace.metric.MetricId.of(io.headrace.metric.StandardMetrics.AUC)));
        }
    }

    private static String[] columns(String... more) {
        return Stream.of(
                        BenchRows.names("n", BenchRows.NUMBERS), BenchRows.names("t", BenchRows.TEXTS), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static TrainSpec spec(Recipe recipe) {
        List<FeatureColumn> columns = Stream.concat(
                        BenchRows.names("n", BenchRows.NUMBERS).map(name -> column(name, "double")),
                        BenchRows.names("t", BenchRows.TEXTS).map(name -> column(name, "string")))
                .toList();
        FeatureView view = new FeatureView("v", "id", KnownBy.TIME, Map.of(), "", columns, Optional.empty(), "v1");
        return new TrainSpec(
                new JobHeader("train-m", "owner", Schedule.MANUAL, "digest"),
                "m",
                view,
                columns.stream().map(FeatureColumn::name).toList(),
                "true",
                new LabelSpec.Known(new TableName("silver", "t"), "x", "true"),
                new AsOfGrid(30, 1),
                Optional.empty(),
                new Holdout.ShareOfEntities(0.2),
                recipe,
                Assessment.PLAIN,
                Gates.NONE);
    }

    private static FeatureColumn column(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", "", false);
    }

    /** The time is that of the program's own clock, from opening the file to the model; it prints seconds and AUC. */
    private void beside(boolean warmUp, String python, String library) throws IOException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(python, NATIVE, library, place("train"), place("test"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        String last = lines.get(lines.size() - 1);
        int gap = last.indexOf(' ');
        if (warmUp) {
            told("Python " + library, Double.parseDouble(last.substring(gap + 1)));
        } else {
            bench.took("Python " + library, Double.parseDouble(last.substring(0, gap)));
        }
    }
}
