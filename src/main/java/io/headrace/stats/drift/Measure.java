package io.headrace.stats.drift;

/**
 * One statistic of one column, before it is judged with the others.
 *
 * @param effect the middle of what it can be
 * @param error the effect is at most so much less or more
 * @param pValue NaN where there was nothing to test
 */
record Measure(
        Statistic statistic,
        long n,
        long m,
        double value,
        double effect,
        double error,
        double pValue,
        EffectLaw law,
        UnknownReason reason,
        LevelChanges levels) {
    static Measure exact(Statistic statistic, long n, long m, double value, double pValue, EffectLaw law) {
        return new Measure(statistic, n, m, value, value, 0, pValue, law, UnknownReason.NONE, LevelChanges.NONE);
    }

    static Measure unknown(Statistic statistic, long n, long m, UnknownReason reason) {
        return new Measure(
                statistic,
                n,
                m,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                EffectLaw.UNKNOWN,
                reason,
                LevelChanges.NONE);
    }

    Measure withEffect(double changed, double halfWidth) {
        return new Measure(statistic, n, m, value, changed, halfWidth, pValue, law, reason, levels);
    }

    Measure withLevels(LevelChanges changes) {
        return new Measure(statistic, n, m, value, effect, error, pValue, law, reason, changes);
    }

    /** Computed, but on too little to say anything. */
    Measure because(UnknownReason unknown) {
        return new Measure(statistic, n, m, value, effect, error, Double.NaN, law, unknown, levels);
    }
}
