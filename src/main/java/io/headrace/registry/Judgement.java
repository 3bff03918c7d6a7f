package io.headrace.registry;

import io.headrace.metric.GateOutcome;
import io.headrace.run.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * What the gates decided about a version.
 *
 * @param verdict promoted where all gates passed
 * @param gates the outcome of each
 */
public record Judgement(Verdict verdict, List<GateOutcome> gates) implements EventDetail {
    public Judgement {
        Objects.requireNonNull(verdict, "verdict");
        gates = List.copyOf(gates);
    }

    /** The judgement that follows from the outcomes. */
    public static Judgement of(List<GateOutcome> gates) {
        boolean isPassed = gates.stream().allMatch(GateOutcome::passed);
        return new Judgement(isPassed ? Verdict.PROMOTED : Verdict.REFUSED, gates);
    }
}
