package io.headrace.table;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.spec.TableName;
import io.headrace.table.Publications.Publication;
import io.headrace.table.Tampering.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether readers of a published table see what was published, no more and no less. Table and {@code headrace.publications} tell the same story
 * twice: each commit that changed rows carries the note of its publication, and the rows of an as-of are as many as its last one said.
 *
 * <p>Reads logs alone, without a session: cheap enough for each run that scores or exports.
 */
public final class PublicationAudit {
    private final Lake lake;
    private final Publications publications;

    public PublicationAudit(Lake lake, Publications publications) {
        this.lake = lake;
        this.publications = publications;
    }

    /** Refuses a table of which readers see something else of the as-of than its publication; does nothing where it was never published. */
    public void require(TableName table, String asOf) {
        List<Publication> history = publications.history(table);
        Optional<Publication> current =
                history.stream().filter(p -> p.asOf().equals(asOf)).reduce((first, last) -> last);
        if (current.isEmpty()) {
            return;
        }
        List<TableLog.Commit> since =
                new TableLog(lake, table).after(current.get().version());
        List<Tampering> found = since(table, current.get(), since, history, KnownErasures.NONE);
        if (!found.isEmpty()) {
            found = since(table, current.get(), since, history, KnownErasures.of(lake));
        }
        if (!found.isEmpty()) {
            throw LakeErrors.notAsPublished(table.toString(), asOf, found);
        }
    }

    /** What differs from the visible publication of an as-of. */
    private List<Tampering> since(
            TableName table,
            Publication current,
            List<TableLog.Commit> since,
            List<Publication> history,
            KnownErasures erasures) {
        List<Tampering> found = new ArrayList<>(strangers(table, since, history, erasures));
        if (since.stream().noneMatch(commit -> isOf(commit, current.asOf()))) {
            rows(
                            table,
                            current.asOf(),
                            current.rows(),
                            visibleRows(table).getOrDefault(current.asOf(), 0L),
                            erasures.mayHaveTaken(current, since))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Whether it is a publication of the as-of, which somebody else has made meanwhile. */
    private static boolean isOf(TableLog.Commit commit, String asOf) {
        return commit.note()
                .flatMap(Publications.Change::of)
                .filter(change -> change.asOf().equals(asOf))
                .isPresent();
    }

    /** All that differs between the table and its publications. */
    public List<Tampering> of(TableName table) {
        List<Publication> history = publications.history(table);
        List<TableLog.Commit> commits = new TableLog(lake, table).after(-1);
        KnownErasures erasures = KnownErasures.of(lake);
        List<Tampering> found = new ArrayList<>(strangers(table, commits, history, erasures));
        Map<Long, Publication> byVersion =
                history.stream().collect(Collectors.toMap(Publication::version, p -> p, (one, other) -> one));
        commits.forEach(commit -> commit.note()
                .flatMap(Publications.Change::of)
                .flatMap(change -> differs(table, commit, change, Optional.ofNullable(byVersion.get(commit.version()))))
                .ifPresent(found::add));
        found.addAll(withoutCommit(table, commits, history));
        Map<String, Long> rows = visibleRows(table);
        Map<String, Publication> visible = publications.visible(table);
        Set<String> all = new TreeSet<>(rows.keySet());
        all.addAll(visible.keySet());
        all.forEach(asOf -> rows(
                        table,
                        asOf,
                        Optional.ofNullable(visible.get(asOf))
                                .map(Publication::rows)
                                .orElse(0L),
                        rows.getOrDefault(asOf, 0L),
                        Optional.ofNullable(visible.get(asOf))
                                .filter(publication -> erasures.mayHaveTaken(publication, commits))
                                .isPresent())
                .ifPresent(found::add));
        return found;
    }

    /** Commits that changed rows and are no publication, and no erasure of persons. */
    private static List<Tampering> strangers(
            TableName table, List<TableLog.Commit> commits, List<Publication> history, KnownErasures erasures) {
        Set<Long> known = history.stream().map(Publication::version).collect(Collectors.toSet());
        return commits.stream()
                .filter(commit -> commit.changesRows() && !known.contains(commit.version()))
                .filter(commit -> commit.note().flatMap(Publications.Change::of).isEmpty() && !erasures.made(commit))
                .map(commit -> new Tampering(
                        Kind.STRANGER,
                        table + " version " + commit.version(),
                        commit.words() + " changed rows, and is no publication"))
                .toList();
    }

    /** The row of a commit must say what the commit's own note says. */
    private static Optional<Tampering> differs(
            TableName table, TableLog.Commit commit, Publications.Change change, Optional<Publication> row) {
        String where = table + " version " + commit.version();
        if (row.isEmpty()) {
            return Optional.of(new Tampering(
                    Kind.REMOVED,
                    where,
                    commit.words() + " is the " + change.event() + " of as-of " + change.asOf() + " by "
                            + change.actor() + ", and " + Publications.TABLE
                            + " has no row of it: somebody removed it, or a process died before it wrote it, which the next"
                            + " change of that as-of does"));
        }
        return row.get().equals(change.at(table, commit.version()))
                ? Optional.empty()
                : Optional.of(new Tampering(
                        Kind.EDITED,
                        where,
                        "its row in " + Publications.TABLE + " is not what its commit says: "
                                + change.at(table, commit.version())));
    }

    /** Publications whose commits must still be in the log, and are not. */
    private static List<Tampering> withoutCommit(
            TableName table, List<TableLog.Commit> commits, List<Publication> history) {
        if (commits.isEmpty()) {
            return List.of();
        }
        Map<Long, TableLog.Commit> byVersion = new TreeMap<>();
        commits.forEach(commit -> byVersion.put(commit.version(), commit));
        long oldest = commits.get(0).version();
        return history.stream()
                .filter(p -> p.version() >= oldest)
                .filter(p -> Optional.ofNullable(byVersion.get(p.version()))
                        .flatMap(TableLog.Commit::note)
                        .flatMap(Publications.Change::of)
                        .isEmpty())
                .map(p -> new Tampering(
                        Kind.CUT_TAIL,
                        table + " version " + p.version(),
                        Publications.TABLE + " knows the " + p.event() + " of as-of " + p.asOf()
                                + " as this version, and the table's log does not"))
                .toList();
    }

    /** @param isErasedFrom whether rows of persons may have gone */
    private static Optional<Tampering> rows(
            TableName table, String asOf, long published, long found, boolean isErasedFrom) {
        return published == found || (isErasedFrom && found >= 0 && found < published)
                ? Optional.empty()
                : Optional.of(new Tampering(
                        Kind.STRANGER,
                        table + " as-of " + asOf,
                        (found < 0 ? "an unknown number of" : Long.toString(found)) + " rows are visible, and "
                                + published + " were published"));
    }

    /** Rows by as-of, as the log counts them; -1 where it does not. */
    private Map<String, Long> visibleRows(TableName table) {
        return lake.guard(table.toString(), () -> {
            Map<String, Long> rows = new TreeMap<>();
            lake.small(table)
                    .ifPresent(newest -> newest.logged()
                            .forEach(file -> rows.merge(
                                    String.valueOf(Partitions.canonical(
                                            file.partition().get(AS_OF))),
                                    file.rows(),
                                    (one, other) -> one < 0 || other < 0 ? -1 : one + other)));
            return rows;
        });
    }
}
