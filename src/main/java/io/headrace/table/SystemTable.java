package io.headrace.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * An append-only table of Headrace's own, made on first use.
 *
 * <p>An append may be serial: it states the mark it has seen, and of two writers who saw the same one wins.
 */
final class SystemTable {
    private static final int FILES_BEFORE_COMPACTION = 400;

    private final Lake lake;
    private final TableLayout layout;
    private final Set<String> filesRead = new HashSet<>();
    private final List<Row> rowsRead = new ArrayList<>();
    private long versionRead = -1;

    SystemTable(Lake lake, TableDescription description) {
        this.lake = lake;
        this.layout = description.layout();
    }

    /**
     * All rows of the newest version in any order, none where the table has not been made. Files are read once: rows are
     * only ever added.
     */
    synchronized List<Row> rows() {
        return lake.guard(layout.table().toString(), () -> {
            lake.small(layout.table())
                    .filter(now -> now.number() != versionRead)
                    .ifPresent(this::catchUp);
            return List.copyOf(rowsRead);
        });
    }

    private void catchUp(KernelTable.Version now) {
        Map<String, KernelTable.DataFile> unread = now.files();
        if (!unread.keySet().containsAll(filesRead)) {
            // Compaction has put the rows into other files.
            filesRead.clear();
            rowsRead.clear();
        }
        unread.keySet().removeAll(filesRead);
        unread.forEach((path, file) -> {
            file.forEach(layout.schema(), rowsRead::add);
            filesRead.add(path);
        });
        versionRead = now.number();
    }

    /** Appends rows once under the mark; does nothing when it was used before. */
    void appendOnce(String application, List<Row> rows) {
        appendSerial(application, -1, rows);
    }

    /**
     * Appends rows if the application's mark is still the one seen, and moves it on by one; the first mark is 1.
     *
     * @return whether this call appended; false when somebody else was first
     */
    boolean appendSerial(String application, long seen, List<Row> rows) {
        lake.ensure(layout);
        return lake.writing(layout.table().toString(), () -> {
            DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
            if (files.mark(application) != seen) {
                return false;
            }
            files.write(lake.spark().createDataFrame(rows, layout.schema()).coalesce(1));
            try {
                files.commit(
                        DeltaFiles.Files.none(),
                        DeltaFiles.Files.none(),
                        Map.of(application, Math.max(seen, 0) + 1),
                        "headrace " + application);
            } catch (io.delta.exceptions.ConcurrentTransactionException somebodyElse) {
                return false;
            }
            compactWhenMany(files.filesAtStart().count());
            return true;
        });
    }

    /** The mark of the application; -1 when it was never set. */
    long mark(String application) {
        return lake.guard(
                layout.table().toString(),
                () -> lake.small(layout.table())
                        .map(newest -> newest.mark(application))
                        .orElse(-1L));
    }

    private void compactWhenMany(int files) {
        if (files > FILES_BEFORE_COMPACTION) {
            lake.spark().sql("optimize delta.`" + lake.path(layout.table()) + "`");
        }
    }
}
