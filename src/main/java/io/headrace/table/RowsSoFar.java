package io.headrace.table;

import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** How many rows a session has read and written so far, counted as its tasks end; rows that are read twice count twice. */
public final class RowsSoFar extends SparkListener {
    private final LongAdder read = new LongAdder();
    private final LongAdder written = new LongAdder();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        TaskMetrics metrics = task.taskMetrics();
        if (metrics != null) {
            read.add(metrics.inputMetrics().recordsRead());
            written.add(metrics.outputMetrics().recordsWritten());
        }
    }

    /** Rows that were read. */
    public long read() {
        return read.sum();
    }

    /** Rows that were written. */
    public long written() {
        return written.sum();
    }
}
