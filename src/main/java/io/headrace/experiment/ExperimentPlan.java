package io.headrace.experiment;

import io.headrace.stats.trial.ConfidenceSequence;
import io.headrace.stats.trial.SampleRatio;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an experiment asks, fixed before it begins.
 *
 * <p>alpha bounds two chances apart: that a challenger that harms nothing beyond its margins is ever rolled back, over all peeks and
 * metrics, and that one without the asked gain is ever shipped. A rollout with several canary steps is judged step by step, each on
 * the entities of its own shares; give each step its part of alpha with {@link #forStepsOf}, and so
 * each of several challengers its part.
 *
 * @param name of the experiment
 * @param control arm that the others are compared with
 * @param treated arm that is judged
 * @param shares by arm, in the order of the arms; exactly 1 together
 * @param start first day on which entities came
 * @param rules when to decide
 * @param metrics one primary, any guardrails and secondary ones
 */
public record ExperimentPlan(
        String name,
        String control,
        String treated,
        Map<String, BigDecimal> shares,
        LocalDate start,
        Rules rules,
        List<MetricPlan> metrics) {
    /**
     * When to decide.
     *
     * @param horizonDays from the start on; at a peek of that day or later an experiment without a finding is inconclusive
     * @param fewestDays before which nothing ships, for whole weeks; a roll-back does not wait
     * @param fewestEntities of each arm, with an outcome, before which nothing is decided: the law of large numbers needs them
     * @param alpha strictly between 0 and 0.5
     * @param tunedFor N* of the {@link ConfidenceSequence}, best the planned entities of both arms
     * @param healthLevel p at which arms do not have their shares, 0.001 as a rule
     * @param missingAtMost share of entities, of each arm, whose outcome should be known and is not
     * @param coolDownDays after a roll-back without any further automatic action
     */
    public record Rules(
            int horizonDays,
            int fewestDays,
            long fewestEntities,
            double alpha,
            long tunedFor,
            double healthLevel,
            double missingAtMost,
            int coolDownDays) {
        /** 28 days, of which 7 before shipping; 100 entities of an arm; alpha 5 %; health at 0.1 %; 5 % missing; 7 days of cool-down. */
        public static final Rules STANDARD =
                new Rules(28, 7, 100, 0.05, ConfidenceSequence.STANDARD_TUNING, 0.001, 0.05, 7);

        public Rules {
            require(horizonDays >= 1, "horizonDays must be 1 or more", horizonDays);
            require(
                    fewestDays >= 0 && fewestDays <= horizonDays,
                    "fewestDays must lie between 0 and the horizon",
                    fewestDays);
            require(fewestEntities >= 2, "fewestEntities must be 2 or more", fewestEntities);
            require(alpha > 0 && alpha < 0.5, "alpha must lie strictly between 0 and 0.5", alpha);
            require(tunedFor >= 1, "tunedFor must be 1 or more", tunedFor);
            require(healthLevel > 0 && healthLevel < 1, "healthLevel must lie strictly between 0 and 1", healthLevel);
            require(missingAtMost >= 0 && missingAtMost <= 1, "missingAtMost must lie between 0 and 1", missingAtMost);
            require(coolDownDays >= 0, "coolDownDays must be 0 or more", coolDownDays);
        }

        private static void require(boolean holds, String rule, Number found) {
            if (!holds) {
                throw new IllegalArgumentException(rule + ", found " + found);
            }
        }

        ConfidenceSequence sequence() {
            return new ConfidenceSequence(alpha, tunedFor);
        }
    }

    public ExperimentPlan {
        shares = new LinkedHashMap<>(shares);
        metrics = List.copyOf(metrics);
        SampleRatio.of(List.copyOf(shares.values()));
        if (control.equals(treated)) {
            throw new IllegalArgumentException("control and treated must be two arms, found " + control + " twice");
        }
        for (String arm : List.of(control, treated)) {
            if (shares.getOrDefault(arm, BigDecimal.ZERO).signum() <= 0) {
                throw new IllegalArgumentException("arm " + arm + " must have a share above 0; shares are " + shares);
            }
        }
        Set<String> names = new HashSet<>();
        for (MetricPlan metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metric " + metric.name() + " is named twice");
            }
        }
        long primaries = metrics.stream()
                .filter(metric -> metric.role() == MetricPlan.Role.PRIMARY)
                .count();
        if (primaries != 1) {
            throw new IllegalArgumentException("an experiment has one primary metric, found " + primaries);
        }
    }

    /** The shares, in the order of the arms. */
    @Override
    public Map<String, BigDecimal> shares() {
        return new LinkedHashMap<>(shares);
    }

    /** The same plan that is over later, when the outcomes of the last entities are known. */
    public ExperimentPlan over(int days) {
        return with(days, rules.alpha);
    }

    /** The plan of one of several steps: alpha is divided among them, so that all steps together keep it. */
    public ExperimentPlan forStepsOf(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be 1 or more, found " + steps);
        }
        return with(rules.horizonDays, rules.alpha / steps);
    }

    private ExperimentPlan with(int horizonDays, double alpha) {
        Rules changed = new Rules(
                horizonDays,
                rules.fewestDays,
                rules.fewestEntities,
                alpha,
                rules.tunedFor,
                rules.healthLevel,
                rules.missingAtMost,
                rules.coolDownDays);
        return new ExperimentPlan(name, control, treated, shares, start, changed, metrics);
    }
}
