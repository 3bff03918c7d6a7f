package io.headrace.policy;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What counts as a finding, whom it wakes, and what follows from it.
 *
 * <p>A column has drifted in a window if its adjusted p value is below {@code level} and its effect, less the error of its
 * statistic, is above its tolerance. It is alerted if that {@link Persistence persists}. Performance outside its band pages;
 * everything else is a ticket.
 *
 * @param level strictly between 0 and 1; {@link Budget} finds the one that keeps {@code daysBetweenFalseAlerts}
 * @param tolerances the largest effect that is harmless, by statistic, 0 or more, in the unit of its effect; where a statistic has none,
 *     that of its row counts
 * @param drift how often drift, or a column that cannot be judged, must have been seen
 * @param performance how often performance must have been outside its band
 * @param pageOn which performance pages; the other makes a ticket
 * @param coolDownDays days after an alert in which the same finding makes no other of its severity, 0 or more
 * @param grouping which findings share an alert
 * @param daysBetweenFalseAlerts expected days between false alerts that are accepted, 1 or more
 */
public record Policy(
        double level,
        Map<String, Double> tolerances,
        Persistence drift,
        Persistence performance,
        Set<Basis> pageOn,
        int coolDownDays,
        Grouping grouping,
        int daysBetweenFalseAlerts,
        RetrainRules retrain,
        RollbackRules rollback) {
    public Policy {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie strictly between 0 and 1, found " + level);
        }
        tolerances = Map.copyOf(tolerances);
        tolerances.forEach(Policy::requireTolerance);
        Objects.requireNonNull(drift, "drift");
        Objects.requireNonNull(performance, "performance");
        pageOn = Set.copyOf(pageOn);
        if (coolDownDays < 0 || daysBetweenFalseAlerts < 1) {
            throw new IllegalArgumentException(
                    "coolDownDays must be 0 or more and daysBetweenFalseAlerts 1 or more, found " + coolDownDays
                            + " and " + daysBetweenFalseAlerts);
        }
        Objects.requireNonNull(grouping, "grouping");
        Objects.requireNonNull(retrain, "retrain");
        Objects.requireNonNull(rollback, "rollback");
    }

    private static void requireTolerance(String statistic, double tolerance) {
        if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
            throw new IllegalArgumentException("tolerance of " + statistic + " must be 0 or more, found " + tolerance);
        }
    }

    /** The same policy with another level. */
    public Policy withLevel(double other) {
        return new Policy(
                other,
                tolerances,
                drift,
                performance,
                pageOn,
                coolDownDays,
                grouping,
                daysBetweenFalseAlerts,
                retrain,
                rollback);
    }

    int windowsKept() {
        return Math.max(drift.of(), performance.of());
    }
}
