package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;

import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.Ledger;
import io.headrace.table.StagedTable;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Judges the rows in quarantine again and moves those that pass today to silver.
 *
 * <p>A run of its own, {@code replay-SOURCE}. It pins the versions it looks at; bronze, which says what a row's outcome is,
 * is published last, so that an interrupted replay finds its rows again. Rows whose file was replaced meanwhile are no
 * longer there and are left out.
 */
public final class ReplayStage implements JobStage {
    private static final String RULE = "rule";

    private final IngestSpec spec;
    private final Lake lake;
    private final Ledger ledger;
    private final String rule;
    private final SourceTables tables;
    private final LakeCipher cipher;

    /** Where nothing is encrypted. */
    public ReplayStage(IngestSpec spec, Lake lake, Ledger ledger, String rule) {
        this(spec, lake, ledger, rule, new LakeCipher(lake, List::of));
    }

    /** @param rule only rows refused by this rule; all where empty */
    public ReplayStage(IngestSpec spec, Lake lake, Ledger ledger, String rule, LakeCipher cipher) {
        this.cipher = cipher;
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.rule = rule;
        this.tables = new SourceTables(spec);
    }

    /** The source's job as the ledger knows its replays. */
    public static IngestSpec job(IngestSpec spec) {
        JobHeader header = spec.header();
        return spec.under(new JobHeader("replay-" + spec.source(), header.owner(), header.schedule(), header.digest()));
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        refuseWhileIngestIsOpen();
        ensureTables();
        Map<String, Long> versions = versions();
        Dataset<Row> changed = columns(versions, context.zone())
                .changed(lake.read(spec.bronze(), versions.get(spec.bronze().toString())), rule);
        List<String> paths = changed.select("_file").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        return new Resolved(versions, files(paths), Map.of(RULE, rule));
    }

    private Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>(IngestStage.versionsRead(spec, lake));
        List.of(spec.bronze(), spec.silver(), spec.quarantine())
                .forEach(table -> versions.put(table.toString(), lake.version(table)));
        return versions;
    }

    /** What an interrupted ingest will still publish is not to be moved under its hands. */
    private void refuseWhileIngestIsOpen() {
        ledger.claims(spec.header().name()).stream()
                .collect(java.util.stream.Collectors.toMap(
                        Ledger.Claim::date, claim -> claim, (first, second) -> second, TreeMap::new))
                .values()
                .stream()
                .filter(claim -> !claim.isDone() && !claim.isVoid())
                .findFirst()
                .ifPresent(claim -> {
                    throw IngestErrors.ingestOpen(claim.run().toString());
                });
    }

    private void ensureTables() {
        lake.ensure(tables.bronze());
        lake.ensure(tables.silver(lake.spark()));
        lake.ensure(tables.quarantine());
    }

    /** The files as ingest took them in, so that what reads silver can tell from which day on it is touched. */
    private List<RawFile> files(List<String> paths) {
        Map<String, RawFile> takenIn = new TreeMap<>();
        ledger.claims(spec.header().name()).stream()
                .filter(Ledger.Claim::isDone)
                .forEach(claim -> claim.intent().files().forEach(file -> takenIn.put(file.path(), file)));
        return paths.stream()
                .map(path -> takenIn.getOrDefault(path, new RawFile(path, "", 0, 0, "", "", true)))
                .toList();
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        ensureTables();
        Dataset<Row> bronze = at(intent, spec.bronze());
        ReplayColumns columns = columns(intent.inputs(), context.zone());
        Dataset<Row> changed = columns.changed(bronze, intent.fact(RULE)).cache();
        try {
            Moved moved = new Moved(
                    bronze.where(OutcomeColumns.is(RowOutcome.QUARANTINED)).count(),
                    changed.where(OutcomeColumns.is(RowOutcome.SILVER)).count(),
                    bronze.where(OutcomeColumns.is(RowOutcome.UNREADABLE)).count());
            List<Output> outputs = changed.isEmpty() ? List.of() : staged(intent, columns, changed, moved);
            if (!columns.resting().stored(run)) {
                return prepare(context, run, intent);
            }
            return new Prepared(outputs, List.of(), Verdict.PUBLISHED, moved.counts(), moved.message());
        } finally {
            changed.unpersist();
        }
    }

    private ReplayColumns columns(Map<String, Long> versions, ZoneId zone) {
        KeyColumns keys = new KeyColumns(
                spec,
                lake.decrypting(cipher)
                        .read(spec.silver(), versions.get(spec.silver().toString())),
                table -> lake.read(table, versions.get(table.toString())));
        SilverColumns silver = new SilverColumns(spec, CleaningColumns.of(spec, lake, versions), zone);
        return new ReplayColumns(spec, silver, keys, RestingColumns.of(spec, silver, cipher));
    }

    private Dataset<Row> at(Intent intent, TableName table) {
        return lake.read(table, intent.version(table.toString()));
    }

    private List<Output> staged(Intent intent, ReplayColumns columns, Dataset<Row> changed, Moved moved) {
        List<String> files = intent.files().stream().map(RawFile::path).toList();
        Dataset<Row> bronzeNow = lake.read(spec.bronze()).where(col("_file").isin(files.toArray()));
        StagedTable silver = staged(
                spec.silver(),
                files,
                rows -> columns.silver(rows, bronzeNow, changed, tables.silverSchema(lake.spark())));
        StagedTable quarantine = staged(spec.quarantine(), files, rows -> columns.quarantine(rows, changed));
        StagedTable bronze = staged(spec.bronze(), files, rows -> columns.bronze(rows, changed));
        if (isAsPinned(intent)) {
            prove(files, moved, silver, quarantine, bronze);
        }
        return List.of(new TableOutput(silver), new TableOutput(quarantine), new TableOutput(bronze));
    }

    private StagedTable staged(TableName table, List<String> files, UnaryOperator<Dataset<Row>> change) {
        Dataset<Row> rows = lake.read(table).where(col("_file").isin(files.toArray()));
        return lake.stage(table).replaceWhere("_file", files, change.apply(rows));
    }

    /** A retry finds its own work done in part, and what others wrote meanwhile. */
    private boolean isAsPinned(Intent intent) {
        return List.of(spec.bronze(), spec.silver(), spec.quarantine()).stream()
                .allMatch(table -> lake.version(table) == intent.version(table.toString()));
    }

    private void prove(
            List<String> files, Moved moved, StagedTable silver, StagedTable quarantine, StagedTable bronze) {
        long gained = inFiles(silver.read(), files) - inFiles(lake.read(spec.silver()), files);
        long lost = inFiles(lake.read(spec.quarantine()), files) - inFiles(quarantine.read(), files);
        long turned = inFiles(lake.read(spec.bronze()).where(OutcomeColumns.is(RowOutcome.QUARANTINED)), files)
                - inFiles(bronze.read().where(OutcomeColumns.is(RowOutcome.QUARANTINED)), files);
        long kept = inFiles(bronze.read(), files) - inFiles(lake.read(spec.bronze()), files);
        if (gained != moved.moved() || lost != moved.moved() || turned != moved.moved() || kept != 0) {
            throw IngestErrors.notReplayed(spec.source(), moved.moved(), gained, lost, turned);
        }
    }

    private static long inFiles(Dataset<Row> rows, List<String> files) {
        return rows.where(col("_file").isin(files.toArray())).count();
    }

    /**
     * What would move today, by the rule that refused it: rule to rows.
     *
     * @param zone the project's
     */
    public Map<String, Long> preview(ZoneId zone) {
        Map<String, Long> rows = new TreeMap<>();
        columns(versions(), zone)
                .changed(lake.read(spec.bronze()), rule)
                .where(OutcomeColumns.is(RowOutcome.SILVER))
                .join(lake.read(spec.quarantine()).select("_file", "_row", "reasons"), columnsOfKey(), "inner")
                .selectExpr("explode(array_distinct(transform(reasons, r -> r.rule))) as rule")
                .groupBy("rule")
                .count()
                .collectAsList()
                .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
        return rows;
    }

    private static scala.collection.immutable.Seq<String> columnsOfKey() {
        return scala.jdk.javaapi.CollectionConverters.asScala(List.of("_file", "_row"))
                .toSeq();
    }

    /**
     * The proof of a replay.
     *
     * @param before rows in quarantine by rules, before
     * @param moved those of them that pass today
     * @param unreadable rows in quarantine that do not fit their file; they stay
     */
    private record Moved(long before, long moved, long unreadable) {
        Map<String, String> counts() {
            return Map.of(
                    "before",
                    Long.toString(before),
                    "moved",
                    Long.toString(moved),
                    "remaining",
                    Long.toString(before - moved),
                    RowOutcome.UNREADABLE.word(),
                    Long.toString(unreadable));
        }

        String message() {
            String text = String.format(
                    Locale.ROOT,
                    "%,d rows in quarantine = %,d moved to silver + %,d remaining",
                    before,
                    moved,
                    before - moved);
            return unreadable == 0
                    ? text
                    : text + String.format(Locale.ROOT, "; %,d unreadable ones need their file again", unreadable);
        }
    }
}
