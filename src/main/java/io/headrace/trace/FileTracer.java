package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FILE;
import static io.headrace.spec.EngineColumn.SOURCE_RUN_ID;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.VisibleRows;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.Windows;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.trace.FileTrace.TakenIn;
import io.headrace.trace.FileTrace.Touched;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Walks from a raw file to the published scores and model versions whose features had its rows within reach. */
public final class FileTracer {
    private static final String VERSION = "model_version";
    private static final String BEGIN = "_begin";
    private static final String END = "_end";
    private static final StructType REACH =
            (StructType) DataType.fromDDL("_at timestamp, " + BEGIN + " timestamp, " + END + " timestamp");

    private final Project project;
    private final Lake lake;
    private final ZoneId zone;

    public FileTracer(Project project, Lake lake, ZoneId zone) {
        this.project = project;
        this.lake = lake;
        this.zone = zone;
    }

    /**
     * What the file touched.
     *
     * @param path below the landing folder
     */
    public FileTrace of(String path) {
        List<TableName> silver = jobs(IngestSpec.class)
                .map(IngestSpec::silver)
                .filter(lake::has)
                .sorted()
                .distinct()
                .toList();
        List<TakenIn> takenIn =
                silver.stream().flatMap(table -> takenIn(table, path).stream()).toList();
        if (takenIn.isEmpty()) {
            throw TraceErrors.unknownFile(path);
        }
        List<Touched> scores = new ArrayList<>();
        jobs(ScoreSpec.class).filter(job -> lake.has(job.table())).forEach(job -> scores.addAll(scores(job, path)));
        List<Touched> versions = new ArrayList<>();
        jobs(TrainSpec.class)
                .filter(job -> lake.has(job.trainingTable()))
                .forEach(job -> versions.addAll(versions(job, path)));
        return new FileTrace(path, takenIn, scores, versions);
    }

    private <T> Stream<T> jobs(Class<T> kind) {
        return project.jobs().values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private List<TakenIn> takenIn(TableName table, String path) {
        return lake
                .read(table)
                .where(col(FILE).equalTo(path))
                .groupBy(SOURCE_RUN_ID)
                .count()
                .orderBy(SOURCE_RUN_ID)
                .collectAsList()
                .stream()
                .map(row -> new TakenIn(table.toString(), row.getString(0), row.getLong(1)))
                .toList();
    }

    private List<Touched> scores(ScoreSpec job, String path) {
        return touched(lake.read(job.table()), job.view(), path)
                .groupBy(AS_OF, VERSION)
                .agg(count(lit(1)))
                .orderBy(AS_OF, VERSION)
                .collectAsList()
                .stream()
                .map(row -> new Touched(
                        job.table().toString(),
                        job.model(),
                        Partitions.text(row.getTimestamp(0).toInstant()),
                        row.getInt(1),
                        row.getLong(2)))
                .toList();
    }

    private List<Touched> versions(TrainSpec job, String path) {
        return touched(lake.read(job.trainingTable()), job.view(), path)
                .groupBy(VERSION)
                .agg(count(lit(1)))
                .orderBy(VERSION)
                .collectAsList()
                .stream()
                .map(row -> new Touched(job.trainingTable().toString(), job.model(), "", row.getInt(0), row.getLong(1)))
                .toList();
    }

    /** The rows of a table of entities at as-ofs that had a row of the file within reach, each once. */
    private Dataset<Row> touched(Dataset<Row> rows, FeatureView view, String path) {
        Dataset<Row> asked = rows.select(col("`" + view.entity() + "`").as("_entity"), col(AS_OF), col(VERSION));
        List<Instant> asOfs = asked.select(AS_OF).distinct().collectAsList().stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .toList();
        Dataset<Row> none = asked.where(lit(false));
        return view.allInputs().values().stream()
                .filter(input -> lake.has(input.table()))
                .flatMap(input -> reached(asked, asOfs, input, view, path).stream())
                .reduce(none, Dataset::union)
                .distinct();
    }

    private Optional<Dataset<Row>> reached(
            Dataset<Row> asked, List<Instant> asOfs, Input input, FeatureView view, String path) {
        Dataset<Row> table = lake.read(input.table());
        if (!List.of(table.columns()).contains(FILE)) {
            return Optional.empty();
        }
        Dataset<Row> ofFile = table.where(col(FILE).equalTo(path));
        Dataset<Row> reach = broadcast(lake.spark()
                .createDataFrame(asOfs.stream().map(asOf -> reach(input, asOf)).toList(), REACH));
        Column time = input.time()
                .map(name -> InstantColumns.of(ofFile, name, zone))
                .orElse(lit(null).cast("timestamp"));
        boolean isByEntity = VisibleRows.isByEntity(table, view.entity());
        Column entity = isByEntity ? col("`" + view.entity() + "`") : lit(null);
        Dataset<Row> within = ofFile.select(entity.as("_of"), time.as("_time"))
                .join(
                        reach,
                        col("_time")
                                .isNull()
                                .and(lit(input.time().isEmpty()))
                                .or(col("_time")
                                        .lt(col(END))
                                        .and(col(BEGIN).isNull().or(col("_time").geq(col(BEGIN))))))
                .select("_of", "_at")
                .distinct();
        Column same = col(AS_OF).equalTo(col("_at"));
        return Optional.of(
                asked.join(within, isByEntity ? same.and(col("_entity").equalTo(col("_of"))) : same, "left_semi"));
    }

    private Row reach(Input input, Instant asOf) {
        Instant end =
                input.windows().map(windows -> asOf.minus(windows.delay())).orElse(asOf);
        Optional<Instant> begin = input.windows().isPresent()
                ? input.windows().flatMap((Windows windows) -> windows.begin(end, zone))
                : input.lookbackDays().map(days -> CalendarDays.plus(asOf, -days, zone));
        return RowFactory.create(
                Timestamp.from(asOf), begin.map(Timestamp::from).orElse(null), Timestamp.from(end));
    }
}
