package io.headrace.score;

import com.sun.management.OperatingSystemMXBean;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobRunner;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Levels;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import io.headrace.registry.Registry;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Arms;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.TableLayout;
import io.headrace.testing.Bench;
import io.headrace.testing.BenchRows;
import io.headrace.testing.Versions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Whole score jobs over more and more rows: features of 16 numbers and 4 texts, 20 boosted trees of depth 5, three reasons each, ranked and published.
 * Prints core-seconds a million rows, against reading and writing the features, and the most that was left in memory after a collection.
 *
 * <p>Arguments: rows separated by commas, rows in a slice.
 */
public final class GrowthBench {
    private static final LocalDate DATE = LocalDate.of(2026, 1, 31);
    private static final long ROWS_IN_A_FILE = 1_000_000;
    private static final int TREES = 20;
    private static final int DEPTH = 5;
    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;

    private final SparkSession spark;
    private final Path folder;
    private final int rowsPerSlice;

    private GrowthBench(SparkSession spark, Path folder, int rowsPerSlice) {
        this.spark = spark;
        this.folder = folder;
        this.rowsPerSlice = rowsPerSlice;
    }

    /** Prints a line for each number of rows. */
    public static void main(String[] arguments) throws IOException {
        List<Long> sizes =
                Stream.of(arguments[0].split(",", -1)).map(Long::valueOf).toList();
        Bench.run(Bench.settings(arguments, 2), (spark, folder) -> {
            GrowthBench bench = new GrowthBench(spark, folder, Integer.parseInt(arguments[1]));
            bench.run(sizes.get(0), false);
            double first = bench.run(sizes.get(0), true);
            for (long rows : sizes.subList(1, sizes.size())) {
                double seconds = bench.run(rows, true);
                System.out.printf(
                        Locale.ROOT,
                        "  core-seconds grow with the power %.3f of the rows%n",
                        Math.log(seconds / first) / Math.log((double) rows / sizes.get(0)));
            }
        });
    }

    private double run(long rows, boolean isShown) throws IOException {
        Path place = folder.resolve("lake-" + rows + (isShown ? "" : "-warm-up"));
        Lake lake = Lake.open(spark, place.toString());
        Clock clock = Clock.systemUTC();
        FeatureView view = view();
        features(spark, lake, view, rows);
        Registry registry = new Registry(lake, clock);
        register(registry, 1);
        ScoreSpec spec = spec(view, rowsPerSlice);
        double copied = seconds(() -> lake.read(view.table())
                .write()
                .mode("overwrite")
                .parquet(folder.resolve("copy").toString()));
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        double scored = seconds(() -> score(lake, registry, clock, spec));
        long found = lake.read(spec.table()).count();
        if (found != rows) {
            throw new IllegalStateException(found + " of " + rows + " rows were scored");
        }
        if (isShown) {
            System.out.printf(
                    Locale.ROOT,
                    "  %,12d rows: %.2f core-seconds a million, %.2f x reading and writing the features; %,d MB in memory%n",
                    rows,
                    scored / rows * MILLION,
                    scored / copied,
                    kept());
        }
        Bench.delete(place);
        Lake.forgetTables();
        return scored;
    }

    static double seconds(Bench.Work work) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - start) / NANOS;
    }

    /** What collections left of the heap at most, in megabytes. */
    private static long kept() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().contains("Old Gen"))
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / (1 << 20);
    }

    static FeatureView view() {
        List<FeatureView.FeatureColumn> columns = new ArrayList<>();
        BenchRows.names()
                .forEach(name -> columns.add(new FeatureView.FeatureColumn(
                        name,
                        ColumnType.parse(name.startsWith("n") ? "double" : "string")
                                .orElseThrow(),
                        "",
                        "",
                        false)));
        return new FeatureView(
                "bench", "id", FeatureView.KnownBy.TIME, Map.of(), "", columns, Optional.empty(), "view-1");
    }

    static void features(SparkSession spark, Lake lake, FeatureView view, long rows) {
        Dataset<Row> features = spark.range(0, rows, 1, (int) Math.max(2, rows / ROWS_IN_A_FILE))
                .selectExpr(BenchRows.columns())
                .drop("label")
                .selectExpr(
                        "*",
                        "timestamp'2026-02-01 00:00:00' as as_of",
                        "'view-1' as feature_version",
                        "'features' as run_id");
        lake.ensure(TableLayout.plain(view.table(), features.schema()).partitionedBy("as_of"));
        lake.stage(view.table()).append(features).publish(RunId.parse("features/2026-01-31/1"));
    }

    /** A version of 20 boosted trees, drawn by its number; the first is champion. */
    static void register(Registry registry, int version) {
        List<Encoding> encodings = new ArrayList<>();
        for (int i = 0; i < BenchRows.NUMBERS; i++) {
            encodings.add(new Encoding.Plain("n" + i));
        }
        for (int i = 0; i < BenchRows.TEXTS; i++) {
            encodings.add(new Encoding.Index(
                    "t" + i,
                    Levels.of(IntStream.range(0, 4 + 8 * i)
                            .mapToObj(level -> "level " + level)
                            .toList())));
        }
        Random random = new Random(6L + version);
        List<TreeNode> trees = IntStream.range(0, TREES)
                .mapToObj(tree -> tree(random, DEPTH, 1e5))
                .toList();
        ModelFile file = new ModelFile(
                TreeModel.of(FeatureEncoder.of(encodings), Output.LOG_ODDS, 0, trees), Map.of("model", "bench"));
        registry.register(
                "bench",
                version,
                "train/2026-01-31/" + version,
                "bench",
                Versions.of(registry.store("bench", file)),
                version == 1 ? Versions.PROMOTED : Versions.REFUSED);
    }

    private static TreeNode tree(Random random, int depth, double cover) {
        if (depth == 0) {
            return new TreeNode.Leaf(random.nextGaussian() / TREES, cover);
        }
        double share = 0.2 + 0.6 * random.nextDouble();
        TreeNode yes = tree(random, depth - 1, cover * share);
        TreeNode no = tree(random, depth - 1, cover * (1 - share));
        int slot = random.nextInt(BenchRows.NUMBERS + BenchRows.TEXTS);
        return slot < BenchRows.NUMBERS
                ? new TreeNode.AtMost(slot, random.nextDouble() * 2 - 1, yes, no)
                : new TreeNode.OneOf(slot, List.of(0, 2), yes, no);
    }

    static ScoreSpec spec(FeatureView view, int rowsPerSlice) {
        return new ScoreSpec(
                new JobHeader("score-bench", "bench", Schedule.DAILY, "digest"),
                "bench",
                view,
                "true",
                ScoreSpec.Reasons.top(3),
                new ScoreSpec.Threshold.TopShare(0.2),
                TableName.parse("scores.bench"),
                400,
                new ScoreSpec.Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                new ScoreSpec.Work(rowsPerSlice, Optional.empty()),
                Arms.NONE);
    }

    static void score(Lake lake, Registry registry, Clock clock, ScoreSpec spec) {
        Ledger ledger = new Ledger(lake, clock, Duration.ofHours(1), ProcessOwner.current());
        ScoreStage stage =
                new ScoreStage(spec, lake, ledger, registry, new Publications(lake, clock), new Tiles(0, true));
        new JobRunner(lake, ledger)
                .run(
                        spec,
                        stage,
                        new RunContext(DATE, ZoneOffset.UTC, clock, "bench", "", "bench"),
                        JobRunner.Again.FORCE);
    }
}
