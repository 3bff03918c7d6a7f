package io.headrace.groups;

import io.headrace.metric.Gate.Side;
import io.headrace.metric.GateOutcome;
import io.headrace.stats.Interval;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessPolicy.Form;
import io.headrace.stats.fairness.FairnessPolicy.Outcome;
import io.headrace.stats.fairness.FairnessPolicy.Pair;
import io.headrace.stats.fairness.FairnessPolicy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A policy as a condition for promotion; names no group.
 *
 * <p>It is lost by a breach: all of a group's interval is beyond the bound, so its nearer end is what is judged. Where it must be shown that the bound is kept, the
 * farther end is, and a group of too few rows loses the gate.
 */
public enum PolicyGate {
    /** What cannot be told passes. */
    LOST_BY_BREACH,
    /** Only what is shown to keep the bound passes. */
    MET_BY_PROOF;

    private static final String PREFIX = "fairness-";

    /** The outcome for what a policy says of some rows. */
    public GateOutcome of(Outcome outcome) {
        FairnessPolicy policy = outcome.policy();
        Verdict verdict = outcome.verdict();
        boolean passed = verdict == Verdict.OK || (verdict == Verdict.UNKNOWN && this == LOST_BY_BREACH);
        List<Interval> told = outcome.pairs().stream()
                .flatMap(pair -> pair.interval().stream())
                .toList();
        boolean isLostByFewRows = !passed && outcome.pairs().stream().noneMatch(this::isLost);
        OptionalDouble worst = isLostByFewRows ? OptionalDouble.empty() : worst(policy, told);
        return new GateOutcome(
                PREFIX + policy.name(),
                worst.orElse(Double.NaN),
                policy.bound(),
                policy.form() == Form.RATIO_AT_LEAST ? Side.AT_LEAST : Side.AT_MOST,
                passed,
                verdict(outcome) + (worst.isPresent() ? "; " + measured(policy) : ""));
    }

    /** Whether a group with rows enough loses the gate. */
    private boolean isLost(Pair pair) {
        return pair.interval().isPresent()
                && (this == MET_BY_PROOF ? pair.verdict() != Verdict.OK : pair.verdict() == Verdict.BREACH);
    }

    private OptionalDouble worst(FairnessPolicy policy, List<Interval> told) {
        if (policy.form() == Form.RATIO_AT_LEAST) {
            ToDoubleFunction<Interval> end = this == MET_BY_PROOF ? Interval::lower : Interval::upper;
            return told.stream().mapToDouble(end).min();
        }
        return told.stream()
                .mapToDouble(this == MET_BY_PROOF ? PolicyGate::farther : PolicyGate::nearer)
                .max();
    }

    private static double nearer(Interval interval) {
        return interval.contains(0) ? 0 : Math.min(Math.abs(interval.lower()), Math.abs(interval.upper()));
    }

    private static double farther(Interval interval) {
        return Math.max(Math.abs(interval.lower()), Math.abs(interval.upper()));
    }

    private String measured(FairnessPolicy policy) {
        String metric = policy.metric().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return metric
                + (policy.form() == Form.RATIO_AT_LEAST ? " over the reference's" : " beside the reference's")
                + " of the worst group, " + (this == MET_BY_PROOF ? "worse" : "better") + " end of the interval,";
    }

    private static String verdict(Outcome outcome) {
        if (outcome.verdict() == Verdict.OK) {
            return "ok";
        }
        long pairs = outcome.pairs().stream()
                .filter(pair -> pair.verdict() == outcome.verdict())
                .count();
        return (outcome.verdict() == Verdict.BREACH ? "breach for " : "unknown for ") + pairs + " of "
                + outcome.pairs().size() + " groups";
    }
}
