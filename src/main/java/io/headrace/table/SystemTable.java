package io.headrace.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
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

    SystemTable(Lake lake, TableLayout layout) {
        this.lake = lake;
        this.layout = layout;
    }

    /** The rows, none where the table has not been made. */
    Dataset<Row> read() {
        return lake.has(layout.table())
                ? lake.read(layout.table())
                : lake.spark().createDataFrame(List.<Row>of(), layout.schema());
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
        return lake.guard(layout.table().toString(), () -> {
            DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
            if (files.mark(application) != seen) {
                return false;
            }
            files.write(lake.spark().createDataFrame(rows, layout.schema()).coalesce(1));
            try {
                files.commit(
                        DeltaFiles.Files.none(),
                        Optional.empty(),
                        application,
                        Math.max(seen, 0) + 1,
                        "headrace " + application);
            } catch (io.delta.exceptions.ConcurrentTransactionException somebodyElse) {
                return false;
            }
            compactWhenMany(files);
            return true;
        });
    }

    /** The mark of the application; -1 when it was never set. */
    long mark(String application) {
        return lake.has(layout.table()) ? lake.mark(layout.table(), application) : -1;
    }

    private void compactWhenMany(DeltaFiles files) {
        if (files.filesInTable() > FILES_BEFORE_COMPACTION) {
            lake.spark().sql("optimize delta.`" + lake.path(layout.table()) + "`");
        }
    }
}
