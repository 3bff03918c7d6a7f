package io.headrace.engine;

import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import java.time.LocalDate;

/** What is shown of jobs that run one after the other. */
public interface Progress {
    /** The jobs of a date begin. */
    void begun(LocalDate date);

    /** The job does not run, as one that it needs has failed. */
    void leftOut(String job);

    /** The job runs again: its finished run of the date is stale. */
    void stale(String job, LocalDate date, String reason);

    /** The job has ended; {@code startNanos} is what {@link System#nanoTime} gave when it began. */
    void ended(String job, Outcome outcome, long startNanos);

    /** The job has failed or was refused. */
    void failed(String job, HeadraceException failure, long startNanos);
}
