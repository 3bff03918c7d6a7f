package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;

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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    private final ParsedColumns raw;
    private final OutcomeColumns outcomes;
    private final TallyColumns tally;

    public IngestStage(IngestSpec spec, Lake lake, Ledger ledger) {
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.tables = new SourceTableColumns(spec);
        this.silver = new SilverColumns(spec);
        this.raw = new ParsedColumns(spec, lake.spark());
        this.outcomes = new OutcomeColumns(spec);
        this.tally = new TallyColumns(spec);
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Landing landing = new Landing(spec, context.landing(), raw.hadoop());
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
        put(bronze, outcomes.judged(raw.rows(context.landing(), intent), intent), intent);
        Dataset<Row> received = bronze.read().where(col("_run_id").equalTo(run.toString()));
        StagedTable clean = lake.stage(spec.silver());
        put(clean, silver.typed(received.where(col("_outcome").equalTo("silver"))), intent);
        StagedTable refused = lake.stage(spec.quarantine());
        put(refused, outcomes.quarantined(received), intent);
        RowCounts counts = tally.rows(received, replacedRows(intent));
        BrokenRules broken = tally.brokenRules(received);
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

    /** Turns what a task says about the data into a failure that a person can act on. */
    private <T> T explained(Supplier<T> work) {
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
