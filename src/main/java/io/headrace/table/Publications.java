package io.headrace.table;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.Faults;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What was published, when, by which run, and how to go back: {@code headrace.publications}.
 *
 * <p>A rollback names the files of an earlier publication of one as-of again and drops the present ones, in one commit
 * that touches no data and no other as-of. Going forward is the same thing.
 *
 * <p>The commit is the truth: it counts the changes of its as-of by a mark and carries its ledger row as a note. Whoever
 * comes next writes the row of a process that died between the two.
 */
public final class Publications {
    /** The ledger of publications. */
    public static final TableName TABLE = Layer.SYSTEM.table("publications");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("table", DataTypes.StringType, "Published table"),
        Lake.field(AS_OF, DataTypes.StringType, "As-of of the publication, as the partition spells it"),
        Lake.field("seq", DataTypes.LongType, "1, 2, ... for each table and as-of"),
        Lake.field(
                "event",
                DataTypes.StringType,
                "published, rolled-back, withdrawn, or fallback: what a run publishes first, to go back to"),
        Lake.field(RUN_ID, DataTypes.StringType, "Run whose rows are visible from then on; empty when withdrawn"),
        Lake.field("version", DataTypes.LongType, "Delta version that made it visible"),
        Lake.field("source_version", DataTypes.LongType, "Delta version whose files are visible; -1 when withdrawn"),
        Lake.field("rows", DataTypes.LongType, "Rows visible"),
        Lake.field("actor", DataTypes.StringType, "Who did it, as claimed"),
        Lake.field("reason", DataTypes.StringType, "Why"),
        Lake.field("at", DataTypes.TimestampType, "When"),
        Lake.field("model", DataTypes.StringType, "Model whose events the run saw; empty where it saw none"),
        Lake.field("model_events", DataTypes.LongType, "How many events of the model the run saw"),
        Lake.field("model_digest", DataTypes.StringType, "Digest of the last one that it saw")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.chained(
            TABLE, "one change of what readers see of an as-of", SCHEMA, "table", AS_OF, "seq");

    private static final String PUBLISHED = "published";
    private static final String FALLBACK = "fallback";
    private static final long NOTHING = -1;
    private static final long THIS_COMMIT = -2;

    private final Lake lake;
    private final SystemTable table;
    private final Clock clock;

    /** The publications of a lake. */
    public Publications(Lake lake, Clock clock) {
        this.lake = lake;
        this.table = new SystemTable(lake, DESCRIPTION);
        this.clock = clock;
    }

    /**
     * Makes the staged rows of an as-of visible, once.
     *
     * @param asOf as the partition spells it
     * @return the table's version that made them visible, also when an earlier attempt published them
     */
    public long publish(StagedTable staged, String asOf, RunId run, String actor) {
        return publish(staged, asOf, run, actor, Seen.NOTHING);
    }

    /**
     * The same by a run that scores.
     *
     * @param seen how far the model's events went when the run began
     */
    public long publish(StagedTable staged, String asOf, RunId run, String actor, Seen seen) {
        if (!staged.hasFallback()) {
            return publish(staged, asOf, run, actor, PUBLISHED, staged.rows(), seen);
        }
        publish(staged, asOf, run, actor, FALLBACK, staged.fallbackRows(), seen);
        Change change =
                change(lake.mark(staged.table(), counter(asOf)), asOf, run, actor, PUBLISHED, staged.rows(), seen);
        return recorded(
                staged.table(),
                run,
                change,
                staged.publishSecond(run, Map.of(counter(asOf), change.seq()), change.note()));
    }

    private long publish(StagedTable staged, String asOf, RunId run, String actor, String event, long rows, Seen seen) {
        Change change = change(staged.mark(counter(asOf)), asOf, run, actor, event, rows, seen);
        return recorded(
                staged.table(), run, change, staged.publish(run, Map.of(counter(asOf), change.seq()), change.note()));
    }

    private Change change(long mark, String asOf, RunId run, String actor, String event, long rows, Seen seen) {
        return new Change(asOf, counted(mark) + 1, event, run.toString(), THIS_COMMIT, rows, actor, "run", now(), seen);
    }

    /** Writes the row of a commit, if there was one, or what is missing. */
    private long recorded(TableName published, RunId run, Change change, OptionalLong version) {
        Faults.reach("between " + published + " and " + TABLE);
        if (version.isPresent()
                && current(published, change.asOf()).map(Publication::seq).orElse(0L) == change.seq() - 1) {
            append(change.at(published, version.getAsLong()));
        } else {
            catchUp(published, change.asOf());
        }
        return version.orElseGet(() -> versionBy(published, change, run));
    }

    private long versionBy(TableName published, Change change, RunId run) {
        return history(published).stream()
                .filter(p -> p.asOf().equals(change.asOf())
                        && p.event().equals(change.event())
                        && p.runId().equals(run.toString()))
                .mapToLong(Publication::version)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(published + " has the mark but not the commit of " + run));
    }

    /** Writes the rows that a process left unwritten which died between its commit and the ledger. */
    private void catchUp(TableName published, String asOf) {
        long known = current(published, asOf).map(Publication::seq).orElse(0L);
        if (lake.has(published) && counted(lake.mark(published, counter(asOf))) > known) {
            lake.notes(published)
                    .forEach((version, note) -> Change.of(note)
                            .filter(change -> change.asOf().equals(asOf) && change.seq() > known)
                            .ifPresent(change -> append(change.at(published, version))));
        }
    }

    private static String counter(String asOf) {
        return "publications/" + asOf;
    }

    private static long counted(long mark) {
        return Math.max(mark, 0);
    }

    /** All publications of a table, oldest first. */
    public List<Publication> history(TableName published) {
        return table.rows().stream()
                .map(Publications::publication)
                .filter(publication -> publication.table().equals(published.toString()))
                .sorted(Comparator.comparing(Publication::asOf).thenComparing(Publication::seq))
                .toList();
    }

    /** What readers see of a table now: as-of to publication, without those withdrawn. */
    public NavigableMap<String, Publication> visible(TableName published) {
        NavigableMap<String, Publication> visible = new TreeMap<>();
        history(published).forEach(publication -> visible.put(publication.asOf(), publication));
        visible.values().removeIf(publication -> publication.runId().isEmpty());
        return visible;
    }

    /** As-ofs of which readers see what a run published first, to go back to. */
    public Set<String> fallenBack(TableName published) {
        Map<String, Set<Long>> fallbacks = history(published).stream()
                .filter(publication -> publication.event().equals(FALLBACK))
                .collect(Collectors.groupingBy(
                        Publication::asOf, Collectors.mapping(Publication::sourceVersion, Collectors.toSet())));
        return visible(published).values().stream()
                .filter(now -> fallbacks.getOrDefault(now.asOf(), Set.of()).contains(now.sourceVersion()))
                .map(Publication::asOf)
                .collect(Collectors.toSet());
    }

    /** The tables that were ever published, sorted. */
    public SortedSet<TableName> tables() {
        return table.rows().stream()
                .map(row -> TableName.parse(row.getAs("table")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is visible of the as-of now, if it was ever published. */
    public Optional<Publication> current(TableName published, String asOf) {
        return history(published).stream().filter(p -> p.asOf().equals(asOf)).reduce((first, last) -> last);
    }

    /**
     * Makes the publication that was visible before the present one visible again, in one commit without data.
     *
     * @param asOf as the partition spells it
     */
    public Publication rollBack(TableName published, String asOf, String actor, String reason) {
        catchUp(published, asOf);
        Publication current =
                current(published, asOf).orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        Publication before = history(published).stream()
                .filter(p -> p.asOf().equals(asOf) && p.seq() < current.seq())
                .filter(p -> p.sourceVersion() != current.sourceVersion())
                .reduce((first, last) -> last)
                .orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        return show(published, change(before, current.seq() + 1, "rolled-back", actor, reason));
    }

    /**
     * Makes what a run published first visible again, in one commit without data; does nothing where it is visible, and where the run that is
     * visible published but once.
     *
     * @param asOf as the partition spells it
     * @return whether there is a fallback, which is visible now
     */
    public boolean fallBack(TableName published, String asOf, String actor, String reason) {
        catchUp(published, asOf);
        Optional<Publication> current = current(published, asOf);
        Optional<Publication> fallback = history(published).stream()
                .filter(p -> p.asOf().equals(asOf) && p.event().equals(FALLBACK))
                .filter(p ->
                        current.filter(now -> now.runId().equals(p.runId())).isPresent())
                .reduce((first, last) -> last);
        fallback.filter(p -> p.sourceVersion() != current.get().sourceVersion())
                .ifPresent(p -> show(published, change(p, current.get().seq() + 1, "rolled-back", actor, reason)));
        return fallback.isPresent();
    }

    /** Takes the rows of the as-of out of the table, in one commit without data. */
    public Publication withdraw(TableName published, String asOf, String actor, String reason) {
        catchUp(published, asOf);
        Publication current = current(published, asOf)
                .filter(p -> !p.event().equals("withdrawn"))
                .orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        return show(
                published,
                new Change(asOf, current.seq() + 1, "withdrawn", "", NOTHING, 0, actor, reason, now(), Seen.NOTHING));
    }

    private Change change(Publication wanted, long seq, String event, String actor, String reason) {
        return new Change(
                wanted.asOf(),
                seq,
                event,
                wanted.runId(),
                wanted.sourceVersion(),
                wanted.rows(),
                actor,
                reason,
                now(),
                Seen.NOTHING);
    }

    private long now() {
        return RunContext.micros(clock.instant());
    }

    private Publication show(TableName published, Change change) {
        Map<String, String> partition = Map.of(AS_OF, change.asOf());
        Faults.reach("undoing");
        long version = lake.writing(published.toString(), () -> {
            DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(published));
            if (counted(files.mark(counter(change.asOf()))) != change.seq() - 1) {
                throw LakeErrors.changedMeanwhile(published.toString(), change.asOf());
            }
            DeltaFiles.Files present = files.filesNow(partition);
            DeltaFiles.Files target = change.sourceVersion() == NOTHING
                    ? DeltaFiles.Files.none()
                    : files.filesAt(change.sourceVersion(), partition);
            Set<String> gone = files.gone(target.without(present), lake.hadoop());
            if (!gone.isEmpty()) {
                throw LakeErrors.publicationGone(published.toString(), change.asOf(), gone.size());
            }
            return files.commit(
                    present.without(target),
                    target.without(present),
                    Map.of(counter(change.asOf()), change.seq()),
                    change.note());
        });
        Faults.reach("undone");
        Publication done = change.at(published, version);
        append(done);
        return done;
    }

    private void append(Publication p) {
        table.appendOnce(
                p.table(),
                p.version(),
                List.of(RowFactory.create(
                        p.table(),
                        p.asOf(),
                        p.seq(),
                        p.event(),
                        p.runId(),
                        p.version(),
                        p.sourceVersion(),
                        p.rows(),
                        p.actor(),
                        p.reason(),
                        java.sql.Timestamp.from(p.at()),
                        p.seen().model(),
                        p.seen().events(),
                        p.seen().digest())));
    }

    private static Publication publication(Row row) {
        return new Publication(
                row.getAs("table"),
                row.getAs(AS_OF),
                row.getAs("seq"),
                row.getAs("event"),
                row.getAs(RUN_ID),
                row.getAs("version"),
                row.getAs("source_version"),
                row.getAs("rows"),
                row.getAs("actor"),
                row.getAs("reason"),
                row.<java.sql.Timestamp>getAs("at").toInstant(),
                row.getAs("model") == null
                        ? Seen.NOTHING
                        : new Seen(row.getAs("model"), row.<Long>getAs("model_events"), row.getAs("model_digest")));
    }

    /**
     * How far the events of a model went: whoever cuts them off later must cut this off too.
     *
     * @param model its name, empty for none
     * @param events how many
     * @param digest of the last one
     */
    public record Seen(String model, long events, String digest) {
        /** No model. */
        public static final Seen NOTHING = new Seen("", 0, "");

        public Seen {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(digest, "digest");
        }
    }

    /**
     * One change of what readers see of one as-of.
     *
     * @param sourceVersion Delta version whose files are visible; -1 when none are
     * @param seen how far the model's events went when the run began that published it
     */
    public record Publication(
            String table,
            String asOf,
            long seq,
            String event,
            String runId,
            long version,
            long sourceVersion,
            long rows,
            String actor,
            String reason,
            Instant at,
            Seen seen) {}

    /** The publication in a commit's own metadata, which does not know its version yet. */
    record Change(
            String asOf,
            long seq,
            String event,
            String runId,
            long sourceVersion,
            long rows,
            String actor,
            String reason,
            long atMicros,
            Seen seen) {
        Change {
            // Notes of earlier releases have none.
            seen = seen == null ? Seen.NOTHING : seen;
        }

        private static final String PREFIX = "headrace publication ";

        String note() {
            return PREFIX + Json.write(this);
        }

        static Optional<Change> of(String note) {
            return note.startsWith(PREFIX)
                    ? Optional.of(Json.read(note.substring(PREFIX.length()), Change.class))
                    : Optional.empty();
        }

        Publication at(TableName published, long version) {
            long source = sourceVersion == THIS_COMMIT ? version : sourceVersion;
            Instant at = Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS);
            return new Publication(
                    published.toString(), asOf, seq, event, runId, version, source, rows, actor, reason, at, seen);
        }
    }
}
