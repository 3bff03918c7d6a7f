package io.headrace.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Builds an encoder from statistics of the training rows, one call per feature in the order of the raw row.
 *
 * <p>It works on plain numbers, so any engine may compute them. The result depends on nothing but these numbers: levels are
 * ordered by falling count, equal counts by name (UTF-16 code units). A feature without any value in training is
 * accepted; its slots are constant and a learner gives them no weight.
 */
public final class EncoderFitting {
    private static final int DEFAULT_MAX_LEVELS = 30;
    private static final long DEFAULT_MINIMUM_LEVEL_COUNT = 20;
    private static final Comparator<Map.Entry<String, Long>> BY_COUNT_THEN_NAME =
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey());

    private final List<Encoding> encodings = new ArrayList<>();
    private int maxLevels = DEFAULT_MAX_LEVELS;
    private long minimumLevelCount = DEFAULT_MINIMUM_LEVEL_COUNT;
    private boolean indexed;
    private boolean keepsMissing;

    /** Categorical features added later take one slot with the index of the level, for trees. */
    public EncoderFitting indexed() {
        indexed = true;
        return this;
    }

    /** Numeric features added later take one slot, NaN for a missing value. */
    public EncoderFitting keepingMissing() {
        keepsMissing = true;
        return this;
    }

    /** At most this many levels per categorical feature, 1 or more; 30 unless set. Holds for features added later. */
    public EncoderFitting maxLevels(int levels) {
        if (levels < 1) {
            throw new IllegalArgumentException("max levels must be 1 or more, found " + levels);
        }
        maxLevels = levels;
        return this;
    }

    /** Levels with fewer rows count as other, 1 or more; 20 unless set. Holds for features added later. */
    public EncoderFitting minimumLevelCount(long rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("minimum level count must be 1 or more, found " + rows);
        }
        minimumLevelCount = rows;
        return this;
    }

    /**
     * Adds a numeric feature; it gets a missing slot only if training rows lack a value.
     *
     * @param rows training rows, 0 or more
     * @param nulls the number of rows without a value (null or NaN)
     * @param mean mean of the others; ignored if there are none
     */
    public EncoderFitting numeric(String name, long rows, long nulls, double mean) {
        if (nulls < 0 || nulls > rows) {
            throw new IllegalArgumentException(
                    "feature %s: nulls must lie in 0 to %d rows, found %d".formatted(name, rows, nulls));
        }
        encodings.add(
                keepsMissing
                        ? new Encoding.Plain(name)
                        : new Encoding.Numeric(name, nulls == rows ? 0 : mean, nulls > 0));
        return this;
    }

    /**
     * Adds a categorical feature.
     *
     * @param levelCounts training rows per level, without null
     */
    public EncoderFitting categorical(String name, Map<String, Long> levelCounts) {
        List<String> kept = levelCounts.entrySet().stream()
                .filter(level -> level.getValue() >= minimumLevelCount)
                .sorted(BY_COUNT_THEN_NAME)
                .limit(maxLevels)
                .map(Map.Entry::getKey)
                .toList();
        Levels levels = Levels.of(kept);
        encodings.add(indexed ? new Encoding.Index(name, levels) : new Encoding.Categorical(name, levels));
        return this;
    }

    /**
     * Adds a categorical feature with bounds of its own.
     *
     * @param atMost the greatest number of levels, 1 or more
     * @param minRows the fewest training rows of a level, 1 or more
     */
    public EncoderFitting categorical(String name, Map<String, Long> levelCounts, int atMost, long minRows) {
        int usualLevels = maxLevels;
        long usualCount = minimumLevelCount;
        maxLevels(atMost).minimumLevelCount(minRows).categorical(name, levelCounts);
        return maxLevels(usualLevels).minimumLevelCount(usualCount);
    }

    /** Adds a feature with an encoding fitted elsewhere. */
    public EncoderFitting add(Encoding encoding) {
        encodings.add(encoding);
        return this;
    }

    /** Adds a boolean feature. */
    public EncoderFitting flag(String name) {
        encodings.add(new Encoding.Flag(name));
        return this;
    }

    /** The encoder of all features added so far. */
    public FeatureEncoder fit() {
        return FeatureEncoder.of(encodings);
    }
}
