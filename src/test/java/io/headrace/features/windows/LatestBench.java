package io.headrace.features.windows;

import static org.apache.spark.sql.functions.expr;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The latest value before each label's instant: what Feast's historical retrieval can do. Leaves the data for it in a folder.
 *
 * <p>Run by {@code bench/features/feast}.
 */
final class LatestBench {
    private static final long SECONDS = 180L * 86_400;

    private LatestBench() {}

    /** @param arguments labels, events, rounds, and the folder for the data */
    public static void main(String[] arguments) throws IOException {
        long labels = Long.parseLong(arguments[0]);
        long events = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Path data = Path.of(arguments[3]);
        Bench.run(Bench.settings(arguments, 4), (spark, folder) -> {
            generate(spark, data, labels, events);
            Bench bench = new Bench();
            for (int round = 0; round < rounds; round++) {
                bench.time(
                        "ours",
                        () -> latest(spark, data)
                                .write()
                                .mode("overwrite")
                                .parquet(data.resolve("ours").toString()));
            }
            bench.report("ours");
            System.out.println(spark.read()
                    .parquet(data.resolve("ours").toString())
                    .selectExpr("'ours: ' || count(*) || ' rows, sum ' || sum(cents_all)")
                    .first()
                    .getString(0));
        });
    }

    /** Events at even microseconds, labels at odd ones: whether an event at the very instant counts does not matter. */
    private static void generate(SparkSession spark, Path data, long labels, long events) {
        long entities = Math.max(1, events / 1000);
        String time = "timestamp_micros((1735689600 + pmod(xxhash64(id, %d), " + SECONDS + ")) * 1000000 + %s)";
        write(
                spark.range(0, events, 1, 1)
                        .select(
                                expr("pmod(xxhash64(id, 1), " + entities + ")").as("entity"),
                                expr(time.formatted(2, "2 * (id % 500000)")).as("event_timestamp"),
                                expr("cast(pmod(hash(id, 3), 100000) as bigint)")
                                        .as("cents")),
                data.resolve("events"));
        write(
                spark.range(0, labels, 1, 1)
                        .select(
                                expr("pmod(xxhash64(id, 4), " + entities + ")").as("entity"),
                                expr(time.formatted(5, "2 * (id % 500000) + 1")).as("event_timestamp")),
                data.resolve("labels"));
    }

    private static void write(Dataset<Row> rows, Path path) {
        rows.write().mode("overwrite").parquet(path.toString());
    }

    private static Dataset<Row> latest(SparkSession spark, Path data) {
        Feature latest = new Feature("cents_all", new Aggregate(Function.LAST), "cents", "true", Window.ALL);
        Dataset<Row> moments =
                spark.read().parquet(data.resolve("labels").toString()).withColumnRenamed("event_timestamp", "as_of");
        return new WindowColumns(
                        new Windows("true", Duration.ZERO, List.of(latest)),
                        "entity",
                        "event_timestamp",
                        ZoneOffset.UTC)
                .at(spark.read().parquet(data.resolve("events").toString()), moments);
    }
}
