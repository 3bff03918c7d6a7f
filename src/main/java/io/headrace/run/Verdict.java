package io.headrace.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What was decided about the outputs of a run. */
public enum Verdict {
    /** Readers see the outputs. */
    PUBLISHED,
    /** The gates let the version become champion. */
    PROMOTED,
    /** The gates let the version be tried beside the champion. */
    PASSED,
    /** A gate, a check or the audit said no. */
    REFUSED,
    /** The export was sent. */
    EXPORTED,
    /** The target of an export holds a newer as-of, so nothing was sent. */
    SUPERSEDED,
    /** The run ended before anything was decided. */
    NONE;

    /** The word in records; empty where nothing was decided. */
    @JsonValue
    public String word() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** The verdict of a word in a record. */
    @JsonCreator
    public static Verdict of(String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no verdict: " + word));
    }
}
