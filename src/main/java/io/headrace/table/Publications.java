package io.headrace.table;

import io.headrace.run.Faults;
import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 */
public final class Publications {
    /** The ledger of publications. */
    public static final TableName TABLE = new TableName("headrace", "publications");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("table", DataTypes.StringType, "Published table"),
        Lake.field("as_of", DataTypes.StringType, "As-of of the publication, as the partition spells it"),
        Lake.field("seq", DataTypes.LongType, "1, 2, ... for each table and as-of"),
        Lake.field("event", DataTypes.StringType, "published, rolled-back or withdrawn"),
        Lake.field("run_id", DataTypes.StringType, "Run whose rows are visible from then on; empty when withdrawn"),
        Lake.field("version", DataTypes.LongType, "Delta version that made it visible"),
        Lake.field("source_version", DataTypes.LongType, "Delta version whose files are visible; -1 when withdrawn"),
        Lake.field("rows", DataTypes.LongType, "Rows visible"),
        Lake.field("actor", DataTypes.StringType, "Who did it, as claimed"),
        Lake.field("reason", DataTypes.StringType, "Why"),
        Lake.field("at", DataTypes.TimestampType, "When")
    });

    private final Lake lake;
    private final SystemTable table;
    private final Clock clock;

    /** The publications of a lake. */
    public Publications(Lake lake, Clock clock) {
        this.lake = lake;
        this.table = new SystemTable(lake, TableLayout.plain(TABLE, SCHEMA));
        this.clock = clock;
    }

    /** Records a publication once. */
    public void record(TableName published, String asOf, RunId run, long version, long rows, String actor) {
        boolean known = history(published).stream()
                .anyMatch(p -> p.asOf().equals(asOf)
                        && p.runId().equals(run.toString())
                        && p.event().equals("published"));
        if (!known) {
            append(new Publication(
                    published.toString(),
                    asOf,
                    nextSeq(published, asOf),
                    "published",
                    run.toString(),
                    version,
                    version,
                    rows,
                    actor,
                    "run",
                    clock.instant()));
        }
    }

    /** All publications of a table, oldest first. */
    public List<Publication> history(TableName published) {
        return table.rows().stream()
                .map(Publications::publication)
                .filter(publication -> publication.table().equals(published.toString()))
                .sorted(Comparator.comparing(Publication::asOf).thenComparing(Publication::seq))
                .toList();
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
        Publication current =
                current(published, asOf).orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        Publication before = history(published).stream()
                .filter(p -> p.asOf().equals(asOf) && p.seq() < current.seq())
                .filter(p -> p.sourceVersion() != current.sourceVersion())
                .reduce((first, last) -> last)
                .orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        return show(published, before, current.seq(), "rolled-back", actor, reason);
    }

    /** Takes the rows of the as-of out of the table, in one commit without data. */
    public Publication withdraw(TableName published, String asOf, String actor, String reason) {
        Publication current = current(published, asOf)
                .filter(p -> !p.event().equals("withdrawn"))
                .orElseThrow(() -> LakeErrors.nothingToUndo(published.toString(), asOf));
        Publication nothing = new Publication(
                published.toString(), asOf, 0, "withdrawn", "", -1, -1, 0, actor, reason, clock.instant());
        return show(published, nothing, current.seq(), "withdrawn", actor, reason);
    }

    private Publication show(
            TableName published, Publication wanted, long seen, String event, String actor, String reason) {
        String asOf = wanted.asOf();
        Map<String, String> partition = Map.of("as_of", asOf);
        String application = "undo/" + published + "/" + asOf;
        Faults.reach("undoing");
        long version = lake.guard(published.toString(), () -> {
            DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(published));
            if (nextSeq(published, asOf) != seen + 1) {
                throw LakeErrors.changedMeanwhile(published.toString(), asOf);
            }
            DeltaFiles.Files present = files.filesNow(partition);
            DeltaFiles.Files target = wanted.sourceVersion() < 0
                    ? DeltaFiles.Files.none()
                    : files.filesAt(wanted.sourceVersion(), partition);
            return files.commit(
                    present.without(target),
                    Optional.of(target.without(present)),
                    application,
                    files.mark(application) + 1,
                    "headrace " + event + " " + asOf + " to " + wanted.runId());
        });
        Publication done = new Publication(
                published.toString(),
                asOf,
                seen + 1,
                event,
                wanted.runId(),
                version,
                wanted.sourceVersion(),
                wanted.rows(),
                actor,
                reason,
                clock.instant());
        append(done);
        return done;
    }

    private long nextSeq(TableName published, String asOf) {
        return current(published, asOf).map(Publication::seq).orElse(0L) + 1;
    }

    private void append(Publication p) {
        table.appendOnce(
                "publication/" + p.table() + "/" + p.asOf() + "/" + p.seq(),
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
                        java.sql.Timestamp.from(p.at()))));
    }

    private static Publication publication(Row row) {
        return new Publication(
                row.getAs("table"),
                row.getAs("as_of"),
                row.getAs("seq"),
                row.getAs("event"),
                row.getAs("run_id"),
                row.getAs("version"),
                row.getAs("source_version"),
                row.getAs("rows"),
                row.getAs("actor"),
                row.getAs("reason"),
                row.<java.sql.Timestamp>getAs("at").toInstant());
    }

    /**
     * One change of what readers see of one as-of.
     *
     * @param sourceVersion Delta version whose files are visible; -1 when none are
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
            Instant at) {}
}
