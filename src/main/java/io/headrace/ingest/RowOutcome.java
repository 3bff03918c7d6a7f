package io.headrace.ingest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a row: each has exactly one outcome, the first that applies in this order. */
public enum RowOutcome {
    /** It is of a person who was erased; nothing of it is kept but where it stood. */
    ERASED,
    /** Its file is a copy of one that was taken in, or has been replaced. */
    SUPERSEDED,
    /** It does not fit its file. */
    UNREADABLE,
    /** It repeats an earlier row. */
    DUPLICATE,
    /** A rule refused it. */
    QUARANTINED,
    /** It is in silver. */
    SILVER;

    /** As tables and counts name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome that tables name so. */
    public static RowOutcome of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The words of all outcomes, in their order. */
    static List<String> words() {
        return Stream.of(values()).map(RowOutcome::word).toList();
    }
}
