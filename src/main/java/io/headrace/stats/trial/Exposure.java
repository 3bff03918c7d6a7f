package io.headrace.stats.trial;

/**
 * Entities that were seen in more than one arm, which a stable assignment never does.
 *
 * @param entities seen in any arm
 * @param inSeveralArms of these, seen in two or more
 */
public record Exposure(long entities, long inSeveralArms) {
    private static final double TOLERATED_SHARE = 0.01;
    private static final long FEWEST = 10;

    public Exposure {
        if (inSeveralArms < 0 || inSeveralArms > entities) {
            throw new IllegalArgumentException(
                    "inSeveralArms must lie between 0 and the entities, " + entities + ", found " + inSeveralArms);
        }
    }

    /** Not more than 1 % of the entities, or fewer than ten, are in several arms. */
    public boolean isHealthy() {
        return inSeveralArms < FEWEST || inSeveralArms <= TOLERATED_SHARE * entities;
    }
}
