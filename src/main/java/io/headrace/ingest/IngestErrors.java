package io.headrace.ingest;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.List;

/** The failures of ingest, worded in one place. */
final class IngestErrors {
    /** A message names so many files. */
    private static final int SHOWN = 3;

    private IngestErrors() {}

    static HeadraceException badFiles(String job, List<String> problems) {
        return user(
                "HEAD-INGEST-003",
                job + " cannot read " + problems.size() + (problems.size() == 1 ? " file: " : " files: ")
                        + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
                        + (problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : ""),
                "Correct or remove the files, or the columns and delimiter in the job; nothing was taken in.");
    }

    static HeadraceException badExpression(String job, String what, Throwable cause) {
        return user(
                        "HEAD-INGEST-005",
                        job + ": an expression of the job failed on the data: " + what,
                        "Guard the expression (try_cast, nullif) or add a check before it.")
                .causedBy(cause);
    }

    static HeadraceException badTotal(String job, FailedTotalException failed) {
        return user(
                        "HEAD-INGEST-014",
                        job + ": the total " + failed.total() + " = " + failed.sql() + " cannot be summed up: "
                                + failed.fault(),
                        "Give it a type that holds the sum, such as cast(... as decimal(38,2)), or guard the expression.")
                .causedBy(failed);
    }

    static HeadraceException notConserved(String path, String what) {
        return HeadraceException.of(
                "HEAD-INGEST-008",
                FailureKind.BUG,
                "the lines of " + path + " and the rows made of them do not agree: " + what,
                "Nothing was published. Please report it with the file, or its lines around the place.");
    }

    static HeadraceException noTable(String job, String path, String before) {
        return user(
                "HEAD-INGEST-012",
                job + " found no Delta table at " + path + " with a version committed before " + before,
                "Correct files.paths in the job, or declare the source optional.");
    }

    static HeadraceException badMapping(String what) {
        return user(
                "HEAD-INGEST-011",
                "a mapping cannot be used: " + what,
                "Correct the table, or clean.mapping of the column.");
    }

    static HeadraceException ingestOpen(String run) {
        return user(
                "HEAD-INGEST-009",
                "the run " + run + " was interrupted and has not been finished",
                "Run it again for its date first; then replay.");
    }

    static HeadraceException notReplayed(String source, long moved, long gained, long lost, long turned) {
        return HeadraceException.of(
                "HEAD-INGEST-010",
                FailureKind.BUG,
                "the replay of " + source + " does not add up: " + moved + " rows pass, but silver would gain " + gained
                        + ", quarantine lose " + lost + " and bronze turn " + turned,
                "Nothing was published. Please report it.");
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}
