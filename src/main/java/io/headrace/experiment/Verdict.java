package io.headrace.experiment;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What one peek says of an experiment; a row that is never rewritten.
 *
 * @param sequence of the peek, from 1
 * @param day the peek's
 * @param state the verdict
 * @param reopens sequence of the verdict that this one takes back, for what came since says otherwise
 * @param reasons why, in plain words
 * @param metrics evidence by metric, in the order of the plan; of metrics that neither arm varies in, none
 * @param health of arms and outcomes
 */
public record Verdict(
        int sequence,
        LocalDate day,
        State state,
        OptionalInt reopens,
        List<String> reasons,
        List<MetricEvidence> metrics,
        Health health) {
    /** Verdicts. */
    public enum State {
        /** Nothing is shown yet, and the horizon is not reached. */
        RUNNING,
        /** The primary metric gains, or is within its margin, and no guardrail stands against it. */
        SHIP,
        /** Harm beyond its margin is shown. */
        ROLL_BACK,
        /** The horizon is reached and nothing is shown. */
        INCONCLUSIVE,
        /** Shares, exposure or outcomes are not what was declared: nothing ships. */
        UNHEALTHY,
        /** An arm that should have entities has none with an outcome. */
        NO_DATA;

        /** Whether it ends an experiment. */
        public boolean isDecisive() {
            return this == SHIP || this == ROLL_BACK || this == INCONCLUSIVE;
        }
    }

    /**
     * Whether arms and outcomes are what was declared.
     *
     * @param sharesPValue of the declared shares at all looks so far, of entities
     * @param fixedSharesPValue of the same at one look
     * @param outcomesPValue of the declared shares at all looks so far, of entities with an outcome
     * @param problems in plain words; none is healthy
     */
    public record Health(double sharesPValue, double fixedSharesPValue, double outcomesPValue, List<String> problems) {
        public Health {
            problems = List.copyOf(problems);
        }

        /** Whether there are no problems. */
        public boolean isHealthy() {
            return problems.isEmpty();
        }
    }

    public Verdict {
        reasons = List.copyOf(reasons);
        metrics = List.copyOf(metrics);
    }

    /** The same, or a roll-back where there is harm that needs no outcome; each in plain words. */
    public Verdict harmedBy(List<String> harm) {
        return harm.isEmpty()
                ? this
                : new Verdict(
                        sequence,
                        day,
                        State.ROLL_BACK,
                        reopens,
                        Stream.concat(harm.stream(), reasons.stream()).toList(),
                        metrics,
                        health);
    }

    /** The reasons, then a sentence by metric: every number that it takes to check the verdict. */
    public List<String> words() {
        return Stream.concat(reasons.stream(), metrics.stream().map(MetricEvidence::words))
                .toList();
    }
}
