package io.headrace.engine;

import com.sun.management.OperatingSystemMXBean;
import io.headrace.job.JobRunner.Again;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.testing.Versions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small stream over years: 60 rows a day, views with windows of 90 days, and each day an ingest, features and scores. Notes the
 * CPU seconds of each job and day, and the files and bytes of each table, in files that a later start goes on with.
 *
 * <p>Run by {@code bench/daily/run}.
 */
final class YearsBench {
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
    private static final List<String> JOBS = List.of("ingest-sales", "features-activity", "score-leaves");
    private static final int ROWS = 60;
    private static final int CUSTOMERS = 40;
    private static final int EARLY = 30;
    private static final int REPORTED = 100;
    /** A day's figure is the mean of the days around it. */
    private static final int AROUND = 5;

    private final Path folder;
    private final Path seconds;
    private final Path sizes;

    private YearsBench(Path folder) {
        this.folder = folder;
        this.seconds = folder.resolve("seconds.csv");
        this.sizes = folder.resolve("sizes.csv");
    }

    /** @param arguments a folder, the last day, and after how many days this process ends */
    public static void main(String[] arguments) throws IOException {
        YearsBench bench = new YearsBench(Path.of(arguments[0]));
        int last = Integer.parseInt(arguments[1]);
        int from = bench.done() + 1;
        bench.run(from, Math.min(last, from + Integer.parseInt(arguments[2]) - 1));
        if (bench.done() >= last) {
            bench.report();
            System.exit(0);
        }
        System.exit(1);
    }

    private int done() throws IOException {
        return lines(seconds).stream()
                .filter(line -> line.get(1).equals("day"))
                .mapToInt(line -> Integer.parseInt(line.get(0)))
                .max()
                .orElse(0);
    }

    private void run(int from, int to) throws IOException {
        if (from == 1) {
            makeProject();
        }
        Project project =
                ProjectReader.read(folder, "local", List.of(), Map.of()).projectOrThrow();
        Engine engine = Engine.open(project);
        for (int day = from; day <= to; day++) {
            deliver(day);
            for (String name : JOBS) {
                if (name.startsWith("score") && engine.registry().models().isEmpty()) {
                    register(engine);
                }
                JobSpec job = project.job(name).orElseThrow();
                double start = processor();
                engine.run(job, FIRST.plusDays(day - 1L), Again.SKIP);
                note(seconds, day, name, processor() - start);
            }
            if (day % REPORTED == 0 || day == EARLY) {
                measureTables(engine, day);
            }
            note(seconds, day, "day", 0);
        }
        note(seconds, to, "process", processor() / (to - from + 1));
    }

    private static double processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static void note(Path file, Object... values) throws IOException {
        String line = Stream.of(values)
                .map(value -> value instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : value + "")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<List<String>> lines(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(line -> List.of(line.split(",")))
                        .toList()
                : List.of();
    }

    private void deliver(int day) throws IOException {
        LocalDate date = FIRST.plusDays(day - 1L);
        Random random = new Random(day);
        StringBuilder rows = new StringBuilder("sale,customer,at,amount\n");
        for (int row = 0; row < ROWS; row++) {
            rows.append("%d-%d,%d,%s %02d:%02d:00,%d.%02d%n"
                    .formatted(
                            day,
                            row,
                            random.nextInt(CUSTOMERS),
                            date,
                            random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(90),
                            random.nextInt(100)));
        }
        Files.writeString(folder.resolve("landing").resolve(date + ".csv"), rows);
    }

    private static void register(Engine engine) {
        FeatureEncoder encoder = FeatureEncoder.of(List.of(new Encoding.Plain("orders"), new Encoding.Plain("spend")));
        LinearModel model =
                LinearModel.of(encoder, Output.LOG_ODDS, 0.1, new double[] {-0.05, -0.001}, new double[] {90, 4000});
        ModelFile file = new ModelFile(model, Map.of("model", "leaves"));
        engine.registry()
                .register(
                        "leaves",
                        1,
                        "train-leaves/2024-01-01/1",
                        "bench",
                        Versions.of(engine.registry().store("leaves", file)),
                        Versions.PROMOTED);
    }

    private void measureTables(Engine engine, int day) throws IOException {
        Path lake = Path.of(engine.lake().root());
        Map<String, long[]> tables = new TreeMap<>();
        try (Stream<Path> all = Files.walk(lake)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                Path place = lake.relativize(file);
                String table = place.getNameCount() > 2
                        ? place.getName(0) + "." + place.getName(1)
                        : place.getName(0).toString();
                long[] sums = tables.computeIfAbsent(table, name -> new long[2]);
                sums[0]++;
                sums[1] += Files.size(file);
            }
        }
        for (Map.Entry<String, long[]> table : tables.entrySet()) {
            note(sizes, day, table.getKey(), table.getValue()[0], table.getValue()[1]);
        }
    }

    private void report() throws IOException {
        Map<String, Map<Integer, Double>> taken = new TreeMap<>();
        for (List<String> line : lines(seconds)) {
            taken.computeIfAbsent(line.get(1), name -> new TreeMap<>())
                    .merge(Integer.parseInt(line.get(0)), Double.parseDouble(line.get(2)), Double::sum);
        }
        List<Integer> days = new ArrayList<>(List.of(EARLY));
        int last = done();
        for (int day = REPORTED; day <= last; day += REPORTED) {
            days.add(day);
        }
        if (last % REPORTED != 0) {
            days.add(last);
        }
        System.out.printf("%-20s", "CPU seconds on day");
        days.forEach(day -> System.out.printf("%9d", day));
        System.out.printf("%9s%n", "ratio");
        for (String job : JOBS) {
            line(job, days, taken.get(job));
        }
        Map<Integer, Double> all = new TreeMap<>();
        JOBS.forEach(job -> taken.get(job).forEach((day, time) -> all.merge(day, time, Double::sum)));
        line("together", days, all);
        line("of a process", days, taken.getOrDefault("process", Map.of()));
        reportTables();
    }

    private static void line(String name, List<Integer> days, Map<Integer, Double> taken) {
        double[] means = days.stream().mapToDouble(day -> around(day, taken)).toArray();
        System.out.printf("%-20s", name);
        for (double mean : means) {
            System.out.printf(Locale.ROOT, "%9.2f", mean);
        }
        System.out.printf(Locale.ROOT, "%9.2f%n", means[means.length - 1] / means[0]);
    }

    private static double around(int day, Map<Integer, Double> taken) {
        return taken.entrySet().stream()
                .filter(each -> Math.abs(each.getKey() - day) <= AROUND)
                .mapToDouble(Map.Entry::getValue)
                .average()
                .orElse(Double.NaN);
    }

    private void reportTables() throws IOException {
        Map<Integer, long[]> system = new TreeMap<>();
        System.out.printf("%n%-8s%-28s%9s%14s%n", "day", "table", "files", "bytes");
        for (List<String> line : lines(sizes)) {
            System.out.printf("%-8s%-28s%9s%14s%n", line.toArray());
            if (line.get(1).startsWith(Layer.SYSTEM.folder() + ".")) {
                long[] sums = system.computeIfAbsent(Integer.parseInt(line.get(0)), day -> new long[2]);
                sums[0] += Long.parseLong(line.get(2));
                sums[1] += Long.parseLong(line.get(3));
            }
        }
        system.forEach((day, sums) ->
                System.out.printf(Locale.ROOT, "%-8d%-28s%9d%14d%n", day, "all system tables", sums[0], sums[1]));
    }

    private void makeProject() throws IOException {
        write("landing/.keep", "");
        write("conf/local.conf", Files.readString(Path.of("conf/local.conf")).replace("local[*]", "local[2]"));
        write("jobs/ingest-sales.conf", """
                kind = ingest
                owner = bench
                schedule = "@daily"
                files { paths = ["{date}*.csv"], delimiter = "," }
                columns {
                  sale { from = sale, type = string, required = true }
                  customer { from = customer, type = long, required = true }
                  at { from = at, type = timestamp, required = true }
                  amount { from = amount, type = "decimal(10,2)" }
                }
                checks { not-negative = "amount >= 0" }
                """);
        write("features/activity.conf", """
                entity = customer
                inputs {
                  sales {
                    table = silver.sales, time = at
                    aggregates {
                      orders { count = "*", windows = [7 days, 90 days] }
                      spend { sum = amount, windows = [90 days] }
                    }
                  }
                }
                columns {
                  recent { type = integer, unit = orders, comment = "in the last 7 days" }
                  orders { type = integer, unit = orders, comment = "in the last 90 days" }
                  spend { type = double, unit = pounds, comment = "in the last 90 days" }
                }
                """);
        write("features/activity.sql", """
                select customer, as_of, cast(orders_7d as int) as recent, cast(orders_90d as int) as orders,
                  cast(spend_90d as double) as spend
                from sales
                """);
        write("jobs/features-activity.conf", """
                kind = features
                owner = bench
                schedule = "@daily"
                view = activity
                """);
        write("jobs/train-leaves.conf", """
                kind = train
                owner = bench
                schedule = "@monthly"
                view = activity
                features = [orders, spend]
                label { known { table = silver.sales, column = customer, positive = "1" } }
                test { share = 0.2 }
                baseline = "orders"
                seed = 42
                """);
        write("jobs/score-leaves.conf", """
                kind = score
                owner = bench
                schedule = "@daily"
                model = leaves
                population { view = activity, where = "true" }
                reasons { top = 2 }
                decision { top-share = 0.1 }
                """);
    }

    private void write(String file, String text) throws IOException {
        Path place = folder.resolve(file);
        Files.createDirectories(place.getParent());
        Files.writeString(place, text);
    }
}
