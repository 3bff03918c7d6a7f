package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.run.RunContext;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.NumberBins;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.TableCatalog;
import io.headrace.testing.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Makes a project whose score job has counted many columns on many days, as if it had run: a model of numbers, 10,000 rows learnt from, 1,000
 * scored a day. Every hundredth column moves in the last tenth of the days.
 *
 * <p>Run by {@code bench/monitoring/run}.
 */
final class MonitoringBench {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 2);
    private static final String MODEL = "wide";
    private static final String TRAINING = "train-wide/2025-01-01/1";
    private static final int REFERENCE = 10_000;
    private static final int SCORED = 1_000;

    /** Files of Headrace's own tables hold so many days after a compaction. */
    private static final int DAYS_OF_A_FILE = 40;

    private final Path folder;
    private final int columns;
    private final int days;
    private final Map<String, ColumnBins> bins = new HashMap<>();

    private MonitoringBench(Path folder, int columns, int days) {
        this.folder = folder;
        this.columns = columns;
        this.days = days;
    }

    /** @param arguments a folder, how many columns, how many days */
    public static void main(String[] arguments) throws IOException {
        new MonitoringBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
                .make();
        System.exit(0);
    }

    private void make() throws IOException {
        makeProject();
        Project project =
                ProjectReader.read(folder, "local", List.of(), Map.of()).projectOrThrow();
        Engine engine = Engine.open(project);
        FeatureEncoder encoder = FeatureEncoder.of(List.of(new Encoding.Plain("c0")));
        ModelFile file = new ModelFile(
                LinearModel.of(encoder, Output.LOG_ODDS, 0.1, new double[] {-0.05}, new double[] {90}),
                Map.of("model", MODEL));
        engine.registry()
                .register(
                        MODEL,
                        1,
                        TRAINING,
                        "bench",
                        Versions.of(engine.registry().store(MODEL, file)),
                        Versions.PROMOTED);
        append(engine, StatisticsTable.TABLE, reference());
        for (int day = 0; day < days; day += DAYS_OF_A_FILE) {
            append(
                    engine,
                    StatisticsTable.TABLE,
                    IntStream.range(day, Math.min(days, day + DAYS_OF_A_FILE))
                            .parallel()
                            .boxed()
                            .flatMap(this::scored)
                            .toList());
        }
        append(engine, Publications.TABLE, publications());
        Files.writeString(folder.resolve("days"), FIRST + " " + FIRST.plusDays(days - 1L) + "\n");
    }

    private void makeProject() throws IOException {
        List<String> names = names();
        write("conf/local.conf", Files.readString(Path.of("conf/ci.conf")));
        write(
                "jobs/ingest-rows.conf",
                "kind = ingest, owner = bench, files.paths = [\"{date}.csv\"]\ncolumns { id = long, at = timestamp, "
                        + names.stream().map(name -> name + " = double").collect(Collectors.joining(", ")) + " }\n");
        write(
                "features/wide.conf",
                "entity = id\ninputs.rows { table = silver.rows, time = at, lookback = 2 days }\ncolumns { "
                        + names.stream().map(name -> name + " = double").collect(Collectors.joining(", ")) + " }\n");
        write(
                "features/wide.sql",
                "select id, as_of, "
                        + names.stream()
                                .map(name -> "avg(" + name + ") as " + name)
                                .collect(Collectors.joining(", "))
                        + " from rows group by id, as_of\n");
        write("jobs/features-wide.conf", "kind = features, owner = bench, view = wide\n");
        write(
                "jobs/train-wide.conf",
                "kind = train, owner = bench, schedule = \"@manual\", view = wide, features = ["
                        + String.join(", ", names) + "]\n"
                        + "label.event { table = silver.rows, time = at, positive = event, horizon = 2 days }\n"
                        + "as-ofs { every = 2 days, at-most = 4 }\ntest.latest = 1\nlearner.logistic-regression {}\n");
        write(
                "jobs/score-wide.conf",
                "kind = score, owner = bench, population.view = wide, decision.top-share = 0.3\n");
        write("jobs/monitor-wide.conf", "kind = monitor, owner = bench\n");
    }

    private List<String> names() {
        return IntStream.range(0, columns).mapToObj(column -> "c" + column).toList();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static void append(Engine engine, TableName table, List<Row> rows) {
        engine.lake()
                .spark()
                .createDataFrame(rows, schema(table))
                .coalesce(1)
                .write()
                .format("delta")
                .mode("append")
                .save(engine.lake().path(table));
    }

    private static StructType schema(TableName table) {
        return TableCatalog.system().find(table).orElseThrow().schema();
    }

    private List<Row> reference() {
        SplittableRandom random = new SplittableRandom(1);
        List<Row> rows = new ArrayList<>();
        for (String name : names()) {
            double[] numbers = random.doubles(REFERENCE).toArray();
            Arrays.sort(numbers);
            NumberBins found = NumberBins.ofSorted(numbers);
            bins.put(name, found);
            ColumnCounter counter = new ColumnCounter(found);
            for (double number : numbers) {
                counter.add(number);
            }
            rows.add(row(
                    TRAINING,
                    FIRST.minusDays(1),
                    null,
                    StoredCounts.fixing(Of.TRAINING, name, found, counter.counts())));
        }
        return rows;
    }

    private Stream<Row> scored(int day) {
        SplittableRandom random = new SplittableRandom(1000L + day);
        LocalDate date = FIRST.plusDays(day);
        return IntStream.range(0, columns).mapToObj(column -> {
            double shift = column % 100 == 0 && day >= days * 9 / 10 ? 0.3 : 0;
            ColumnCounter counter = new ColumnCounter(bins.get("c" + column));
            for (int row = 0; row < SCORED; row++) {
                counter.add(random.nextDouble() + shift);
            }
            ColumnCounts counts = counter.counts();
            return row(run(date), date, asOf(date), StoredCounts.of(Of.POPULATION, "c" + column, counts));
        });
    }

    private static String run(LocalDate date) {
        return "score-wide/" + date + "/1";
    }

    private static String asOf(LocalDate date) {
        return Partitions.text(RunContext.asOf(date, ZoneOffset.UTC));
    }

    private static Row row(String run, LocalDate date, String asOf, StoredCounts counted) {
        return RowFactory.create(
                run,
                Date.valueOf(date),
                MODEL,
                1,
                asOf,
                counted.of().name().toLowerCase(Locale.ROOT),
                counted.column(),
                counted.rows(),
                counted.missing(),
                counted.mean().isPresent() ? (Double) counted.mean().getAsDouble() : null,
                counted.deviation().isPresent() ? (Double) counted.deviation().getAsDouble() : null,
                counted.bins().map(ColumnBins::text).orElse(null),
                counted.counts());
    }

    private List<Row> publications() {
        return IntStream.range(0, days)
                .mapToObj(FIRST::plusDays)
                .map(date -> RowFactory.create(
                        "scores." + MODEL,
                        asOf(date),
                        1L,
                        "published",
                        run(date),
                        1L,
                        1L,
                        (long) SCORED,
                        "bench",
                        "run",
                        Timestamp.from(Instant.EPOCH)))
                .toList();
    }
}
