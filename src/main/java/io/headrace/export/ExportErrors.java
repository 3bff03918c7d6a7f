package io.headrace.export;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.spec.NearestName;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The failures of exports, worded in one place; none of them shows an address or a password. */
final class ExportErrors {
    /** Classes of SQLSTATE for faults that may pass: connection, rollback, resources, locks, operator, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private static final String TIMEOUT = "HYT";
    private static final String AGAIN = "Run the same command again when the database answers: its earlier rows are"
            + " intact, and nothing is sent twice.";

    private ExportErrors() {}

    static HeadraceException notPublished(String job, TableName table, String asOf) {
        return HeadraceException.of(
                "HEAD-EXPORT-001",
                FailureKind.USER,
                job + " has nothing to send: " + table + " was never published as of " + asOf,
                "Run the score job for this date first.");
    }

    static HeadraceException noSourceColumn(String job, TableName table, String column, List<String> there) {
        return HeadraceException.of(
                "HEAD-EXPORT-002",
                FailureKind.USER,
                job + ": " + table + " has no column " + column + NearestName.hint(column, there),
                "Correct columns or key in the job's file.");
    }

    static HeadraceException notAKey(String job, TableName table, List<String> key, long broken) {
        return HeadraceException.of(
                "HEAD-EXPORT-003",
                FailureKind.USER,
                job + ": key " + key + " does not identify the rows of " + table + ": " + broken
                        + " of its values are null or occur in several rows",
                "Add columns to key that distinguish these rows.");
    }

    static HeadraceException unknownType(String column, String type) {
        return HeadraceException.of(
                "HEAD-EXPORT-004",
                FailureKind.USER,
                "the column " + column + " is of type " + type + ", which cannot be sent without loss",
                "Exclude it by columns in the job's file.");
    }

    static HeadraceException noPassword(String database, String where, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-EXPORT-005",
                        FailureKind.USER,
                        "there is no password for the database " + database + ": " + where,
                        "Set it there, or correct databases." + database + " in conf/.")
                .causedBy(cause);
    }

    static HeadraceException openPassword(String database, String where) {
        return HeadraceException.of(
                "HEAD-EXPORT-016",
                FailureKind.USER,
                "the password of the database " + database + " is not used: " + where,
                "Take the rights away, and change the password if others may have read it.");
    }

    static HeadraceException formulas(String target, Map<String, Long> cells) {
        return HeadraceException.of(
                "HEAD-EXPORT-017",
                FailureKind.REFUSED,
                "a spreadsheet would take texts for formulas, files.formula-cells = refuse, so nothing was sent to "
                        + target + ": "
                        + cells.entrySet().stream()
                                .map(column -> column.getValue() + " of " + column.getKey())
                                .collect(Collectors.joining(", ")),
                "Correct them at their source, exclude the columns, or set files.formula-cells to keep or quote.");
    }

    static HeadraceException noDriver(String database, String driver, Throwable cause) {
        return HeadraceException.of(
                        "HEAD-EXPORT-006",
                        FailureKind.USER,
                        "there is no JDBC driver for the database " + database
                                + (driver.isEmpty() ? "" : " of the class " + driver),
                        "Put its jar on the class path: set HEADRACE_CLASSPATH, or for submit --conf"
                                + " spark.driver.extraClassPath=JAR.")
                .causedBy(cause);
    }

    static HeadraceException failed(String target, SQLException cause, Redaction redaction) {
        String said = redaction.of(
                String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
        Throwable shown = redaction.of(cause);
        if (mayPass(cause)) {
            return HeadraceException.of(
                            "HEAD-EXPORT-007", FailureKind.TRANSIENT, target + " did not take the rows: " + said, AGAIN)
                    .causedBy(shown);
        }
        return HeadraceException.of(
                        "HEAD-EXPORT-008",
                        FailureKind.USER,
                        target + " refused: " + said,
                        "Correct the job's file, the table or the user's permissions; the table's earlier rows are"
                                + " intact.")
                .causedBy(shown);
    }

    private static boolean mayPass(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || failure.getCause() instanceof IOException
                || state.startsWith(TIMEOUT)
                || (state.length() == 5 && PASSING.contains(state.substring(0, 2)));
    }

    static HeadraceException noTargetColumn(String target, String column, Set<String> there) {
        return HeadraceException.of(
                "HEAD-EXPORT-009",
                FailureKind.USER,
                target + " has no column " + column + NearestName.hint(column, there),
                "Add it there, or exclude it by columns in the job's file.");
    }

    static HeadraceException lossyColumn(String target, String column, String there, String sent, String fits) {
        return HeadraceException.of(
                "HEAD-EXPORT-010",
                FailureKind.USER,
                target + ": the column " + column + " is of type " + there + ", which cannot hold every " + sent,
                "Make it " + fits + " there.");
    }

    static HeadraceException zeroCharacter(String target, String column, String key) {
        return HeadraceException.of(
                "HEAD-EXPORT-011",
                FailureKind.USER,
                target + " cannot store the character U+0000, which the column " + column + " contains in the row "
                        + key,
                "Correct the row at its source, or exclude the column by columns in the job's file.");
    }

    static HeadraceException notConserved(String target, long sent, long taken) {
        return HeadraceException.of(
                "HEAD-EXPORT-012",
                FailureKind.USER,
                target + " took " + taken + " of " + sent + " rows, so nothing was shown",
                "Look for a trigger or rule in the database that drops rows.");
    }

    static HeadraceException foreign(String target, RunId run) {
        return HeadraceException.of(
                "HEAD-EXPORT-013",
                FailureKind.USER,
                target + " holds the export " + run + ", which this lake's ledger does not contain",
                "To start again, empty the table and delete its rows from headrace_exports beside it.");
    }

    static HeadraceException superseded(String target, RunId run, int generation) {
        return HeadraceException.of(
                "HEAD-EXPORT-014",
                FailureKind.USER,
                target + " already holds generation " + generation + " of the export, which is newer than " + run,
                "Nothing to do: the newer generation stays.");
    }

    static HeadraceException notWritable(String target, IOException cause) {
        return HeadraceException.of(
                        "HEAD-EXPORT-015",
                        FailureKind.TRANSIENT,
                        target + " cannot be written: " + cause.getMessage(),
                        "Check permissions and space of the exports folder, then run the same command again.")
                .causedBy(cause);
    }
}
