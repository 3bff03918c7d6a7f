package io.headrace.score;

import io.headrace.registry.Registry;
import io.headrace.spec.Arms;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.FeatureView;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Publications;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * Whole score jobs with more and more arms, on the rows of {@link GrowthBench}: core-seconds beside those of the champion alone, and seconds from the
 * wish to go back until readers see the champion's scores.
 *
 * <p>Arguments: rows, rounds, the share of each arm beside the champion.
 */
public final class ArmsBench {
    private static final int MOST_ARMS = 4;
    private static final int ROWS_IN_A_SLICE = 5_000_000;
    private static final double NANOS = 1e9;

    private ArmsBench() {}

    /** Prints a line for each number of arms. */
    public static void main(String[] arguments) throws IOException {
        Bench.run(
                Bench.settings(arguments, 3),
                (spark, folder) -> run(
                        spark,
                        folder,
                        Long.parseLong(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        new BigDecimal(arguments[2])));
    }

    private static void run(SparkSession spark, Path folder, long rows, int rounds, BigDecimal share)
            throws IOException {
        Lake lake = Lake.open(spark, folder.resolve("lake").toString());
        Clock clock = Clock.systemUTC();
        FeatureView view = GrowthBench.view();
        GrowthBench.features(spark, lake, view, rows);
        Registry registry = new Registry(lake, clock);
        for (int version = 1; version <= MOST_ARMS; version++) {
            GrowthBench.register(registry, version);
        }
        double[][] seconds = new double[MOST_ARMS + 1][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int arms = 1; arms <= MOST_ARMS; arms++) {
                ScoreSpec job = GrowthBench.spec(view, ROWS_IN_A_SLICE).with(arms(arms, share));
                double found = GrowthBench.seconds(() -> GrowthBench.score(lake, registry, clock, job));
                if (lake.read(job.table()).count() != rows) {
                    throw new IllegalStateException("not all of " + rows + " rows were scored");
                }
                if (round >= 0) {
                    seconds[arms][round] = found;
                }
            }
        }
        for (int arms = 1; arms <= MOST_ARMS; arms++) {
            Arrays.sort(seconds[arms]);
            System.out.printf(
                    Locale.ROOT,
                    "  %d arms: %.1f core-seconds (%.1f to %.1f), %.2f x one arm; the goal is %.2f%n",
                    arms,
                    seconds[arms][rounds / 2],
                    seconds[arms][0],
                    seconds[arms][rounds - 1],
                    seconds[arms][rounds / 2] / seconds[1][rounds / 2],
                    1 + 0.35 * (arms - 1));
        }
        long start = System.nanoTime();
        boolean isBack = new Publications(lake, clock)
                .fallBack(GrowthBench.spec(view, ROWS_IN_A_SLICE).table(), "2026-02-01 00:00:00", "bench", "harm");
        System.out.printf(
                Locale.ROOT, "  back to the champion (%s): %.2f s%n", isBack, (System.nanoTime() - start) / NANOS);
    }

    private static Arms arms(int count, BigDecimal share) {
        if (count == 1) {
            return Arms.NONE;
        }
        List<Rival> rivals = new ArrayList<>();
        IntStream.rangeClosed(2, count)
                .forEach(version -> rivals.add(new Rival("arm-" + version, share, share, Integer.toString(version))));
        return new Arms("bench", BigDecimal.ZERO, rivals);
    }
}
