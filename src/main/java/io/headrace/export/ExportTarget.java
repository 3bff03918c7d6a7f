package io.headrace.export;

import io.headrace.run.RunId;
import io.headrace.table.Ledger.Claim;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A system that receives rows: first hidden, then all made visible at once. */
interface ExportTarget {
    /** Its name for people, without a password or a path of this machine. */
    String name();

    /** Whether an export of an older as-of would replace newer rows. */
    boolean keepsNewestOnly();

    /**
     * The latest export that the target holds.
     *
     * @param done finished exports of the job, newest first
     */
    Optional<Claim> newest(List<Claim> done);

    /** The counts of the run, if an earlier attempt has shown its rows. */
    Optional<ExportCounts> shown(RunId run);

    /** Brings the rows to the target, hidden; leftovers of a dead attempt are ignored. */
    Staged stage(Dataset<Row> rows, Export export);

    /** Rows that wait in the target, hidden. */
    interface Staged {
        /** How many, counted from what the target received. */
        ExportCounts counts();

        /** Makes them visible at once; does nothing if another attempt has done so. */
        void show();
    }
}
