package io.headrace.monitor;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;

/** What may go wrong in monitor jobs. */
final class MonitorErrors {
    private MonitorErrors() {}

    static HeadraceException noTraining(String job, String model) {
        return HeadraceException.of(
                "HEAD-MONITOR-001",
                FailureKind.USER,
                job + " cannot know the labels of \"" + model + "\", as no train job of the project trains it",
                "add the train job, or name another model in jobs/" + job + ".conf.");
    }
}
