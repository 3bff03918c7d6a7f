package io.headrace.stats.trial;

import io.headrace.stats.Interval;
import io.headrace.stats.StudentT;
import java.util.Optional;

/**
 * The effect of an arm against a control arm, with its error.
 *
 * <p>Absolute: {@code b − a} with {@code error² = v_b/n_b + v_a/n_a}. Relative: {@code (b − a)/|a|} by the delta method,
 * {@code error² = v_b/(n_b a²) + v_a b²/(n_a a⁴)}; positive means larger also where a is negative. On the same data the two can
 * lie on different sides of a level; {@link Margin} decides, and depends on neither.
 *
 * @param estimate finite
 * @param standardError above 0
 * @param degrees of freedom after Welch and Satterthwaite
 * @param entities of both arms
 */
public record Difference(double estimate, double standardError, double degrees, long entities) {
    /** A control nearer to 0 than so many of its standard errors makes the delta method worthless. */
    private static final double STEADY = 3;

    public Difference {
        if (!Double.isFinite(estimate) || !(standardError > 0 && Double.isFinite(standardError))) {
            throw new IllegalArgumentException(
                    "estimate must be finite and standardError above 0, found " + estimate + " and " + standardError);
        }
    }

    /** The treated arm's mean less the control's; empty where neither arm varies, for then no error is known. */
    public static Optional<Difference> absolute(ArmMean control, ArmMean treated) {
        return of(
                treated.mean() - control.mean(),
                control.variance() / control.entities(),
                treated.variance() / treated.entities(),
                control,
                treated);
    }

    /**
     * The same over the size of the control's mean.
     *
     * <p>Empty where neither arm varies, or the control lies within three of its standard errors of 0, as in an arm of zeros.
     */
    public static Optional<Difference> relative(ArmMean control, ArmMean treated) {
        double base = Math.abs(control.mean());
        if (base == 0 || base < STEADY * control.standardError()) {
            return Optional.empty();
        }
        double ratio = treated.mean() / control.mean();
        return of(
                (treated.mean() - control.mean()) / base,
                ratio * ratio * control.variance() / control.entities() / (base * base),
                treated.variance() / treated.entities() / (base * base),
                control,
                treated);
    }

    private static Optional<Difference> of(
            double estimate, double ofControl, double ofTreated, ArmMean control, ArmMean treated) {
        double squared = ofControl + ofTreated;
        return squared > 0 && Double.isFinite(squared) && Double.isFinite(estimate)
                ? Optional.of(new Difference(
                        estimate,
                        Math.sqrt(squared),
                        degrees(control, treated),
                        control.entities() + treated.entities()))
                : Optional.empty();
    }

    private static double degrees(ArmMean control, ArmMean treated) {
        double a = control.variance() / control.entities();
        double b = treated.variance() / treated.entities();
        return (a + b) * (a + b) / (a * a / (control.entities() - 1) + b * b / (treated.entities() - 1));
    }

    /** The estimate over its standard error. */
    public double z() {
        return estimate / standardError;
    }

    /** Welch's interval, right for one look at a size fixed beforehand, and for no other. */
    public Interval fixedInterval(double confidence) {
        double halfWidth = StudentT.twoSidedCritical(confidence, degrees) * standardError;
        return new Interval(estimate - halfWidth, estimate + halfWidth, confidence);
    }

    /** Welch's two-sided p value, right for one look at a size fixed beforehand, and for no other. */
    public double fixedPValue() {
        return StudentT.twoSidedPValue(z(), degrees);
    }

    /** The interval that holds at every look; as wide as the sequence says. */
    public Interval alwaysInterval(ConfidenceSequence sequence) {
        double halfWidth = sequence.halfWidth(entities) * standardError;
        return new Interval(estimate - halfWidth, estimate + halfWidth, 1 - sequence.alpha());
    }

    /** The p value that holds at every look: the least alpha whose interval leaves 0 out. */
    public double alwaysPValue(ConfidenceSequence sequence) {
        return sequence.pValue(z(), entities);
    }
}
