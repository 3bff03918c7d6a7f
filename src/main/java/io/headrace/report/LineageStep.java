package io.headrace.report;

import java.util.List;
import java.util.Objects;

/**
 * A run that what was judged goes back to.
 *
 * @param run its id
 * @param purpose what it was for: training, scoring, or both
 * @param read what it read: tables with their versions, and how many files
 * @param wrote what it wrote: tables with their versions
 */
public record LineageStep(String run, String purpose, List<String> read, List<String> wrote) {
    public LineageStep {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(purpose, "purpose");
        read = List.copyOf(read);
        wrote = List.copyOf(wrote);
    }
}
