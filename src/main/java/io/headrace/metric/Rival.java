package io.headrace.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a model is compared with on the same rows. */
public enum Rival {
    /** The job's plain rule. */
    BASELINE("the baseline"),
    /** The champion of that time. */
    CHAMPION("the champion"),
    /** Acting on no row. */
    NONE("acting on none"),
    /** Acting on every row. */
    ALL("acting on all");

    private final String title;

    Rival(String title) {
        this.title = title;
    }

    /** In sentences. */
    public String title() {
        return title;
    }

    /** In tables and files. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rival of a word. */
    public static Rival of(String word) {
        return Arrays.stream(values())
                .filter(rival -> rival.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no rival " + word));
    }
}
