package io.headrace.table;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The end of this process as the operating system or a person asks for it (SIGTERM, Ctrl-C).
 *
 * <p>Before Spark and the file systems are closed, Spark's work is cancelled and jobs get a moment to record that they were
 * interrupted. One that needs longer is cut off, as by SIGKILL, and finished by the next run.
 */
public final class Shutdown {
    /** Higher than those of Spark and Hadoop: what they close is still needed. */
    private static final int BEFORE_ALL = FileSystem.SHUTDOWN_HOOK_PRIORITY + 1000;

    private static final long PATIENCE_SECONDS = 10;

    private static final AtomicBoolean WATCHED = new AtomicBoolean();
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final AtomicReference<SparkContext> CONTEXT = new AtomicReference<>();

    /** One party for each job at work, and one that waits for them. */
    private static final Phaser WORK = new Phaser(1);

    private Shutdown() {}

    /** Looks out for the end of the process, which works with this session from now on. */
    static void watch(SparkSession spark) {
        CONTEXT.set(spark.sparkContext());
        if (WATCHED.compareAndSet(false, true)) {
            ShutdownHookManager.get().addShutdownHook(Shutdown::begin, BEFORE_ALL);
        }
    }

    private static void begin() {
        BEGUN.set(true);
        SparkContext context = CONTEXT.get();
        if (WORK.getRegisteredParties() == 1 || context.isStopped()) {
            return;
        }
        context.cancelAllJobs();
        try {
            WORK.awaitAdvanceInterruptibly(WORK.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException impatient) {
            // What is not recorded now is found out by the next run.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process has been asked to end. */
    public static boolean hasBegun() {
        return BEGUN.get();
    }

    /** Whether Spark has been stopped under the work. */
    static boolean isSparkGone() {
        SparkContext context = CONTEXT.get();
        return context != null && context.isStopped();
    }

    /** Marks work that wants to record how it ended, until the result is closed. */
    public static Work work() {
        WORK.register();
        return WORK::arriveAndDeregister;
    }

    /** Work that a shutdown waits for. */
    @FunctionalInterface
    public interface Work extends AutoCloseable {
        @Override
        void close();
    }
}
