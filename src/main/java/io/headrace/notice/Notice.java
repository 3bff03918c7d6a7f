package io.headrace.notice;

import io.headrace.policy.Severity;
import io.headrace.run.Digest;
import java.util.List;
import java.util.Objects;

/**
 * An alert as others are told of it: names of columns and measures, no value of any row.
 *
 * @param id the same whenever the alert is sent, and that of no other; hexadecimal
 * @param alert its id in {@code headrace.decisions}
 * @param job monitor job
 * @param run the run that found it
 * @param day logical date, as yyyy-MM-dd
 * @param version version in force; empty where there is none
 * @param kind drift, unjudged or performance
 * @param subjects columns or measures, the gravest first
 * @param causes what else changed, latest first
 * @param evidence rows of statistics that say so
 * @param text for readers
 */
public record Notice(
        String id,
        String alert,
        String job,
        String run,
        String day,
        String model,
        String version,
        String kind,
        Severity severity,
        List<String> subjects,
        List<String> causes,
        List<String> evidence,
        String text) {
    private static final int LENGTH = 32;

    public Notice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(alert, "alert");
        Objects.requireNonNull(severity, "severity");
        subjects = List.copyOf(subjects);
        causes = List.copyOf(causes);
        evidence = List.copyOf(evidence);
    }

    /** The id of what is said of an alert of a job. */
    public static String id(String job, String alert) {
        return Digest.of(job + "\n" + alert).substring(0, LENGTH);
    }
}
