package io.headrace.table;

import io.headrace.table.Publications.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Erasures of persons, which take rows out of published tables by commits that are no publications.
 *
 * @param begun note of a run's commits to when the run began
 */
record KnownErasures(Map<String, Instant> begun) {
    /** Before anybody asks. */
    static final KnownErasures NONE = new KnownErasures(Map.of());

    KnownErasures {
        begun = Map.copyOf(begun);
    }

    static KnownErasures of(Lake lake) {
        Map<String, Instant> begun = new TreeMap<>();
        new Tombstones(lake).runs().forEach((run, at) -> begun.put(StagedTable.note(run), at));
        return new KnownErasures(begun);
    }

    /** Whether an erasure made the commit. */
    boolean made(TableLog.Commit commit) {
        return commit.note().filter(begun::containsKey).isPresent();
    }

    /** Whether rows of a publication may have gone since. */
    boolean mayHaveTaken(Publication published, List<TableLog.Commit> commits) {
        return begun.values().stream().anyMatch(at -> !at.isBefore(published.at()))
                || commits.stream().anyMatch(commit -> commit.version() > published.version() && made(commit));
    }
}
