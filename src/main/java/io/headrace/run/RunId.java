package io.headrace.run;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Names one intent: a job, a logical date and a generation. Retries keep it; {@code --force} starts the next
 * generation.
 *
 * @param generation 1 for the first
 */
public record RunId(String job, LocalDate date, int generation) {
    public RunId {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(date, "date");
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be 1 or more, found " + generation);
        }
    }

    /** Parses what {@link #toString} wrote. */
    public static RunId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("expected job/date/generation, found \"" + text + "\"");
        }
        return new RunId(parts[0], LocalDate.parse(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
        return job + "/" + date + "/" + generation;
    }
}
