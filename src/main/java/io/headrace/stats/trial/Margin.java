package io.headrace.stats.trial;

import java.util.Optional;

/**
 * A margin of harm, and one-sided tests at every look whether a treated arm is within it or beyond it.
 *
 * <p>With gains positive, the tested quantity is {@code b − a + m} for an absolute margin m and {@code b − a + r·|a|} for a
 * relative one, which is linear in both means (Fieller 1954): no division by the control's mean, so an arm of zeros is judged
 * too, and a margin of 0 is the same test on either scale. The smaller arm has at least the larger one's variance
 * ({@link ArmMean#besideLarger}).
 *
 * @param size harm that is tolerated, 0 or more: in the metric's unit, or as a share of the control's mean
 * @param scale unit of the size
 * @param direction which way is better
 */
public record Margin(double size, Scale scale, Direction direction) {
    /** What a margin is a part of. */
    public enum Scale {
        /** The metric's own unit. */
        ABSOLUTE,
        /** A share of the control's mean. */
        RELATIVE
    }

    /** Which way a metric is better. */
    public enum Direction {
        HIGHER_IS_BETTER(1),
        LOWER_IS_BETTER(-1);

        private final int sign;

        Direction(int sign) {
            this.sign = sign;
        }

        /** 1 where higher is better, −1 where lower is. */
        public int sign() {
            return sign;
        }
    }

    public Margin {
        if (!(size >= 0 && Double.isFinite(size))) {
            throw new IllegalArgumentException("size must be finite and 0 or more, found " + size);
        }
        if (scale == Scale.RELATIVE && size >= 1) {
            throw new IllegalArgumentException("a relative size must lie below 1, found " + size);
        }
    }

    /** Tolerates no harm. */
    public static Margin none(Direction direction) {
        return new Margin(0, Scale.ABSOLUTE, direction);
    }

    /** How far the treated arm is inside the margin, gains positive; empty where neither arm varies. */
    public Optional<Difference> slack(ArmMean control, ArmMean treated) {
        ArmMean gained = scaled(treated.besideLarger(control), direction.sign());
        ArmMean base =
                scaled(control.besideLarger(treated), direction.sign() - relativeSize() * Math.signum(control.mean()));
        return Difference.absolute(base, gained).map(this::widened);
    }

    /** The p value, at every look, of "the harm is the margin or more"; small shows that it is not. */
    public double withinPValue(Difference slack, ConfidenceSequence sequence) {
        return sequence.greaterPValue(slack.z(), slack.entities());
    }

    /** The p value, at every look, of "the harm is the margin or less"; small shows harm beyond it. */
    public double beyondPValue(Difference slack, ConfidenceSequence sequence) {
        return sequence.greaterPValue(-slack.z(), slack.entities());
    }

    private double relativeSize() {
        return scale == Scale.RELATIVE ? size : 0;
    }

    private Difference widened(Difference difference) {
        return scale == Scale.RELATIVE
                ? difference
                : new Difference(
                        difference.estimate() + size,
                        difference.standardError(),
                        difference.degrees(),
                        difference.entities());
    }

    private static ArmMean scaled(ArmMean arm, double factor) {
        return new ArmMean(arm.entities(), factor * arm.mean(), factor * factor * arm.variance());
    }
}
