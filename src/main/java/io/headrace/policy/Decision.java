package io.headrace.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is done about the model on a day.
 *
 * @param version the version in force; empty text where there is none
 * @param target for a rollback, the version to go back to
 * @param reasons in words, at least one
 * @param evidence rows of statistics that say so
 */
public record Decision(
        LocalDate day,
        Action action,
        String version,
        Optional<String> target,
        List<String> reasons,
        List<String> evidence) {
    /** What is done. */
    public enum Action {
        RETRAIN,
        HOLD,
        ROLL_BACK
    }

    public Decision {
        reasons = List.copyOf(reasons);
        evidence = List.copyOf(evidence);
        if (reasons.isEmpty() || target.isPresent() != (action == Action.ROLL_BACK)) {
            throw new IllegalArgumentException("a decision has reasons, and a target if it rolls back");
        }
    }
}
