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

    static HeadraceException noTraining(String job, String model) {
        return HeadraceException.of(
                "HEAD-MONITOR-001",
                FailureKind.USER,
                job + " cannot know the labels of \"" + model + "\", as no train job of the project trains it",
                "add the train job, or name another model in jobs/" + job + ".conf.");
    }
}
