package io.headrace.stats.trial;

/**
 * The figure of one arm: a mean, a share, a ratio or an adjusted mean, with the variance of one entity's part in it.
 *
 * <p>The squared standard error is {@code variance / entities}. Entities are the units that chance assigned; a ratio whose
 * base counts something finer, as revenue by order, is right all the same.
 *
 * @param entities 2 or more
 * @param mean finite
 * @param variance of one entity, finite, 0 or more
 */
public record ArmMean(long entities, double mean, double variance) {
    private static final int FEWEST = 2;

    public ArmMean {
        if (entities < FEWEST) {
            throw new IllegalArgumentException("an arm needs 2 entities or more, found " + entities);
        }
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be finite, found " + mean);
        }
        if (!(variance >= 0 && Double.isFinite(variance))) {
            throw new IllegalArgumentException("variance must be finite and 0 or more, found " + variance);
        }
    }

    /** The mean value by entity; variance divided by n − 1. */
    public static ArmMean mean(ArmTotals totals) {
        requireEntities(totals);
        return new ArmMean(totals.entities(), totals.meanValue(), totals.valueVariance());
    }

    /**
     * The share of entities with value 1, all others 0; variance {@code p(1 − p)}.
     *
     * <p>A share of 0 or 1 has the variance of one more success and one more failure, so that an arm without a single event says how
     * rare events can be, and is not taken as certain. Refuses other values than 0 and 1.
     */
    public static ArmMean share(ArmTotals totals) {
        requireEntities(totals);
        double share = totals.meanValue();
        if (!(share >= 0 && share <= 1) || !totals.values().equals(totals.valueSquares())) {
            throw new IllegalArgumentException("values of a share must be 0 or 1, found a sum of " + totals.values()
                    + " and of their squares of " + totals.valueSquares());
        }
        double variance = share * (1 - share);
        return new ArmMean(totals.entities(), share, variance > 0 ? variance : onceMore(totals.entities()));
    }

    /**
     * Sum of the values over sum of the bases, by the delta method:
     * {@code var = σ_v²/μ_b² + μ_v²σ_b²/μ_b⁴ − 2μ_v·cov/μ_b³} (Deng, Knoblich and Lu, KDD 2018).
     *
     * <p>Refuses bases whose sum is 0.
     */
    public static ArmMean ratio(ArmTotals totals) {
        requireEntities(totals);
        double base = totals.meanBase();
        if (base == 0) {
            throw new IllegalArgumentException("bases of a ratio must not sum to 0");
        }
        double ratio = totals.values().value() / totals.bases().value();
        double variance = totals.valueVariance()
                + ratio * ratio * totals.baseVariance()
                - 2 * ratio * totals.valueBaseCovariance();
        return new ArmMean(totals.entities(), ratio, Math.max(0, variance) / (base * base));
    }

    private static double onceMore(long entities) {
        double share = 1.0 / (entities + 2);
        return share * (1 - share);
    }

    /**
     * This arm with at least the variance of a larger one.
     *
     * <p>A small arm of rare events or skewed values has not seen the rare ones yet: its mean is low and its variance is low with it, so
     * that by its own variance it looks harmed (a canary of 5 %, 0.1 % events, is "harmed" in half of all trials without any effect). The larger
     * arm has seen them. Costs nothing where both vary alike.
     */
    public ArmMean besideLarger(ArmMean other) {
        return entities < other.entities && variance < other.variance
                ? new ArmMean(entities, mean, other.variance)
                : this;
    }

    /** The standard error of the mean. */
    public double standardError() {
        return Math.sqrt(variance / entities);
    }

    private static void requireEntities(ArmTotals totals) {
        if (totals.entities() < FEWEST) {
            throw new IllegalArgumentException("an arm needs 2 entities or more, found " + totals.entities());
        }
    }
}
