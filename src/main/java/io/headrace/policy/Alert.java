package io.headrace.policy;

import java.time.LocalDate;
import java.util.List;

/**
 * Findings of a day that somebody should know of.
 *
 * @param id the same whenever the same day is judged again, so that nobody is told twice
 * @param subjects columns, or measures, the gravest first: importance x effect, or distance from the band
 * @param slices their slices, each once; empty for all rows
 * @param evidence the rows of statistics that say so, of this window and those before that count, oldest first
 * @param causes what else changed since the first of these windows, latest first
 * @param files source files of the present window's rows
 * @param text for readers
 */
public record Alert(
        String id,
        LocalDate day,
        Kind kind,
        Severity severity,
        List<String> subjects,
        List<String> slices,
        List<String> evidence,
        List<Change> causes,
        List<String> files,
        String text) {
    /** What is found. */
    public enum Kind {
        /** Columns have drifted. */
        DRIFT,
        /** Columns or figures cannot be judged. */
        UNJUDGED,
        /** Performance is outside its band. */
        PERFORMANCE
    }

    public Alert {
        subjects = List.copyOf(subjects);
        slices = List.copyOf(slices);
        evidence = List.copyOf(evidence);
        causes = List.copyOf(causes);
        files = List.copyOf(files);
    }
}
