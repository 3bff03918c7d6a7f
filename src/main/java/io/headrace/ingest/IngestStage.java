package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.landing.SchemaReactions;
import io.headrace.ingest.text.ColumnChange;
import io.headrace.ingest.text.LineAudit;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.quality.CheckResult;
import io.headrace.quality.CheckResultTable;
import io.headrace.quality.ColumnProfiler;
import io.headrace.quality.ProfileTable;
import io.headrace.run.HeadraceException;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.DataCheck;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.UnreadableFile;
import io.headrace.stats.ColumnProfile;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.Ledger;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SparkFailures;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private static final String NEWLY_PERSONAL = "newly_personal";

    private final IngestSpec spec;
    private final Lake lake;
    private final Ledger ledger;
    private final SourceTables tables;
    private final RawSource raw;
    private final FileAccounts accounts;
    private final Supplier<String> tombstoneKey;
    private final LakeCipher cipher;

    /** Where nobody was erased, and nothing is encrypted. */
    public IngestStage(IngestSpec spec, Lake lake, Ledger ledger) {
        this(
                spec,
                lake,
                ledger,
                () -> {
                    throw ErasedColumns.noKey(spec.name(), "none is set");
                },
                new LakeCipher(lake, List::of));
    }

    /**
     * @param tombstoneKey the key by which erased persons are recognised, read where there are any
     * @param cipher encrypts the columns that are declared so
     */
    public IngestStage(IngestSpec spec, Lake lake, Ledger ledger, Supplier<String> tombstoneKey, LakeCipher cipher) {
        this.tombstoneKey = tombstoneKey;
        this.cipher = cipher;
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.tables = new SourceTables(spec);
        this.raw = RawSource.of(spec, lake);
        this.accounts = new FileAccounts(spec);
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        if (spec.isEncrypted()) {
            cipher.require();
        }
        Map<String, Long> inputs = new TreeMap<>();
        inputs.putAll(versionsRead(spec, lake));
        Set<String> newlyPersonal = lake.ensure(tables.silver(lake.spark()));
        inputs.put(spec.silver().toString(), lake.version(spec.silver()));
        if (lake.has(spec.bronze())) {
            inputs.put(spec.bronze().toString(), lake.version(spec.bronze()));
        }
        NewFiles files = raw.found(context, takenIn(before));
        refuseUnreadable(files, before);
        Map<String, String> facts = new TreeMap<>(files.facts());
        facts.put(Intent.COLUMNS, tables.definitions().fact());
        if (!newlyPersonal.isEmpty()) {
            facts.put(NEWLY_PERSONAL, String.join(", ", newlyPersonal));
        }
        return new Resolved(inputs, files.files(), facts);
    }

    private void refuseUnreadable(NewFiles files, Optional<Intent> before) {
        boolean strict = spec.files().unreadable() == UnreadableFile.REFUSE;
        if ((strict && !files.quarantined().isEmpty()) || files.onlyUnreadable(inQuarantine(before))) {
            throw IngestErrors.badFiles(
                    spec.name(),
                    files.quarantined().stream()
                            .map(NewFiles.Quarantined::toString)
                            .toList());
        }
    }

    private List<NewFiles.Quarantined> inQuarantine(Optional<Intent> before) {
        return doneClaims(before)
                .flatMap(claim -> NewFiles.of(claim.intent()).quarantined().stream())
                .toList();
    }

    /** The newest versions of the tables that the job reads. */
    static Map<String, Long> versionsRead(IngestSpec spec, Lake lake) {
        Map<String, Long> versions = new TreeMap<>();
        spec.reads().forEach(table -> versions.put(table.toString(), lake.version(table)));
        return versions;
    }

    /** Path to file as taken in by finished runs, without those that this run takes the place of. */
    private Map<String, RawFile> takenIn(Optional<Intent> before) {
        Map<String, RawFile> files = new TreeMap<>();
        doneClaims(before).forEach(claim -> claim.intent().files().forEach(file -> files.put(file.path(), file)));
        return files;
    }

    private Stream<Ledger.Claim> doneClaims(Optional<Intent> before) {
        Optional<LocalDate> replaced =
                before.map(intent -> RunId.parse(intent.runId()).date());
        return ledger.claims(spec.name()).stream()
                .filter(Ledger.Claim::isDone)
                .filter(claim -> replaced.filter(claim.date()::equals).isEmpty());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        lake.ensure(tables.bronze());
        lake.ensure(tables.silver(lake.spark()));
        lake.ensure(tables.quarantine());
        boolean nothingToRead =
                intent.files().isEmpty() || !NewFiles.of(intent).refusals().isEmpty();
        Prepared prepared = nothingToRead ? withoutRows(intent) : explained(() -> stageAll(context, run, intent));
        return forgetting(prepared, context, intent);
    }

    /** What was kept of columns before they were declared personal goes with the run, or is told of. */
    private Prepared forgetting(Prepared prepared, RunContext context, Intent intent) {
        Set<String> personal = lake.personal(spec.silver());
        long telling = ProfileTable.telling(lake, spec.silver(), personal);
        List<Output> outputs = new ArrayList<>(prepared.outputs());
        if (telling > 0) {
            outputs.add(new ForgottenProfiles(personal));
        }
        String words = Optional.ofNullable(intent.facts().get(NEWLY_PERSONAL))
                .map(columns -> heldStill(columns, intent, context))
                .orElse("");
        return new Prepared(
                prepared.findings(),
                outputs,
                prepared.refusals(),
                prepared.verdict(),
                prepared.counts(),
                prepared.message()
                        + (telling == 0 ? "" : "; profiles of columns that have become personal removed: " + telling)
                        + words);
    }

    private String heldStill(String columns, Intent intent, RunContext context) {
        return "; personal from now on: " + columns + "; commits up to version "
                + intent.version(spec.silver().toString()) + " of " + spec.silver()
                + " and the footers of files from before still hold least and greatest values of it, commits until "
                + context.date().plusDays(TableLayout.DEFAULT_KEEP_DAYS)
                + ", files until they are rewritten or a retention job removes them";
    }

    /** Profiles of columns that were not personal when they were made. */
    private final class ForgottenProfiles implements Output {
        private final Set<String> columns;

        ForgottenProfiles(Set<String> columns) {
            this.columns = columns;
        }

        @Override
        public String name() {
            return ProfileTable.TABLE.toString();
        }

        @Override
        public long publish(RunId run) {
            ProfileTable.forget(lake, spec.silver(), columns);
            return lake.version(ProfileTable.TABLE);
        }
    }

    private Prepared withoutRows(Intent intent) {
        NewFiles found = NewFiles.of(intent);
        return new Prepared(
                List.of(accounts.finding(lake, intent, Map.of())),
                List.of(),
                found.refusals(),
                Verdict.PUBLISHED,
                new RowCounts(Map.of(), Map.of(), Map.of()).byName(0),
                "no new files" + found.message());
    }

    private Prepared stageAll(RunContext context, RunId run, Intent intent) {
        CleaningColumns cleaning = CleaningColumns.of(spec, lake, intent.inputs());
        SilverColumns silver = new SilverColumns(spec, cleaning, context.zone());
        // Before tombstones are looked for: whose key is destroyed in between is not given another.
        RestingColumns resting = RestingColumns.of(spec, silver, cipher);
        OutcomeColumns outcomes =
                new OutcomeColumns(spec, silver, keys(intent), ErasedColumns.of(spec, lake, tombstoneKey));
        BronzeTally tally = new BronzeTally(spec, silver, cleaning);
        StagedTable bronze = lake.stage(spec.bronze());
        put(bronze, resting.bronze(outcomes.judged(raw.rows(context, intent), intent)), intent);
        if (!resting.stored(run)) {
            return stageAll(context, run, intent);
        }
        Dataset<Row> received =
                resting.opened(bronze.read().where(col("_run_id").equalTo(run.toString())));
        StagedTable clean = lake.stage(spec.silver());
        put(
                clean,
                resting.silver(
                        silver.typed(received.where(OutcomeColumns.is(RowOutcome.SILVER))),
                        tables.silverSchema(lake.spark())),
                intent);
        StagedTable refused = lake.stage(spec.quarantine());
        put(refused, resting.quarantine(outcomes.quarantined(received)), intent);
        Map<String, FileTally> tallies = tallies(context, intent, received, tally);
        RowCounts counts = tally.rows(
                received,
                tallies.values().stream().mapToLong(FileTally::replaced).sum());
        BrokenRules broken = tally.brokenRules(received);
        Dataset<Row> written = clean.read().where(col("_run_id").equalTo(run.toString()));
        List<ColumnProfile> profiles = profiles(written);
        List<CheckResult> results = new SourceChecks(spec, lake, ledger)
                .results(
                        context,
                        counts.of(RowOutcome.SILVER) + counts.of(RowOutcome.QUARANTINED),
                        broken,
                        resting.clear(written),
                        profiles,
                        counts.of(RowOutcome.SILVER));
        int files = intent.files().size();
        return new Prepared(
                List.of(
                        accounts.finding(lake, intent, tallies),
                        CheckResultTable.finding(lake, spec.silver(), results),
                        ProfileTable.finding(lake, spec.silver(), profiles)),
                List.of(new TableOutput(bronze), new TableOutput(refused), new TableOutput(clean)),
                Stream.of(counts.refusals(spec), broken.refusals(spec), refusals(results), unwanted(tallies))
                        .flatMap(List::stream)
                        .toList(),
                Verdict.PUBLISHED,
                broken.addedTo(counts.byName(files)),
                counts.message(files) + NewFiles.of(intent).message() + warnings(results));
    }

    /** Keys are compared with what silver held when the run began, but for rows that it replaces. */
    private KeyColumns keys(Intent intent) {
        Dataset<Row> others = lake.decrypting(cipher)
                .read(spec.silver(), intent.version(spec.silver().toString()))
                .where(not(col("_file").isin(paths(intent).toArray())));
        return new KeyColumns(spec, others, table -> lake.read(table, intent.version(table.toString())));
    }

    /** Path to what was counted about the file; every line of every file must be accounted for. */
    private Map<String, FileTally> tallies(
            RunContext context, Intent intent, Dataset<Row> received, BronzeTally tally) {
        Map<String, LineAudit.Account> lines = raw.accounts(context, intent, received);
        Map<String, Map<RowOutcome, Long>> outcomesOf = BronzeTally.byFile(received);
        Map<String, List<ColumnChange>> changes = tally.changes(received);
        Map<String, Long> replaced = replacedRows(intent);
        Map<String, FileTally> tallies = new TreeMap<>();
        for (String path : paths(intent)) {
            FileTally file = new FileTally(
                    lines.get(path),
                    outcomesOf.getOrDefault(path, Map.of()),
                    replaced.getOrDefault(path, 0L),
                    changes.getOrDefault(path, List.of()));
            file.lost().ifPresent(what -> {
                throw IngestErrors.notConserved(path, what);
            });
            tallies.put(path, file);
        }
        return tallies;
    }

    private List<ColumnProfile> profiles(Dataset<Row> written) {
        if (!spec.profile()) {
            return List.of();
        }
        List<String> columns = Stream.of(written.columns())
                .filter(name -> !name.startsWith("_"))
                .toList();
        return new ColumnProfiler(PersonalLineage.marked(written.schema())).of(written, columns);
    }

    /** Those of the checks on all rows together; of the others the rows tell. */
    private static List<String> refusals(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.check() instanceof DataCheck && result.refuses())
                .map(CheckResult::sentence)
                .toList();
    }

    /** Of those that only warn. */
    private static String warnings(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.check() instanceof DataCheck
                        && !result.refuses()
                        && result.outcome() != CheckResult.Outcome.PASSED
                        && result.outcome() != CheckResult.Outcome.NO_HISTORY)
                .map(result -> "; warning: " + result.sentence())
                .collect(Collectors.joining());
    }

    private List<String> unwanted(Map<String, FileTally> tallies) {
        SchemaReactions reactions = new SchemaReactions(spec.schema());
        return tallies.entrySet().stream()
                .flatMap(file -> file.getValue().changes().stream()
                        .filter(change -> reactions.to(change) == SchemaReactions.Reaction.REFUSE)
                        .map(change -> file.getKey() + " " + reactions.sentence(change)))
                .toList();
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

    /** By path; counted before the run: an interrupted attempt may have put its own rows in their place. */
    private Map<String, Long> replacedRows(Intent intent) {
        String bronze = spec.bronze().toString();
        if (!mayReplace(intent) || !intent.inputs().containsKey(bronze)) {
            return Map.of();
        }
        return lake
                .read(spec.bronze(), intent.version(bronze))
                .where(col("_file").isin(paths(intent).toArray()))
                .groupBy("_file")
                .count()
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
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
        if (e instanceof FailedTotalException failed) {
            return IngestErrors.badTotal(spec.name(), failed);
        }
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
