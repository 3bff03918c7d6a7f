package io.headrace.features.windows;

import static org.apache.spark.sql.functions.expr;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Six aggregates over windows of 1, 7, 30 and 90 days at the instants of labels: a join of labels and events, window functions over
 * both, and ours. Sums over all results must be equal.
 *
 * <p>Run by {@code bench/features/run}.
 */
final class FeaturesBench {
    private static final int[] DAYS = {1, 7, 30, 90};
    private static final List<Function> FUNCTIONS =
            List.of(Function.COUNT, Function.SUM, Function.MEAN, Function.MIN, Function.MAX, Function.LAST);
    private static final long SECONDS = 180L * 86_400;

    private final SparkSession spark;
    private final Path folder;

    private FeaturesBench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** @param arguments labels, events, rounds, shapes and ways joined by commas, and settings of Spark as KEY=VALUE */
    public static void main(String[] arguments) throws IOException {
        long labels = Long.parseLong(arguments[0]);
        long events = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        List<String> ways = List.of(arguments[4].split(","));
        Path folder = Files.createTempDirectory("headrace-bench");
        SparkSession.Builder builder = SparkSession.builder().master("local[2]");
        Sessions.settings().forEach(builder::config);
        builder.config("spark.sql.shuffle.partitions", "8");
        Arrays.stream(arguments)
                .skip(5)
                .map(setting -> setting.split("=", 2))
                .forEach(pair -> builder.config(pair[0], pair[1]));
        SparkSession spark = builder.getOrCreate();
        try {
            for (String shape : arguments[3].split(",")) {
                FeaturesBench bench = new FeaturesBench(spark, folder);
                bench.generate(shape, Math.max(100, labels / 20), Math.max(1000, events / 20));
                bench.measured(ways, 1);
                bench.generate(shape, labels, events);
                System.out.printf(
                        Locale.ROOT,
                        "%s: %,d labels, %,d events, %,d entities, %d rounds%n",
                        shape,
                        labels,
                        events,
                        entities(shape, events),
                        rounds);
                report(bench.measured(ways, rounds));
            }
        } finally {
            spark.stop();
            deleted(folder);
        }
    }

    /** As many events an entity as in the issue: 20 in the sparse shape, 1,000 in the dense, 30 % of all in the skewed one's first. */
    private static long entities(String shape, long events) {
        return Math.max(1, events / (shape.equals("dense") ? 1000 : 20));
    }

    private void generate(String shape, long labels, long events) {
        long entities = entities(shape, events);
        String entity = "pmod(xxhash64(id, %d), " + entities + ")";
        String skewed = shape.equals("skewed") ? "if(pmod(hash(id, %d), 10) < 3, 0L, " + entity + ")" : entity;
        String time = "timestamp_seconds(1735689600 + pmod(xxhash64(id, %d), " + SECONDS + "))";
        spark.range(0, events, 1, 8)
                .select(
                        expr(skewed.replace("%d", "1")).as("entity"),
                        expr(time.replace("%d", "2")).as("time"),
                        expr("cast(pmod(hash(id, 3), 100000) / 100 as decimal(10,2))")
                                .as("amount"))
                .write()
                .mode("overwrite")
                .parquet(path("events"));
        spark.range(0, labels, 1, 8)
                .select(
                        expr(entity.replace("%d", "4")).as("entity"),
                        expr(time.replace("%d", "5")).as("as_of"))
                .distinct()
                .write()
                .mode("overwrite")
                .parquet(path("labels"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Map<String, List<Double>> measured(List<String> ways, int rounds) {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Map<String, String> sums = new LinkedHashMap<>();
            for (String way : ways) {
                long start = System.nanoTime();
                sums.put(way, checksum(features(way)));
                seconds.computeIfAbsent(way, name -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
            }
            if (sums.values().stream().distinct().count() != 1) {
                throw new IllegalStateException("other answers: " + sums);
            }
        }
        return seconds;
    }

    private Dataset<Row> features(String way) {
        Dataset<Row> events = spark.read().parquet(path("events"));
        Dataset<Row> labels = spark.read().parquet(path("labels"));
        return switch (way) {
            case "join" -> joined(events, labels);
            case "frames" -> framed(events, labels);
            case "ours" -> ours(events, labels);
            default -> throw new IllegalArgumentException(way);
        };
    }

    /** Every number enters, so that no way can leave one out. */
    private static String checksum(Dataset<Row> features) {
        String sums = Arrays.stream(DAYS)
                .boxed()
                .flatMap(days -> Stream.of(
                        "sum(count_" + days + "d)",
                        "sum(sum_" + days + "d)",
                        "sum(cast(mean_" + days + "d as decimal(20,6)))",
                        "sum(min_" + days + "d)",
                        "sum(max_" + days + "d)",
                        "sum(last_" + days + "d)"))
                .collect(Collectors.joining(" || ' ' || "));
        return features.selectExpr("count(*) || ' ' || " + sums).first().getString(0);
    }

    private static Dataset<Row> ours(Dataset<Row> events, Dataset<Row> labels) {
        List<Feature> features = new ArrayList<>();
        for (int days : DAYS) {
            for (Function function : FUNCTIONS) {
                String name = function.name().toLowerCase(Locale.ROOT) + "_" + days + "d";
                String of = function == Function.COUNT ? Windows.ROW : "amount";
                features.add(new Feature(name, new Aggregate(function), of, "true", new Window(days, Window.Unit.DAY)));
            }
        }
        return new WindowColumns(new Windows("true", Duration.ZERO, features), "entity", "time", ZoneOffset.UTC)
                .at(events, labels);
    }

    private static Dataset<Row> joined(Dataset<Row> events, Dataset<Row> labels) {
        Dataset<Row> pairs = labels.join(
                events.withColumnRenamed("entity", "of"),
                expr("entity = of and time < as_of and time >= as_of - interval 90 days"),
                "left");
        List<String> aggregates = new ArrayList<>();
        for (int days : DAYS) {
            String inside = "time >= as_of - interval " + days + " days";
            aggregates.add("count_if(" + inside + ") as count_" + days + "d");
            aggregates.add("sum(if(" + inside + ", amount, null)) as sum_" + days + "d");
            aggregates.add(
                    "double(sum(if(" + inside + ", amount, null))) / count_if(" + inside + ") as mean_" + days + "d");
            aggregates.add("min(if(" + inside + ", amount, null)) as min_" + days + "d");
            aggregates.add("max(if(" + inside + ", amount, null)) as max_" + days + "d");
            aggregates.add("max(if(" + inside + ", struct(time, amount), null)).amount as last_" + days + "d");
        }
        return aggregated(pairs, aggregates);
    }

    private static Dataset<Row> aggregated(Dataset<Row> pairs, List<String> aggregates) {
        List<String> safe = aggregates.stream()
                .map(sql -> sql.replaceAll("/ (count_if\\(.*?\\)) as", "/ nullif($1, 0) as"))
                .toList();
        return pairs.groupBy("entity", "as_of")
                .agg(
                        expr(safe.get(0)),
                        safe.subList(1, safe.size()).stream()
                                .map(org.apache.spark.sql.functions::expr)
                                .toArray(org.apache.spark.sql.Column[]::new));
    }

    private static Dataset<Row> framed(Dataset<Row> events, Dataset<Row> labels) {
        Dataset<Row> both = events.selectExpr("entity", "unix_micros(time) as t", "amount", "false as moment")
                .union(labels.selectExpr("entity", "unix_micros(as_of)", "cast(null as decimal(10,2))", "true"));
        List<String> columns = new ArrayList<>(List.of("entity", "t", "moment"));
        for (int days : DAYS) {
            String frame = " over (partition by entity order by t range between " + days * 86_400_000_000L
                    + " preceding and 1 preceding)";
            columns.add("count(amount)" + frame + " as count_" + days + "d");
            columns.add("sum(amount)" + frame + " as sum_" + days + "d");
            columns.add(
                    "double(sum(amount)" + frame + ") / nullif(count(amount)" + frame + ", 0) as mean_" + days + "d");
            columns.add("min(amount)" + frame + " as min_" + days + "d");
            columns.add("max(amount)" + frame + " as max_" + days + "d");
            columns.add("max(if(moment, null, struct(t, amount)))" + frame + ".amount as last_" + days + "d");
        }
        return both.selectExpr(columns.toArray(String[]::new)).where("moment");
    }

    private static void report(Map<String, List<Double>> seconds) {
        double ours = median(seconds.getOrDefault("ours", List.of(1.0)));
        seconds.forEach((way, all) -> System.out.printf(
                Locale.ROOT,
                "  %-8s %7.2f x ours  (%s s)%n",
                way,
                median(all) / ours,
                all.stream()
                        .map(each -> String.format(Locale.ROOT, "%.1f", each))
                        .collect(Collectors.joining(" "))));
    }

    private static double median(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static void deleted(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
