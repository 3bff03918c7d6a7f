package io.headrace.experiment;

import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

/**
 * What was known of an experiment when it was looked at: totals since its start. Never changed; what comes late is in a later peek, of the
 * same day if need be.
 *
 * @param day the logical date of the look
 * @param arms by name; an arm that is not there has no entities
 * @param exposure entities seen in several arms
 */
public record Peek(LocalDate day, Map<String, Arm> arms, Exposure exposure) {
    private static final Arm NOBODY = new Arm(0, 0, 0, Map.of());

    /**
     * One arm.
     *
     * @param entities assigned so far
     * @param due of these, whose outcome should be known by now
     * @param known of these, whose outcome is known
     * @param metrics totals by metric, of entities with an outcome
     */
    public record Arm(long entities, long due, long known, Map<String, ArmTotals> metrics) {
        public Arm {
            if (known < 0 || known > due || due > entities) {
                throw new IllegalArgumentException(
                        "known, due and entities must ascend from 0, found " + known + ", " + due + " and " + entities);
            }
            metrics = Map.copyOf(metrics);
        }

        ArmTotals totals(String metric) {
            return metrics.getOrDefault(metric, ArmTotals.NONE);
        }
    }

    public Peek {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(exposure, "exposure");
        arms = Map.copyOf(arms);
    }

    Arm arm(String name) {
        return arms.getOrDefault(name, NOBODY);
    }
}
