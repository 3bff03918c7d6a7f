package io.headrace.testing;

import io.headrace.table.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** How long different ways to the same result take, side by side. */
public final class Bench {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    /** What is timed. */
    public interface Work {
        void run() throws IOException;
    }

    /** A program that works in a Spark session and a folder of its own. */
    public interface Program {
        void run(SparkSession spark, Path folder) throws IOException;
    }

    /**
     * Runs a program on two cores and cleans up.
     *
     * @param settings of Spark, KEY=VALUE each
     */
    public static void run(Stream<String> settings, Program program) throws IOException {
        Path folder = Files.createTempDirectory("headrace-bench");
        SparkSession.Builder builder = SparkSession.builder().master("local[2]");
        Sessions.settings().forEach(builder::config);
        settings.map(setting -> setting.split("=", 2)).forEach(pair -> builder.config(pair[0], pair[1]));
        SparkSession spark = builder.getOrCreate();
        try {
            program.run(spark, folder);
        } finally {
            spark.stop();
            delete(folder);
        }
    }

    /** Those of the arguments that are settings of Spark. */
    public static Stream<String> settings(String[] arguments, int from) {
        return Arrays.stream(arguments).skip(from);
    }

    /** Takes the time of one round of a way that was measured elsewhere. */
    public void took(String way, double time) {
        seconds.computeIfAbsent(way, name -> new ArrayList<>()).add(time);
    }

    /** Times one round of a way. */
    public void time(String way, Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        seconds.computeIfAbsent(way, name -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }

    /** Prints all ways as multiples of one of them, by the medians, and the seconds of the rounds. */
    public void report(String base) {
        double unit = seconds.containsKey(base) ? median(base) : 1;
        seconds.forEach((way, all) -> System.out.printf(
                Locale.ROOT,
                "  %-32s %7.2f x %s  (%s s)%n",
                way,
                median(way) / unit,
                base,
                all.stream()
                        .map(each -> String.format(Locale.ROOT, "%.2f", each))
                        .collect(Collectors.joining(" "))));
    }

    /** The median of a way's seconds. */
    public double median(String way) {
        double[] sorted = seconds.get(way).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Refuses answers that are not all the same. */
    public static void requireSame(Map<String, String> answers) {
        if (answers.values().stream().distinct().count() > 1) {
            throw new IllegalStateException("other answers: " + answers);
        }
    }

    /** Removes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
