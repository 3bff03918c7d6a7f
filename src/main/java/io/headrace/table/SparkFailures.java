package io.headrace.table;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;

/** Turns what Spark throws, checked exceptions that no method declares among it, into what callers can handle. */
public final class SparkFailures {
    /** Spark's advice to switch off what protects the data. */
    private static final Pattern SWITCH_OFF = Pattern.compile(
            " If necessary,? set \"?spark\\.sql\\.ansi\\.enabled\"? to \"?false\"? to bypass this error\\.");

    /** The class of SQLSTATE codes that blame a value. */
    private static final String DATA_EXCEPTION = "22";

    /** Spark's message when it lost more machines than it retries. */
    private static final List<String> CLUSTER_LOST = List.of(
            "ExecutorLostFailure",
            "has failed the maximum allowable number of times",
            "SparkContext was shut down",
            "stopped SparkContext",
            "removed our application");

    /** Spark's conditions for work that somebody has cancelled. */
    private static final Set<String> CANCELLED = Set.of("SPARK_JOB_CANCELLED", "OPERATION_CANCELED");

    private SparkFailures() {}

    /** Parameters of Spark's messages that tell a type, a function or a setting, and no value. */
    private static final Set<String> NO_VALUES = Set.of(
            "alternative",
            "ansiConfig",
            "arraySize",
            "columnName",
            "config",
            "dataType",
            "fieldName",
            "fmt",
            "format",
            "func",
            "function",
            "functionName",
            "inputType",
            "maxPrecision",
            "operation",
            "parameter",
            "precision",
            "scale",
            "sourceType",
            "sqlType",
            "suggestion",
            "symbol",
            "targetType",
            "typeName");

    /** What stands in messages for a value, which may be a person's. */
    private static final String NOT_SHOWN = "(not shown)";

    /** What an expression said of the value it could not work on, without the value, where that is why the work failed. */
    public static Optional<String> dataFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known
                    && known.getSqlState() != null
                    && known.getSqlState().startsWith(DATA_EXCEPTION)) {
                return Optional.of(SWITCH_OFF.matcher(withoutValues(known)).replaceAll(""));
            }
        }
        return Optional.empty();
    }

    /** Spark's message with the values in it left out. */
    private static String withoutValues(SparkThrowable known) {
        Map<String, String> parameters = new TreeMap<>(known.getMessageParameters());
        parameters.replaceAll((name, value) -> NO_VALUES.contains(name) ? value : NOT_SHOWN);
        String message = SparkThrowableHelper.getMessage(known.getCondition(), parameters);
        return message.lines().findFirst().orElse(message);
    }

    /** The part of an SQL text that a failure is about, where Spark knows it. */
    public static Optional<String> failedPart(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known) {
                for (QueryContext context : known.getQueryContext()) {
                    if (context.contextType() == QueryContextType.SQL
                            && !context.fragment().isBlank()) {
                        return Optional.of(context.fragment());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The name of Spark's or Delta's error condition; empty where the failure has none. */
    static String condition(Throwable failure) {
        return failure instanceof SparkThrowable known && known.getCondition() != null ? known.getCondition() : "";
    }

    /** The first cause of a type, the failure itself included. */
    static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Spark has no error condition for a job that it gave up: the words are all there is, and only of such a failure they count. */
    private static Optional<String> clusterLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = condition(cause).isEmpty() && cause.getMessage() != null ? cause.getMessage() : "";
            if (CLUSTER_LOST.stream().anyMatch(said::contains)) {
                return Optional.of(LakeErrors.firstLine(cause));
            }
        }
        return Optional.empty();
    }

    /** What a failure is told as: an interruption as one, what nobody predicted as a bug. */
    public static HeadraceException known(Throwable failure) {
        return interruption(failure).orElseGet(() -> HeadraceException.orBug(failure));
    }

    /**
     * The interruption that the failure comes from, whatever it looks like: the process ends, a thread or Spark's work was
     * cancelled, or Spark was stopped under it.
     */
    public static Optional<HeadraceException> interruption(Throwable failure) {
        if (failure instanceof HeadraceException already && already.isTurnedAway()) {
            return Optional.empty();
        }
        if (failure instanceof HeadraceException already && already.code().equals(LakeErrors.INTERRUPTED)) {
            return Optional.of(already);
        }
        if (Shutdown.hasBegun()) {
            return Optional.of(LakeErrors.interrupted("the process was asked to end", failure));
        }
        if (isOfThread(failure)) {
            return Optional.of(LakeErrors.interrupted("its thread was stopped", failure));
        }
        if (isCancelled(failure)) {
            return Optional.of(LakeErrors.interrupted("its work in Spark was cancelled", failure));
        }
        return Shutdown.isSparkGone() && clusterLost(failure).isEmpty()
                ? Optional.of(LakeErrors.interrupted("Spark was stopped", failure))
                : Optional.empty();
    }

    private static boolean isOfThread(Throwable failure) {
        return cause(failure, InterruptedException.class).isPresent()
                || cause(failure, ClosedByInterruptException.class).isPresent()
                || cause(failure, InterruptedIOException.class)
                        .filter(io -> !(io instanceof SocketTimeoutException))
                        .isPresent();
    }

    private static boolean isCancelled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (CANCELLED.contains(condition(cause))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The failure to throw on: an interruption is one, whatever it broke; a SQL text that cannot be resolved, or fails on the data, is the user's to mend; a cluster
     * that lost its machines is to be tried again.
     */
    public static RuntimeException unchecked(Exception failure) {
        Optional<HeadraceException> interruption = interruption(failure);
        if (interruption.isPresent()) {
            return interruption.get();
        }
        if (failure instanceof HeadraceException already) {
            return already;
        }
        Optional<String> fault = dataFault(failure);
        if (fault.isPresent()) {
            return HeadraceException.of(
                            "HEAD-SQL-002",
                            FailureKind.USER,
                            "a SQL expression failed on the data: " + fault.get(),
                            "Guard the expression (try_cast, nullif, try_divide) or refuse such rows at ingest.")
                    .causedBy(failure);
        }
        Optional<String> lost = clusterLost(failure);
        if (lost.isPresent()) {
            return HeadraceException.of(
                            "HEAD-RUN-006",
                            FailureKind.TRANSIENT,
                            "the cluster lost executors more often than Spark tries again: " + lost.get(),
                            "Run the same command again: it goes on from what is published. If it comes back, look at"
                                    + " the executors' logs; often their memory is too small.")
                    .causedBy(failure);
        }
        if (failure instanceof RuntimeException already) {
            return already;
        }
        if (failure instanceof AnalysisException analysis) {
            return HeadraceException.of(
                            "HEAD-SQL-001",
                            FailureKind.USER,
                            "a SQL text cannot be resolved: " + LakeErrors.firstLine(analysis),
                            "headrace check names the file; a table that another process is just making is there on"
                                    + " the next try.")
                    .causedBy(failure);
        }
        return new IllegalStateException(failure.getMessage(), failure);
    }
}
