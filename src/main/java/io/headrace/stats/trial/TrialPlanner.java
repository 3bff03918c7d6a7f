package io.headrace.stats.trial;

import io.headrace.stats.StandardNormal;

/**
 * How many entities and days a trial takes, from what is known before it.
 *
 * <p>With {@code w = v (1/s_c + 1/s_t)}, v the variance of one entity, taken as equal in both arms, and s the arms' shares, a
 * difference δ needs {@code N = (c + z_power)² w / δ²} entities of the whole population. c is {@code z_(1−α/2)} for one look, and the
 * width of a {@link ConfidenceSequence} tuned for N for every look, which does not depend on N. The power is that of a look at N alone:
 * looks before it only add to it.
 *
 * @param variance of one entity's outcome, above 0; for a ratio or an adjusted mean that of {@link ArmMean}
 * @param controlShare of the population, above 0
 * @param treatedShare of the population, above 0; both sum to 1 at most
 * @param entitiesPerDay new entities of the whole population by day, above 0
 * @param alpha chance of a false finding
 * @param power chance of finding the effect where it is there
 */
public record TrialPlanner(
        double variance, double controlShare, double treatedShare, double entitiesPerDay, double alpha, double power) {
    /**
     * What it takes.
     *
     * @param control entities of the control arm
     * @param treated entities of the treated arm
     * @param days until all of them have come; until their outcomes are mature it takes the label's horizon more
     * @param tunedFor N* of the sequence, entities of both arms
     */
    public record Size(long control, long treated, long days, long tunedFor) {}

    public TrialPlanner {
        requirePositive("variance", variance);
        requirePositive("controlShare", controlShare);
        requirePositive("treatedShare", treatedShare);
        requirePositive("entitiesPerDay", entitiesPerDay);
        if (controlShare + treatedShare > 1 + 1e-12) {
            throw new IllegalArgumentException(
                    "shares must sum to 1 at most, found " + controlShare + " and " + treatedShare);
        }
        if (!(alpha > 0 && alpha < 0.5 && power > 0 && power < 1)) {
            throw new IllegalArgumentException(
                    "alpha must lie between 0 and 0.5 and power between 0 and 1, found " + alpha + " and " + power);
        }
    }

    /** For one look at the end, two-sided. */
    public Size fixed(double effect) {
        return size(StandardNormal.twoSidedCritical(1 - alpha), effect);
    }

    /** For a two-sided interval that holds at every look. */
    public Size sequential(double effect) {
        return size(new ConfidenceSequence(alpha, 1).halfWidth(1), effect);
    }

    /**
     * For a one-sided test at every look: of a gain, of harm beyond a margin, or of being within one.
     *
     * @param distance from the margin to the effect, as 0.02 less 0.005 for harm of 0.02 beyond a margin of 0.005
     */
    public Size sequentialOneSided(double distance) {
        return size(new ConfidenceSequence(alpha, 1).boundDistance(1), distance);
    }

    /** The least difference that a two-sided interval of every look finds with the power after so many days. */
    public double detectable(long days) {
        if (days < 1) {
            throw new IllegalArgumentException("days must be 1 or more, found " + days);
        }
        double critical = new ConfidenceSequence(alpha, 1).halfWidth(1);
        return (critical + StandardNormal.quantile(power)) * Math.sqrt(spread() / (days * entitiesPerDay));
    }

    private Size size(double critical, double effect) {
        if (effect == 0 || !Double.isFinite(effect)) {
            throw new IllegalArgumentException("effect must be finite and not 0, found " + effect);
        }
        double errors = critical + StandardNormal.quantile(power);
        double all = errors * errors * spread() / (effect * effect);
        long control = Math.max(2, (long) Math.ceil(all * controlShare));
        long treated = Math.max(2, (long) Math.ceil(all * treatedShare));
        return new Size(control, treated, (long) Math.ceil(all / entitiesPerDay), control + treated);
    }

    private double spread() {
        return variance * (1 / controlShare + 1 / treatedShare);
    }

    private static void requirePositive(String name, double number) {
        if (!(number > 0 && Double.isFinite(number))) {
            throw new IllegalArgumentException(name + " must be finite and above 0, found " + number);
        }
    }
}
