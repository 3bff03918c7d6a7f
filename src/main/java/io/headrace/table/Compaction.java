package io.headrace.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.headrace.run.Faults;
import io.headrace.spec.TableName;

/**
 * Puts the small files of each partition of a table into one, in a commit that changes no rows. Old versions keep their files; whoever writes the
 * table meanwhile goes first.
 */
final class Compaction {
    private static final long SMALL = 16L << 20;

    /** What one run puts together at most, as one task writes it. */
    private static final long AT_ONCE = 1L << 30;

    private final Lake lake;
    private final TableName table;

    Compaction(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
    }

    /**
     * Does it, where a partition has so many small files or more.
     *
     * @return how many files were put together
     */
    int run(int least) {
        DeltaFiles transaction = DeltaFiles.begin(lake.spark(), lake.path(table));
        DeltaFiles.Files small = transaction.filesAtStart().smallerThan(SMALL).crowded(least, AT_ONCE);
        if (small.isEmpty()) {
            return 0;
        }
        Faults.reach("compacting " + table);
        try {
            transaction.compact(small);
        } catch (DeltaConcurrentModificationException rival) {
            return 0;
        }
        Faults.reach("compacted " + table);
        return small.count();
    }
}
