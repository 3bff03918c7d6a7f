package io.headrace.stats.trial;

/**
 * How wide an interval must be to hold at every look together, and p values to go with it.
 *
 * <p>Asymptotic confidence sequence by a normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of
 * Statistics 52, 2024). With N entities of both arms, standard error s and z = estimate / s:
 *
 * <pre>
 *   ρ²        = (−2 ln α + ln(1 − 2 ln α)) / N*        narrowest near N* entities
 *   halfWidth = s · √( 2 (Nρ² + 1)/(Nρ²) · ln(√(Nρ² + 1)/α) )
 *   p         = √(Nρ² + 1) · exp( −z² Nρ² / (2 (Nρ² + 1)) ), at most 1
 *
 *   one-sided, ρ² with 2α for α:
 *   width     = s · √( 2 (Nρ² + 1)/(Nρ²) · ln(1 + √(Nρ² + 1)/(2α)) )
 *   p         = √(Nρ² + 1) / (2 (exp(z² Nρ² / (2 (Nρ² + 1))) − 1)), at most 1; 1 for z ≤ 0
 * </pre>
 *
 * p is the least α for which the interval of this ρ leaves 0 out; ρ itself stays that of the declared α. The chance that any of
 * the looks is wrong is at most about α, exactly so only as the entities grow: with fewer than some hundred entities of a skewed
 * outcome it is more, so a plan names the fewest entities before anything is decided.
 *
 * @param alpha chance of a false finding at any look, strictly between 0 and 1; one-sided at most 0.5
 * @param tunedFor N*, entities of both arms at which the interval is narrowest; moving it keeps it valid
 */
public record ConfidenceSequence(double alpha, long tunedFor) {
    /** As GrowthBook's engine. */
    public static final long STANDARD_TUNING = 5_000;

    public ConfidenceSequence {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie strictly between 0 and 1, found " + alpha);
        }
        if (tunedFor < 1) {
            throw new IllegalArgumentException("tunedFor must be 1 or more, found " + tunedFor);
        }
    }

    /** Half the width of the two-sided interval, in standard errors. */
    public double halfWidth(long entities) {
        double growth = growth(alpha, entities);
        return Math.sqrt(2 * (growth + 1) / growth * (Math.log1p(growth) / 2 - Math.log(alpha)));
    }

    /** The two-sided p value. */
    public double pValue(double z, long entities) {
        double growth = growth(alpha, entities);
        return Math.min(1, Math.exp(Math.log1p(growth) / 2 - z * z * growth / (2 * (growth + 1))));
    }

    /** The distance of a one-sided bound from the estimate, in standard errors. */
    public double boundDistance(long entities) {
        double growth = growth(2 * alpha, entities);
        return Math.sqrt(2 * (growth + 1) / growth * Math.log1p(Math.sqrt(growth + 1) / (2 * alpha)));
    }

    /** The one-sided p value of "the truth is 0 or less". */
    public double greaterPValue(double z, long entities) {
        double growth = growth(2 * alpha, entities);
        return z <= 0 ? 1 : Math.min(1, Math.sqrt(growth + 1) / (2 * Math.expm1(z * z * growth / (2 * (growth + 1)))));
    }

    /** Nρ². */
    private double growth(double level, long entities) {
        double least = Math.min(level, 1 - 1e-9);
        return entities * ((-2 * Math.log(least) + Math.log1p(-2 * Math.log(least))) / tunedFor);
    }
}
