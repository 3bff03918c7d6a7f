package io.headrace.table;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Turns what Spark throws, checked exceptions that no method declares among it, into what callers can handle. */
public final class SqlFailures {
    /** The class of SQLSTATE codes that blame a value. */
    private static final String DATA_EXCEPTION = "22";

    private SqlFailures() {}

    /** What an expression said of the value it could not work on, where that is why the work failed. */
    public static Optional<String> dataFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known
                    && known.getSqlState() != null
                    && known.getSqlState().startsWith(DATA_EXCEPTION)) {
                return Optional.of(LakeErrors.firstLine(cause));
            }
        }
        return Optional.empty();
    }

    /** The failure to throw on: a SQL text that cannot be resolved, or fails on the data, is the user's to mend. */
    public static RuntimeException unchecked(Exception failure) {
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
