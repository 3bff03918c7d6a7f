package io.headrace.run;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What schedulers read after an attempt, as exit codes get lost in cluster mode.
 *
 * @param job the job
 * @param date the logical date
 * @param runId the run, empty when none was started
 * @param attempt 1 for the first, 0 when none was started
 * @param invocation the scheduler's name for the call, empty where it gave none
 * @param status done, already-done, not-due, refused or failed
 * @param exitCode the exit code of the command
 * @param code the failure's stable code, empty on success
 * @param verdict the gate's or audit's verdict
 * @param counts numbers of rows and the like by name
 * @param message one sentence for people
 * @param next what to do after a failure, empty on success
 */
public record Outcome(
        String job,
        String date,
        String runId,
        int attempt,
        String invocation,
        String status,
        int exitCode,
        String code,
        Verdict verdict,
        Map<String, String> counts,
        String message,
        String next) {
    public Outcome {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(invocation, "invocation");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(verdict, "verdict");
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(next, "next");
    }

    /** A run that ended well. */
    public static Outcome success(
            RunId run, int attempt, String status, Verdict verdict, Map<String, String> counts, String message) {
        return new Outcome(
                run.job(),
                run.date().toString(),
                run.toString(),
                attempt,
                "",
                status,
                0,
                "",
                verdict,
                counts,
                message,
                "");
    }

    /** A job that had nothing to do on the date. */
    public static Outcome notDue(String job, LocalDate date, String message) {
        return new Outcome(job, date.toString(), "", 0, "", "not-due", 0, "", Verdict.NONE, Map.of(), message, "");
    }

    /** A call that failed, before or after a run was started. */
    public static Outcome failure(String job, LocalDate date, HeadraceException failure) {
        return new Outcome(
                job,
                date.toString(),
                "",
                0,
                "",
                failure.kind() == FailureKind.REFUSED ? "refused" : "failed",
                failure.kind().exitCode(),
                failure.code(),
                Verdict.NONE,
                Map.of(),
                failure.getMessage(),
                failure.next());
    }

    /** The same outcome, named as that of a call. */
    public Outcome forCall(Invocation call) {
        return new Outcome(
                job, date, runId, attempt, call.id(), status, exitCode, code, verdict, counts, message, next);
    }
}
