package io.headrace.spec;

import java.util.Locale;

/** The kinds of job; a user writes them in lower case. */
public enum JobKind {
    INGEST,
    FEATURES,
    TRAIN,
    SCORE,
    EXPORT;

    /** The word in a job file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
