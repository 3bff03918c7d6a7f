package io.headrace.table;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import org.apache.spark.sql.AnalysisException;

/** Turns what Spark throws, checked exceptions that no method declares among it, into what callers can handle. */
public final class SqlFailures {
    private SqlFailures() {}

    /** The failure to throw on: a SQL text that cannot be resolved is the user's mistake. */
    public static RuntimeException unchecked(Exception failure) {
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
