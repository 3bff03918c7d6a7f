package io.headrace.stats.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Levels that came and went; of a column of numbers none.
 *
 * @param appeared levels now that the reference does not have, in the order of texts; only those that are named
 * @param rowsAppeared rows of these
 * @param lost levels with a bin that the reference has and no row now
 */
public record LevelChanges(List<String> appeared, long rowsAppeared, List<String> lost) {
    /** Nothing came, nothing went. */
    public static final LevelChanges NONE = new LevelChanges(List.of(), 0, List.of());

    public LevelChanges {
        appeared = List.copyOf(appeared);
        lost = List.copyOf(lost);
    }

    static LevelChanges of(TextBins bins, ColumnCounts reference, ColumnCounts now) {
        List<String> appeared = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        long rows = 0;
        List<String> levels = bins.levels();
        for (int bin = 0; bin < levels.size(); bin++) {
            boolean before = reference.count(bin) > 0;
            if (!before && now.count(bin) > 0) {
                appeared.add(levels.get(bin));
                rows += now.count(bin);
            } else if (before && now.count(bin) == 0) {
                lost.add(levels.get(bin));
            }
        }
        for (Map.Entry<String, Long> level : now.named().entrySet()) {
            if (isNew(level.getKey(), reference)) {
                appeared.add(level.getKey());
                rows += level.getValue();
            }
        }
        appeared.sort(null);
        return appeared.isEmpty() && lost.isEmpty() ? NONE : new LevelChanges(appeared, rows, lost);
    }

    /** Rows whose level no other row has, at most: those that are not named may all be. */
    static long rowsOfLevelsOnce(ColumnCounts counts) {
        long rows = counts.unnamed();
        long[] byLevel = counts.counts();
        // The last bin is that of all other texts.
        for (int level = 0; level < byLevel.length - 1; level++) {
            rows += byLevel[level] == 1 ? 1 : 0;
        }
        for (long named : counts.named().values()) {
            rows += named == 1 ? 1 : 0;
        }
        return rows;
    }

    /** Rows of levels without a bin that are known to be new. */
    static long rowsOfNew(ColumnCounts reference, ColumnCounts now) {
        long rows = 0;
        for (Map.Entry<String, Long> level : now.named().entrySet()) {
            rows += isNew(level.getKey(), reference) ? level.getValue() : 0;
        }
        return rows;
    }

    /** Names are the first ones in order, so a level before the last of a full list would be in it if it had come. */
    private static boolean isNew(String level, ColumnCounts reference) {
        SortedMap<String, Long> named = reference.named();
        boolean wouldBeNamed = named.size() < ColumnCounts.MOST_NAMED
                || reference.unnamed() == 0
                || level.compareTo(named.lastKey()) < 0;
        return wouldBeNamed && !named.containsKey(level);
    }
}
