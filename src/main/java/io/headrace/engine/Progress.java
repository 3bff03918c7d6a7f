package io.headrace.engine;

import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.table.RowsSoFar;
import java.time.LocalDate;
import java.util.List;

/** What is shown of jobs that run one after the other. */
public interface Progress {
    /** The jobs of a date begin. */
    void begun(LocalDate date);

    /**
     * The job begins.
     *
     * @param rows what the session has read and written so far, before the job too
     */
    void begins(String job, RowsSoFar rows);

    /** The job does not run, for the reason given. */
    void leftOut(String job, String reason);

    /** The job runs again: its finished run of the date is stale. */
    void stale(String job, LocalDate date, String reason);

    /** The job has ended; {@code startNanos} is what {@link System#nanoTime} gave when it began. */
    void ended(String job, Outcome outcome, long startNanos);

    /** The job has failed or was refused. */
    void failed(String job, HeadraceException failure, long startNanos);

    /**
     * All is over, and some jobs have failed.
     *
     * @param failed each job, with its date and code
     * @param leftOut each job that did not run, with its date and why
     */
    void ended(List<String> failed, List<String> leftOut);
}
