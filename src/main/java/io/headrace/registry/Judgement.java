package io.headrace.registry;

import io.headrace.metric.GateOutcome;
import io.headrace.run.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * What the gates decided about a version.
 *
 * @param verdict refused unless all gates passed
 * @param gates the outcome of each
 */
public record Judgement(Verdict verdict, List<GateOutcome> gates) implements EventDetail {
    public Judgement {
        Objects.requireNonNull(verdict, "verdict");
        gates = List.copyOf(gates);
    }

    /** The judgement that follows from the outcomes, where whoever passes becomes champion. */
    public static Judgement of(List<GateOutcome> gates) {
        return of(gates, Verdict.PROMOTED);
    }

    /** The judgement that follows from the outcomes, with the verdict on whoever passes. */
    public static Judgement of(List<GateOutcome> gates, Verdict ofPassed) {
        boolean isPassed = gates.stream().allMatch(GateOutcome::passed);
        return new Judgement(isPassed ? ofPassed : Verdict.REFUSED, gates);
    }
}
