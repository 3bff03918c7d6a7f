package io.headrace.features.windows;

import static org.apache.spark.sql.functions.expr;

import io.headrace.testing.Bench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Stream<String> settings =
                Stream.concat(Stream.of("spark.sql.shuffle.partitions=8"), Bench.settings(arguments, 5));
        Bench.run(settings, (spark, folder) -> {
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
                bench.measured(ways, rounds).report("ours");
            }
        });
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

    private Bench measured(List<String> ways, int rounds) throws IOException {
        Bench bench = new Bench();
        for (int round = 0; round < rounds; round++) {
            Map<String, String> sums = new LinkedHashMap<>();
            for (String way : ways) {
                bench.time(way, () -> sums.put(way, SixAggregates.checksum(features(way))));
            }
            Bench.requireSame(sums);
        }
        return bench;
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

    private static Dataset<Row> ours(Dataset<Row> events, Dataset<Row> labels) {
        return new WindowColumns(SixAggregates.windows(), "entity", "time", ZoneOffset.UTC).at(events, labels, true);
    }

    private static Dataset<Row> joined(Dataset<Row> events, Dataset<Row> labels) {
        Dataset<Row> pairs = labels.join(
                events.withColumnRenamed("entity", "of"),
                expr("entity = of and time < as_of and time >= as_of - interval 90 days"),
                "left");
        return SixAggregates.plainly(pairs, "entity", "as_of");
    }

    private static Dataset<Row> framed(Dataset<Row> events, Dataset<Row> labels) {
        Dataset<Row> both = events.selectExpr("entity", "unix_micros(time) as t", "amount", "false as moment")
                .union(labels.selectExpr("entity", "unix_micros(as_of)", "cast(null as decimal(10,2))", "true"));
        List<String> columns = new ArrayList<>(List.of("entity", "t", "moment"));
        for (int days : SixAggregates.DAYS) {
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
}
