package io.headrace.export;

import io.headrace.run.RunId;
import io.headrace.table.Ledger.Claim;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A system that takes rows: first out of sight, then shown at once. */
interface ExportTarget {
    /** What people call it; without a password or a path of this machine. */
    String name();

    /** Whether an export of an older as-of would bring back what is outdated. */
    boolean keepsNewestOnly();

    /**
     * The latest export that the target has taken.
     *
     * @param done finished exports of the job, newest first
     */
    Optional<Claim> newest(List<Claim> done);

    /** What the run has sent, where an earlier attempt has shown it. */
    Optional<ExportCounts> shown(RunId run);

    /** Brings the rows to the target, seen by nobody; what a dead attempt has left there does not count. */
    Staged stage(Dataset<Row> rows, Export export);

    /** Rows that wait in the target. */
    interface Staged {
        /** How many, counted from what the target has taken. */
        ExportCounts counts();

        /** Shows them at once; does nothing where another attempt has shown them. */
        void show();
    }
}
