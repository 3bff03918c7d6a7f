package io.headrace.stats.fairness;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The least that a person would have to change for another decision.
 *
 * @param outcome whether there is such a change
 * @param changes one for each changed feature, as declared; empty if none was found or is needed
 * @param distance sum of the changes, each over its feature's scale
 * @param score what the model itself gives the changed row; empty if none was found
 * @param tries how often the model was asked
 */
public record Counterfactual(Outcome outcome, List<Change> changes, double distance, OptionalDouble score, long tries) {
    public Counterfactual {
        Objects.requireNonNull(outcome, "outcome");
        changes = List.copyOf(changes);
    }

    /** What came of the search. */
    public enum Outcome {
        /** The row has the wanted decision as it is. */
        NOT_NEEDED,
        /** No fewer changes, and no nearer ones of as few, give the wanted decision. */
        FOUND,
        /** No change within the declared features, directions, ranges and steps, of up to so many features, gives it. */
        NONE_WITHIN_THE_RANGES,
        /** The search was stopped before all was tried: there may be one. */
        STOPPED
    }

    /** One changed feature. */
    public record Change(Actionable feature, double from, double to) {}
}
