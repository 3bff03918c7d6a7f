package io.headrace.table;

import static org.apache.spark.sql.functions.lit;

import io.headrace.run.RunId;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Seconds from the wish to go back until a reader who asks anew is given the champion's rows, in tables of more and more rows, of which a tenth are of
 * another arm.
 *
 * <p>Arguments: rows of each table.
 */
public final class SwapBench {
    private static final String AS_OF = "2026-02-01 00:00:00";
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final int ROUNDS = 5;
    private static final double NANOS = 1e9;

    private SwapBench() {}

    /** Prints a line for each table, after a table of 1,000 rows to warm up. */
    public static void main(String[] arguments) throws IOException {
        Bench.run(Stream.empty(), (spark, folder) -> {
            Lake lake = Lake.open(spark, folder.resolve("lake").toString());
            for (long rows : Stream.concat(Stream.of("1000"), Arrays.stream(arguments))
                    .mapToLong(Long::parseLong)
                    .toArray()) {
                print(rows, swaps(lake, rows));
            }
        });
    }

    private static void print(long rows, double[] seconds) {
        System.out.printf(
                Locale.ROOT,
                "  %,d rows: %.2f s (%.2f to %.2f)%n",
                rows,
                seconds[ROUNDS / 2],
                seconds[0],
                seconds[ROUNDS - 1]);
    }

    private static double[] swaps(Lake lake, long rows) {
        TableName table = Layer.SCORES.table("swap_" + rows);
        lake.ensure(TableLayout.plain(table, new StructType(new StructField[] {
                    Lake.field("entity", DataTypes.LongType, "entity"),
                    Lake.field(EngineColumn.AS_OF, DataTypes.TimestampType, "as-of"),
                    Lake.field("arm", DataTypes.StringType, "arm"),
                    Lake.field("score", DataTypes.DoubleType, "score")
                }))
                .partitionedBy(EngineColumn.AS_OF));
        Publications publications = new Publications(lake, Clock.systemUTC());
        long others = rows / 10;
        StagedTable staged = lake.stage(table);
        staged.replacePartition(Map.of(EngineColumn.AS_OF, AS_OF), rows(lake.spark(), others, rows, "champion"));
        staged.appendWithFallback(
                rows(lake.spark(), 0, others, "challenger"), rows(lake.spark(), 0, others, "champion"));
        publications.publish(staged, AS_OF, new RunId("bench", DAY, 1), "bench");
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            require(lake, table, rows, others);
            long start = System.nanoTime();
            publications.rollBack(table, AS_OF, "bench", "harm");
            lake.read(table).select("score").limit(1).collectAsList();
            seconds[round] = (System.nanoTime() - start) / NANOS;
            require(lake, table, rows, 0);
            publications.rollBack(table, AS_OF, "bench", "and forth");
        }
        Arrays.sort(seconds);
        return seconds;
    }

    private static Dataset<Row> rows(SparkSession spark, long from, long to, String arm) {
        return spark.range(from, to)
                .selectExpr("id as entity", "rand(1) as score")
                .withColumn(EngineColumn.AS_OF, lit(AS_OF).cast("timestamp"))
                .withColumn("arm", lit(arm));
    }

    private static void require(Lake lake, TableName table, long rows, long others) {
        List<Long> found = List.of(
                lake.read(table).count(),
                lake.read(table).where("arm = 'challenger'").count());
        if (!found.equals(List.of(rows, others))) {
            throw new IllegalStateException(table + " shows " + found + " instead of " + List.of(rows, others));
        }
    }
}
