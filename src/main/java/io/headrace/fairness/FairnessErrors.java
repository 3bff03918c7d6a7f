package io.headrace.fairness;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;

/** What may go wrong in fairness jobs. */
final class FairnessErrors {
    private FairnessErrors() {}

    static HeadraceException noTraining(String job, String model) {
        return HeadraceException.of(
                "HEAD-FAIRNESS-001",
                FailureKind.USER,
                job + " cannot know the labels of \"" + model + "\", as no train job of the project trains it",
                "add the train job, or name another model in jobs/" + job + ".conf.");
    }
}
