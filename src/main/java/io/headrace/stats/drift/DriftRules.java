package io.headrace.stats.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * When a column has drifted.
 *
 * @param level of the q value, over all columns of a model together; between 0 and 1
 * @param leastRows rows with a value on each side below which nothing is decided
 * @param leastPower chance to see an effect of the tolerance; a column that shows none with less than this is unknown, not ok
 * @param smoothing of empty bins in PSI
 * @param numbers the statistic that decides for a column of numbers
 * @param texts the statistic that decides for a column of texts
 * @param tolerances the effect that is no drift, by statistic, above 0; of a statistic left out the standard one
 * @param statistics what is computed beside the deciding ones and the share of missing values
 */
public record DriftRules(
        double level,
        long leastRows,
        double leastPower,
        Smoothing smoothing,
        Statistic numbers,
        Statistic texts,
        Map<Statistic, Double> tolerances,
        Set<Statistic> statistics) {
    /** q below 0.01, at least 30 rows, a power of a half, Kolmogorov-Smirnov and chi-square decide, everything computed. */
    public static final DriftRules STANDARD = new DriftRules(
            0.01,
            30,
            0.5,
            Smoothing.HALF_A_ROW,
            Statistic.KOLMOGOROV_SMIRNOV,
            Statistic.CHI_SQUARE,
            Map.of(),
            EnumSet.allOf(Statistic.class));

    public DriftRules {
        requireShare("level", level);
        requireShare("leastPower", leastPower);
        if (leastRows < 1) {
            throw new IllegalArgumentException("leastRows must be 1 or more, found " + leastRows);
        }
        if (isBeside(numbers) || isBeside(texts) || texts.isOfNumbersOnly()) {
            throw new IllegalArgumentException("a statistic of the values must decide, found " + numbers.word()
                    + " for numbers and " + texts.word() + " for texts");
        }
        tolerances.forEach((statistic, tolerance) -> {
            if (!(tolerance > 0)) {
                throw new IllegalArgumentException(
                        "the tolerance of " + statistic.word() + " must be above 0, found " + tolerance);
            }
        });
        EnumMap<Statistic, Double> all = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            all.put(statistic, tolerances.getOrDefault(statistic, statistic.standardTolerance()));
        }
        tolerances = Collections.unmodifiableMap(all);
        EnumSet<Statistic> computed = EnumSet.of(Statistic.MISSING, Statistic.UNSEEN_LEVELS, numbers, texts);
        computed.addAll(statistics);
        statistics = Collections.unmodifiableSet(computed);
    }

    private static void requireShare(String name, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must lie strictly between 0 and 1, found " + share);
        }
    }

    /** The same, tolerating another effect. */
    public DriftRules withTolerance(Statistic statistic, double tolerance) {
        EnumMap<Statistic, Double> changed = new EnumMap<>(tolerances);
        changed.put(statistic, tolerance);
        return new DriftRules(level, leastRows, leastPower, smoothing, numbers, texts, changed, statistics);
    }

    /** The same, computing the deciding statistics only. */
    public DriftRules decidingOnly() {
        return new DriftRules(level, leastRows, leastPower, smoothing, numbers, texts, tolerances, Set.of());
    }

    boolean decides(Statistic statistic, ColumnBins bins) {
        return isBeside(statistic) || isOfValues(statistic, bins);
    }

    /** Whether the drift of the values is read off it. */
    boolean isOfValues(Statistic statistic, ColumnBins bins) {
        return statistic == (bins instanceof NumberBins ? numbers : texts);
    }

    /** Whether it decides for every column that has it. */
    private static boolean isBeside(Statistic statistic) {
        return statistic == Statistic.MISSING || statistic == Statistic.UNSEEN_LEVELS;
    }
}
