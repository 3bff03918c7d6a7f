package io.headrace.features;

import static org.apache.spark.sql.functions.expr;

import io.headrace.features.windows.KeptColumns;
import io.headrace.features.windows.SixAggregates;
import io.headrace.features.windows.WindowColumns;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Six aggregates over windows of 1, 7, 30 and 90 days at the end of each new day, after histories of different length: one
 * aggregation by Spark's SQL over the rows of 90 days, ours over the same rows, and ours with tiles, their upkeep included.
 *
 * <p>Run by {@code bench/features/daily}.
 */
final class DailyBench {
    private static final TableName EVENTS = new TableName("silver", "events");
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

    private final Lake lake;
    private final long eventsOfADay;
    private final long entities;

    private DailyBench(SparkSession spark, Path folder, long eventsOfADay, long entities) {
        this.lake = Lake.open(spark, folder.toString());
        this.eventsOfADay = eventsOfADay;
        this.entities = entities;
    }

    /** @param arguments events of a day, entities, rounds, lengths of history in days, joined by commas, and settings of Spark */
    public static void main(String[] arguments) throws IOException {
        long events = Long.parseLong(arguments[0]);
        long entities = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Bench.run(Bench.settings(arguments, 4), (spark, folder) -> {
            new DailyBench(spark, folder.resolve("warm"), events / 10, entities / 10).measured(60, 2);
            for (String days : arguments[3].split(",")) {
                System.out.printf(
                        Locale.ROOT,
                        "%s days of history, %,d events a day of %,d entities, %d rounds%n",
                        days,
                        events,
                        entities,
                        rounds);
                Path lake = folder.resolve("after" + days);
                new DailyBench(spark, lake, events, entities)
                        .measured(Integer.parseInt(days), rounds)
                        .report("tiles");
                Bench.delete(lake);
            }
        });
    }

    private void append(int from, int days, int files) {
        Dataset<Row> rows = lake.spark()
                .range(from * eventsOfADay, (from + days) * eventsOfADay, 1, files)
                .select(
                        expr("pmod(xxhash64(id, 1), " + entities + ")").as("entity"),
                        expr("timestamp'" + FIRST + "' + make_interval(0, 0, 0, int(id div " + eventsOfADay
                                        + "), 0, 0, pmod(hash(id, 2), 86400))")
                                .as("time"),
                        expr("cast(pmod(hash(id, 3), 100000) / 100 as decimal(10,2))")
                                .as("amount"));
        rows.write().format("delta").mode("append").save(lake.path(EVENTS));
    }

    private Bench measured(int history, int rounds) throws IOException {
        Bench bench = new Bench();
        append(0, history, Math.max(2, history / 10));
        Input input = new Input(EVENTS, "time", SixAggregates.windows());
        bench.time("first tiles", () -> tiles(input));
        for (int round = 0; round < rounds; round++) {
            append(history + round, 1, 2);
            Instant asOf = FIRST.plusDays(history + round + 1L)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            Map<String, String> sums = new LinkedHashMap<>();
            WindowColumns columns = new WindowColumns(SixAggregates.windows(), "entity", "time", ZoneOffset.UTC);
            bench.time("plain SQL", () -> sums.put("plain SQL", SixAggregates.checksum(plain(asOf))));
            bench.time(
                    "rows",
                    () -> sums.put("rows", SixAggregates.checksum(columns.at(lake.read(EVENTS), List.of(asOf)))));
            bench.time("tiles", () -> {
                KeptColumns tiles = tiles(input);
                sums.put("tiles", SixAggregates.checksum(columns.at(lake.read(EVENTS), List.of(asOf), tiles)));
            });
            Bench.requireSame(sums);
        }
        return bench;
    }

    private KeptColumns tiles(Input input) {
        return new TileTables(lake, input, lake.version(EVENTS), "entity", ZoneOffset.UTC)
                .kept(true)
                .orElseThrow();
    }

    private Dataset<Row> plain(Instant asOf) {
        String moment = "timestamp'" + asOf + "'";
        Dataset<Row> rows = lake.read(EVENTS)
                .where("time < " + moment + " and time >= " + moment + " - interval 90 days")
                .withColumn("as_of", expr(moment));
        return SixAggregates.plainly(rows, "entity");
    }
}
