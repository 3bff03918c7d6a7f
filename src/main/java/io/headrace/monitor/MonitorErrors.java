package io.headrace.monitor;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.time.LocalDate;

/** What may go wrong in monitor jobs. */
final class MonitorErrors {
    private MonitorErrors() {}

    static HeadraceException noDays(String job, LocalDate from, LocalDate to) {
        return HeadraceException.of(
                "HEAD-MONITOR-002",
                FailureKind.USER,
                job + " has no stored day from " + from + " to " + to,
                "name days that were monitored, which headrace runs list shows; or judge the counts of score jobs by --from-counts.");
    }

    static HeadraceException notAgainstTraining(String job) {
        return HeadraceException.of(
                "HEAD-MONITOR-003",
                FailureKind.USER,
                job + " does not compare with the training set, from which days without change are drawn",
                "set against.training = true in jobs/" + job + ".conf, at least to ask.");
    }

    static HeadraceException noReference(String model, int version) {
        return HeadraceException.of(
                "HEAD-MONITOR-004",
                FailureKind.USER,
                "version " + version + " of \"" + model
                        + "\" has no counts to draw from: it was trained before they were kept",
                "train the model again.");
    }

    static HeadraceException nothingScored(String job, String scores) {
        return HeadraceException.of(
                "HEAD-MONITOR-005",
                FailureKind.USER,
                job + " has no window yet whose rows could be counted, as nothing is published in " + scores,
                "say by --rows how many rows a window will have.");
    }

    static HeadraceException noTraining(String job, String model) {
        return HeadraceException.of(
                "HEAD-MONITOR-001",
                FailureKind.USER,
                job + " cannot know the labels of \"" + model + "\", as no train job of the project trains it",
                "add the train job, or name another model in jobs/" + job + ".conf.");
    }
}
