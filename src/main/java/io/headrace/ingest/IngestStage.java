package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.run.HeadraceException;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.IngestSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.SparkFailures;
import io.headrace.table.StagedTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Takes the raw files of one source into {@code bronze}, {@code silver} and {@code quarantine}.
 *
 * <p>The files are parsed once, into staged bronze files in which each row already carries its outcome; silver,
 * quarantine and all counts come from these.
 */
public final class IngestStage implements JobStage {
    /** The fact that names files which changed while they were looked at. */
    private static final String CHANGING = "changing";

    private final IngestSpec spec;
    private final Lake lake;
    private final Ledger ledger;
    private final SourceTableColumns tables;
    private final SilverColumns silver;

    public IngestStage(IngestSpec spec, Lake lake, Ledger ledger) {
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.tables = new SourceTableColumns(spec);
        this.silver = new SilverColumns(spec);
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Landing landing = new Landing(spec, context.landing(), hadoop());
        List<LandingFiles.Dated> found = landing.filesUpTo(context.date());
        if (found.isEmpty() && !spec.files().optional()) {
            throw IngestErrors.noFiles(
                    spec.name(),
                    context.landing(),
                    spec.files().paths(),
                    context.date().toString());
        }
        Map<String, Long> received =
                lake.has(spec.bronze()) ? Map.of(spec.bronze().toString(), lake.version(spec.bronze())) : Map.of();
        Landing.NewFiles files = landing.newOnes(found, takenIn(before));
        return new Resolved(
                received,
                files.files(),
                files.changing().isEmpty() ? Map.of() : Map.of(CHANGING, String.join(", ", files.changing())));
    }

    private Configuration hadoop() {
        return lake.spark().sessionState().newHadoopConf();
    }

    /** Path to file as taken in by finished runs, without those that this run takes the place of. */
    private Map<String, RawFile> takenIn(Optional<Intent> before) {
        Optional<LocalDate> replaced =
                before.map(intent -> RunId.parse(intent.runId()).date());
        Map<String, RawFile> files = new TreeMap<>();
        ledger.claims(spec.name()).stream()
                .filter(Ledger.Claim::isDone)
                .filter(claim -> replaced.filter(claim.date()::equals).isEmpty())
                .forEach(claim -> claim.intent().files().forEach(file -> files.put(file.path(), file)));
        return files;
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        lake.ensure(tables.bronze());
        lake.ensure(tables.silver(lake.spark()));
        lake.ensure(tables.quarantine());
        return intent.files().isEmpty() ? nothingNew(intent) : explained(() -> stageAll(context, run, intent));
    }

    private static Prepared nothingNew(Intent intent) {
        RowCounts none = new RowCounts(Map.of(), Map.of());
        return new Prepared(List.of(), List.of(), "published", none.byName(0), "no new files" + leftAlone(intent));
    }

    private Prepared stageAll(RunContext context, RunId run, Intent intent) {
        StagedTable bronze = lake.stage(spec.bronze());
        put(bronze, judged(parsed(context.landing(), intent), intent), intent);
        Dataset<Row> received = bronze.read().where(col("_run_id").equalTo(run.toString()));
        StagedTable clean = lake.stage(spec.silver());
        put(clean, silver.typed(received.where(col("_outcome").equalTo("silver"))), intent);
        StagedTable refused = lake.stage(spec.quarantine());
        put(refused, quarantined(received), intent);
        RowCounts counts = counted(received, replacedRows(intent));
        BrokenRules broken = brokenRules(received);
        int files = intent.files().size();
        return new Prepared(
                List.of(new TableOutput(bronze), new TableOutput(refused), new TableOutput(clean)),
                Stream.concat(counts.refusals(spec).stream(), broken.refusals(spec).stream())
                        .toList(),
                "published",
                broken.addedTo(counts.byName(files)),
                counts.message(files) + leftAlone(intent));
    }

    private static String leftAlone(Intent intent) {
        String paths = intent.facts().get(CHANGING);
        return paths == null ? "" : "; left to a later run, as they are being written: " + paths;
    }

    /** Adds the rows; where earlier rows of the same files may be there, replaces them. */
    private static void put(StagedTable table, Dataset<Row> rows, Intent intent) {
        if (mayReplace(intent)) {
            table.replaceWhere("_file", paths(intent), rows);
        } else {
            table.append(rows);
        }
    }

    private static boolean mayReplace(Intent intent) {
        return RunId.parse(intent.runId()).generation() > 1
                || intent.files().stream().anyMatch(RawFile::replaces);
    }

    /** Counted before the run: an interrupted attempt may have put its own rows in their place. */
    private long replacedRows(Intent intent) {
        String bronze = spec.bronze().toString();
        return mayReplace(intent) && intent.inputs().containsKey(bronze)
                ? lake.read(spec.bronze(), intent.version(bronze))
                        .where(col("_file").isin(paths(intent).toArray()))
                        .count()
                : 0;
    }

    private static List<String> paths(Intent intent) {
        return intent.files().stream().map(RawFile::path).toList();
    }

    private Dataset<Row> parsed(String landing, Intent intent) {
        RawShape shape = RawShape.of(spec);
        SerializableConfiguration hadoop = new SerializableConfiguration(hadoop());
        String runId = intent.runId();
        List<RawFile> files = intent.files();
        int slices = Math.max(
                1, Math.min(files.size(), 2 * lake.spark().sparkContext().defaultParallelism()));
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(lake.spark().sparkContext())
                .parallelize(files, slices)
                .flatMap(file -> rows(shape, hadoop.value(), landing, runId, file));
        return lake.spark().createDataFrame(rows, tables.parsed());
    }

    private static Iterator<Row> rows(RawShape shape, Configuration hadoop, String landing, String runId, RawFile file)
            throws java.io.IOException {
        Iterator<RawRow> rows = Landing.rows(shape, hadoop, landing, runId, file);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .map(row -> row(file, row))
                .iterator();
    }

    private static Row row(RawFile file, RawRow row) {
        List<Object> cells = new ArrayList<>(row.values());
        cells.add(row.extra());
        cells.add(row.unreadable());
        cells.add(row.problem());
        cells.add(!file.copyOf().isEmpty());
        cells.add(file.path());
        cells.add(row.number());
        return RowFactory.create(cells.toArray());
    }

    /** Each row with its outcome and every reason, in the one projection that is written. */
    private Dataset<Row> judged(Dataset<Row> parsed, Intent intent) {
        Column[] texts = spec.columns().stream().map(SilverColumns::text).toArray(Column[]::new);
        Dataset<Row> withReasons = silver.judged(silver.typed(parsed.withColumn("_copy", copyNumber())));
        Column[] further = {
            col("_extra"),
            col("_unreadable"),
            outcome().as("_outcome"),
            col("_reasons"),
            col("_warnings"),
            col("_rule_errors"),
            col("_file"),
            col("_row"),
            lit(intent.runId()).as("_run_id"),
            expr("timestamp_micros(" + intent.createdMicros() + ")").as("_ingested_at")
        };
        return withReasons.select(
                Stream.concat(Stream.of(texts), Stream.of(further)).toArray(Column[]::new));
    }

    /**
     * 1 for the first of the rows of a file that agree in every field. The digest in front changes no group; the sort
     * settles by it nearly always, without comparing texts.
     */
    private Column copyNumber() {
        if (spec.duplicates() == IngestSpec.Duplicates.KEEP) {
            return lit(1);
        }
        Column[] fields = Stream.concat(
                        Stream.of(col("_file"), col("_extra"), col("_unreadable")),
                        spec.columns().stream().map(column -> col(column.name())))
                .toArray(Column[]::new);
        Column[] group =
                Stream.concat(Stream.of(xxhash64(fields)), Stream.of(fields)).toArray(Column[]::new);
        return row_number().over(Window.partitionBy(group).orderBy(col("_row")));
    }

    private static Column outcome() {
        return when(col("_superseded"), lit("superseded"))
                .when(col("_unreadable").isNotNull(), lit("unreadable"))
                .when(col("_copy").gt(1), lit("duplicate"))
                .when(size(col("_reasons")).gt(0), lit("quarantined"))
                .otherwise(lit("silver"));
    }

    private Dataset<Row> quarantined(Dataset<Row> received) {
        Column[] texts = spec.columns().stream()
                .map(column -> col(column.name()).as(column.from()))
                .toArray(Column[]::new);
        return received.where(col("_outcome").isin("unreadable", "quarantined"))
                .withColumn("payload", coalesce(col("_unreadable"), to_json(struct(texts))))
                .withColumnRenamed("_reasons", "reasons");
    }

    private RowCounts counted(Dataset<Row> received, long replaced) {
        List<Column> sums = spec.totals().entrySet().stream()
                .map(total -> sum(expr(total.getValue())).as(total.getKey()))
                .toList();
        Map<String, Long> rows = new TreeMap<>();
        Map<String, String> totals = new TreeMap<>();
        for (Row row : silver.typed(received)
                .groupBy("_outcome")
                .agg(count(lit(1)).as("_rows"), sums.toArray(Column[]::new))
                .collectAsList()) {
            String outcome = row.getAs("_outcome");
            rows.put(outcome, row.getAs("_rows"));
            spec.totals().keySet().forEach(name -> totals.put(name + "." + outcome, number(row.getAs(name))));
        }
        rows.merge("superseded", replaced, Long::sum);
        return new RowCounts(rows, totals);
    }

    private BrokenRules brokenRules(Dataset<Row> received) {
        if (spec.checks().isEmpty()) {
            return new BrokenRules(List.of());
        }
        String judged = "filter(_reasons, r -> r.version <> '')";
        String failed = "array_except(array_union(transform(" + judged + ", r -> r.rule), _warnings), _rule_errors)";
        return new BrokenRules(received
                .where(col("_outcome").isin("quarantined", "silver"))
                .select(
                        col("_file"),
                        col("_row"),
                        expr("explode(concat(transform(" + failed + ", n -> named_struct('rule', n, 'error', false)),"
                                        + " transform(_rule_errors, n -> named_struct('rule', n, 'error', true))))")
                                .as("_broken"))
                .groupBy("_broken")
                .agg(count(lit(1)).as("_rows"), expr("min(struct(_file, _row))").as("_first"))
                .select("_broken.rule", "_broken.error", "_rows", "_first._file", "_first._row")
                .collectAsList()
                .stream()
                .map(row -> new BrokenRules.Broken(
                        row.getString(0), row.getBoolean(1), row.getLong(2), row.getString(3), row.getLong(4)))
                .toList());
    }

    private static String number(Object value) {
        if (value == null) {
            return "0";
        }
        return value instanceof BigDecimal exact ? exact.toPlainString() : value.toString();
    }

    /** Turns what a task says about the data into a failure that a person can act on. */
    private <T> T explained(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw explanation(e);
        }
    }

    private RuntimeException explanation(RuntimeException e) {
        Optional<String> fault = SparkFailures.dataFault(e);
        if (fault.isPresent()) {
            return IngestErrors.badExpression(spec.name(), fault.get(), e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HeadraceException known) {
                return known;
            }
            if (cause instanceof RawFormatException format) {
                return IngestErrors.badFiles(spec.name(), List.of("a file that " + format.getMessage()));
            }
        }
        return e;
    }
}
