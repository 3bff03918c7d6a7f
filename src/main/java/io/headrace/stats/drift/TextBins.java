package io.headrace.stats.drift;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Bins of texts and truth values: up to 50 levels, each a bin, and one last bin for every other text.
 *
 * <p>Levels are the most frequent of the reference, more rows first, of equal rows in the order of Java's texts. A text
 * longer than 100 characters is never a level.
 */
public final class TextBins implements ColumnBins {
    /** Levels at most. */
    public static final int MOST_LEVELS = 50;

    /** Characters that a level has at most. */
    public static final int LONGEST = 100;

    private static final long serialVersionUID = 1;
    private static final int MOST_COARSE = 10;

    private final HashMap<String, Integer> bins = new HashMap<>();
    private final ArrayList<String> levels;
    private final int[] decile;
    private final long mark;

    /**
     * Bins of given levels.
     *
     * @param levels different, at most 50, perhaps none
     * @param decile the coarse bin of each level and of all other texts
     */
    public TextBins(List<String> levels, int[] decile) {
        this.levels = new ArrayList<>(levels);
        for (String level : levels) {
            if (!nameable(level) || bins.putIfAbsent(level, bins.size()) != null) {
                throw new IllegalArgumentException(
                        "levels must be different texts of at most " + LONGEST + " characters, found " + levels);
            }
        }
        if (levels.size() > MOST_LEVELS) {
            throw new IllegalArgumentException("at most " + MOST_LEVELS + " levels, found " + levels.size());
        }
        this.decile = Coarse.checked(decile, levels.size() + 1);
        this.mark = BinsText.mark(content(levels, decile).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * From the texts of a reference.
     *
     * @param rows how many rows have each text, 1 or more
     */
    public static TextBins of(Map<String, Long> rows) {
        List<String> levels = rows.entrySet().stream()
                .filter(level -> nameable(level.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_LEVELS)
                .map(Map.Entry::getKey)
                .toList();
        boolean each = levels.size() < MOST_COARSE;
        int[] decile = IntStream.rangeClosed(0, levels.size())
                .map(bin -> each ? bin : Math.min(bin, MOST_COARSE - 1))
                .toArray();
        return new TextBins(levels, decile);
    }

    /** Whether a text is short enough to be named, and survives being written as UTF-8. */
    static boolean nameable(String text) {
        return text.length() <= LONGEST && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The bin of a text, the last one if it is none of the levels. */
    public int bin(String text) {
        Integer bin = bins.get(text);
        return bin == null ? levels.size() : bin;
    }

    /** In the order of their bins. */
    public List<String> levels() {
        return List.copyOf(levels);
    }

    @Override
    public int size() {
        return levels.size() + 1;
    }

    @Override
    public int[] decile() {
        return decile.clone();
    }

    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(levels);
        words.add("(other)");
        return List.copyOf(words);
    }

    @Override
    public long mark() {
        return mark;
    }

    private static String content(List<String> levels, int[] decile) {
        StringBuilder content = new StringBuilder("\2");
        for (String level : levels) {
            content.append(level.length()).append(':').append(level);
        }
        for (int coarse : decile) {
            content.append(',').append(coarse);
        }
        return content.toString();
    }

    @Override
    public String text() {
        return BinsText.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextBins texts && levels.equals(texts.levels) && Arrays.equals(decile, texts.decile);
    }

    @Override
    public int hashCode() {
        return levels.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
