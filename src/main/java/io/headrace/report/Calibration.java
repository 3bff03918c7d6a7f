package io.headrace.report;

import java.util.List;
import java.util.Objects;

/**
 * Probabilities beside the rates that came, of a version's test rows and of what it scored since.
 *
 * @param version that scored
 * @param firstAsOf of the rows whose labels are known, as partitions spell it
 * @param lastAsOf likewise
 * @param now groups of about as many of those rows each, the lowest probabilities first
 * @param tested the same of the test rows; empty where the version kept none
 * @param counted runs that counted the labels, of the newest row for each as-of
 * @param training the run that was tested
 */
public record Calibration(
        int version,
        String firstAsOf,
        String lastAsOf,
        List<Group> now,
        List<Group> tested,
        List<String> counted,
        String training) {
    public Calibration {
        Objects.requireNonNull(firstAsOf, "firstAsOf");
        Objects.requireNonNull(lastAsOf, "lastAsOf");
        now = List.copyOf(now);
        tested = List.copyOf(tested);
        counted = List.copyOf(counted);
        Objects.requireNonNull(training, "training");
    }

    /**
     * Rows of neighbouring probabilities.
     *
     * @param predicted mean of the probabilities, 0 to 1
     * @param observed share of positives, 0 to 1
     * @param lower end of its 95 % interval
     * @param upper end of it
     */
    public record Group(double predicted, double observed, double lower, double upper, long rows) {}
}
