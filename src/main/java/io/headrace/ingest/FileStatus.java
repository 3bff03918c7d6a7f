package io.headrace.ingest;

import java.util.Locale;

/** What became of a raw file in a run. */
public enum FileStatus {
    /** Its rows were taken in. */
    TAKEN_IN("taken-in"),
    /** It has the same bytes as an earlier file. */
    COPY("copy of an earlier file"),
    /** It is no longer there, and its rows went with it. */
    GONE("gone with its rows"),
    /** It was set aside, as it cannot be read. */
    QUARANTINED("quarantined, as it cannot be read"),
    /** The run that would have taken it in was refused. */
    REFUSED("refused with its run");

    private final String meaning;

    FileStatus(String meaning) {
        this.meaning = meaning;
    }

    /** As tables name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For the comment of a column: the word and what it means. */
    String meaning() {
        return meaning;
    }
}
