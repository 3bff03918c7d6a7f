package io.headrace.trace;

import io.headrace.run.RunId;
import java.time.LocalDate;
import java.util.List;

/**
 * The first run that a criterion does not hold for.
 *
 * @param job whose runs were judged
 * @param criterion in words
 * @param runs from the good day to the bad one, both included
 * @param judged those that were judged, by date
 * @param good the last good run
 * @param bad the first bad run
 * @param between runs between them of which nothing can be said: the first bad one may be among them
 * @param missing days between them without a run
 * @param differences between the last good and the first bad run, and the runs that they go back to; data last
 */
public record Bisection(
        String job,
        String criterion,
        int runs,
        List<JudgedRun> judged,
        JudgedRun good,
        JudgedRun bad,
        List<RunId> between,
        List<LocalDate> missing,
        List<RunDifference> differences) {
    public Bisection {
        judged = List.copyOf(judged);
        between = List.copyOf(between);
        missing = List.copyOf(missing);
        differences = List.copyOf(differences);
    }
}
