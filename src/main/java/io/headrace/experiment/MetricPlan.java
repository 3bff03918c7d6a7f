package io.headrace.experiment;

import io.headrace.stats.trial.ArmMean;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Cuped;
import io.headrace.stats.trial.Margin;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A metric of an experiment.
 *
 * @param name as in the totals of a peek
 * @param role what it decides
 * @param figure how it is made of an arm's totals
 * @param margin which way is better, and how much harm is tolerated. Of the primary metric: 0 asks for a gain, more asks only
 *     that harm is below it. Of a guardrail: harm beyond it rolls back; above 0, shipping waits until harm is shown to be below it
 */
public record MetricPlan(String name, Role role, Figure figure, Margin margin) {
    /** What a metric decides. */
    public enum Role {
        /** Ships, and rolls back; one of each experiment. */
        PRIMARY,
        /** Rolls back, and holds shipping up. */
        GUARDRAIL,
        /** Shown, and decides nothing. */
        SECONDARY
    }

    /** How a metric is made of an arm's totals. */
    public enum Figure {
        /** Mean value of an entity. */
        MEAN,
        /** Share of entities with value 1. */
        SHARE,
        /** Sum of values over sum of bases. */
        RATIO,
        /** Mean value of an entity, adjusted by its covariate. */
        ADJUSTED_MEAN
    }

    /** Both arms' figures. */
    record Arms(ArmMean control, ArmMean treated) {}

    public MetricPlan {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a metric needs a name");
        }
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(margin, "margin");
    }

    /** Whether shipping waits until it is shown to be within its margin. */
    boolean isAskedBeforeShipping() {
        return switch (role) {
            case PRIMARY -> true;
            case GUARDRAIL -> margin.size() > 0;
            case SECONDARY -> false;
        };
    }

    /** Why nothing can be said of totals; empty where something can. */
    Optional<String> refusalOf(ArmTotals control, ArmTotals treated) {
        if (control.entities() < 2 || treated.entities() < 2) {
            return Optional.of("an arm has fewer than 2 entities");
        }
        boolean isEmpty = figure == Figure.RATIO && !(control.hasBases() && treated.hasBases());
        return isEmpty ? Optional.of("the bases of an arm sum to 0") : Optional.empty();
    }

    Arms figures(ArmTotals control, ArmTotals treated) {
        return switch (figure) {
            case MEAN -> new Arms(ArmMean.mean(control), ArmMean.mean(treated));
            case SHARE -> new Arms(ArmMean.share(control), ArmMean.share(treated));
            case RATIO -> new Arms(ArmMean.ratio(control), ArmMean.ratio(treated));
            case ADJUSTED_MEAN -> {
                List<ArmMean> adjusted = Cuped.of(List.of(control, treated)).arms();
                yield new Arms(adjusted.get(0), adjusted.get(1));
            }
        };
    }
}
