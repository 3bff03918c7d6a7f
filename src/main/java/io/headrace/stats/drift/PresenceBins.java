package io.headrace.stats.drift;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Of a column whose values may not be kept: only whether there is a value.
 *
 * <p>Bins of a personal column would hold personal values, as edges or as levels. Such a column is still watched for
 * missing values, and its distribution is unknown for the reason that stands here.
 *
 * @param reason in words, such as {@code the column is personal}
 */
public record PresenceBins(String reason) implements ColumnBins {
    public PresenceBins {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("a column without bins must have a reason");
        }
    }

    /** Of a column declared personal. */
    public static PresenceBins ofPersonal() {
        return new PresenceBins("the column is personal");
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public List<String> words() {
        return List.of("a value");
    }

    @Override
    public int[] decile() {
        return new int[1];
    }

    @Override
    public long mark() {
        return BinsText.mark("presence".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String text() {
        return BinsText.of(this);
    }
}
