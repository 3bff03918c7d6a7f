package io.headrace.run;

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
 * @param status done, refused, failed or already-done
 * @param exitCode the exit code of the command
 * @param code the failure's stable code, empty on success
 * @param verdict the gate's or audit's verdict in a word, empty where there is none
 * @param counts numbers of rows and the like by name
 * @param message one sentence for people
 */
public record Outcome(
        String job,
        String date,
        String runId,
        int attempt,
        String status,
        int exitCode,
        String code,
        String verdict,
        Map<String, String> counts,
        String message) {
    public Outcome {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(verdict, "verdict");
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
        Objects.requireNonNull(message, "message");
    }
}
