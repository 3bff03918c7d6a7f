package io.headrace.workbench;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.Collection;

/** The failures of the workbench, worded in one place. */
final class WorkbenchErrors {
    private WorkbenchErrors() {}

    static HeadraceException noTraining(String job, Collection<String> trainings) {
        return HeadraceException.of(
                "HEAD-WORKBENCH-001",
                FailureKind.USER,
                "there is no train job " + job,
                trainings.isEmpty()
                        ? "Write one below jobs/ first: docs/jobs.md shows how."
                        : "The train jobs are: " + String.join(", ", trainings) + ".");
    }
}
