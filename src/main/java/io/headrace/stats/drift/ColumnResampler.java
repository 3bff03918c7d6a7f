package io.headrace.stats.drift;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws rows of one column with replacement, by their counts: what windows without drift look like.
 *
 * <p>A count whose variance is 25 or more is drawn as a rounded normal number, others exactly. Only counts are drawn: least, greatest and
 * sums of numbers are not known, so the statistics that decide can be computed, and no others.
 */
public final class ColumnResampler {
    private static final double NORMAL_FROM = 25;

    private final ColumnCounts counts;
    /** Rows of each bin but the last of texts, then of each named level of that, of its other levels, missing and not finite ones. */
    private final long[] categories;

    private final String[] levels;
    private final long[] remaining;

    /** @param counts of 1 row or more */
    public ColumnResampler(ColumnCounts counts) {
        if (counts.rows() < 1) {
            throw new IllegalArgumentException("there must be rows to draw from, found none");
        }
        this.counts = counts;
        this.levels = counts.named().keySet().toArray(String[]::new);
        int bins = counts.counts().length;
        this.categories = Arrays.copyOf(counts.counts(), bins + levels.length + 3);
        int next = bins;
        for (Map.Entry<String, Long> level : counts.named().entrySet()) {
            categories[next] = level.getValue();
            categories[bins - 1] -= level.getValue();
            next++;
        }
        categories[next] = counts.unnamed();
        categories[bins - 1] -= counts.unnamed();
        categories[next + 1] = counts.missing();
        categories[next + 2] = counts.notFinite();
        this.remaining = new long[categories.length + 1];
        for (int i = categories.length - 1; i >= 0; i--) {
            remaining[i] = remaining[i + 1] + categories[i];
        }
    }

    /** So many rows. */
    public ColumnCounts draw(long rows, SplittableRandom random) {
        long[] drawn = new long[categories.length];
        long left = rows;
        for (int i = 0; i < drawn.length && left > 0; i++) {
            drawn[i] = categories[i] == remaining[i]
                    ? left
                    : binomial(left, (double) categories[i] / remaining[i], random);
            left -= drawn[i];
        }
        return counted(drawn);
    }

    private ColumnCounts counted(long[] drawn) {
        int bins = drawn.length - levels.length - 3;
        long[] ofBins = Arrays.copyOf(drawn, bins);
        TreeMap<String, Long> named = new TreeMap<>();
        for (int level = 0; level < levels.length; level++) {
            long rows = drawn[bins + level];
            ofBins[bins - 1] += rows;
            if (rows > 0) {
                named.put(levels[level], rows);
            }
        }
        long unnamed = drawn[drawn.length - 3];
        ofBins[bins - 1] += unnamed;
        return new ColumnCounts(
                counts.mark(),
                ofBins,
                drawn[drawn.length - 2],
                drawn[drawn.length - 1],
                ColumnCounts.Numbers.NONE,
                named,
                unnamed);
    }

    private static long binomial(long trials, double chance, SplittableRandom random) {
        if (chance <= 0) {
            return 0;
        }
        if (chance > 0.5) {
            return trials - binomial(trials, 1 - chance, random);
        }
        double mean = trials * chance;
        double variance = mean * (1 - chance);
        if (variance >= NORMAL_FROM) {
            long drawn = Math.round(mean + Math.sqrt(variance) * random.nextGaussian());
            return Math.min(trials, Math.max(0, drawn));
        }
        return exact(trials, chance, random);
    }

    /** Goes through the chances of 0, 1, 2 ... successes, of which few are enough here, up to a random one. */
    private static long exact(long trials, double chance, SplittableRandom random) {
        double left = random.nextDouble();
        double odds = chance / (1 - chance);
        double ofThese = Math.exp(trials * Math.log1p(-chance));
        long successes = 0;
        while (left >= ofThese && successes < trials) {
            left -= ofThese;
            ofThese *= odds * (trials - successes) / (successes + 1.0);
            successes++;
        }
        return successes;
    }
}
