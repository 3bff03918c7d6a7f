package io.headrace.spec;

import java.util.List;

/** Names of the columns that Headrace itself adds to tables; each name is written here and nowhere else. */
public final class EngineColumn {
    /** The moment before which data may be used; partitions features and scores. */
    public static final String AS_OF = "as_of";

    /** The run that wrote the row: {@code job/date/generation}. */
    public static final String RUN_ID = "run_id";

    /** SHA-256 of the definition of the view that computed the features. */
    public static final String FEATURE_VERSION = "feature_version";

    /** The raw file that a row of a source comes from, below the landing folder. */
    public static final String FILE = "_file";

    /** The number of the row in its file, from 1. */
    public static final String ROW = "_row";

    /** The run that took the row of a source in. */
    public static final String SOURCE_RUN_ID = "_run_id";

    /** When that run took it in. */
    public static final String INGESTED_AT = "_ingested_at";

    /** What became of the row as received. */
    public static final String OUTCOME = "_outcome";

    /** Why it was refused. */
    public static final String REASONS = "_reasons";

    /** Headrace's columns in the table of a view, beside the key and the features. */
    public static final List<String> OF_FEATURES = List.of(AS_OF, FEATURE_VERSION, RUN_ID);

    /** Headrace's columns in a table of training sets. */
    public static final List<String> OF_TRAINING =
            List.of(AS_OF, "label", "split", "weight", "model_version", FEATURE_VERSION, RUN_ID);

    /** Headrace's columns in a table of scores or in that of the rows without one. */
    public static final List<String> OF_SCORES = List.of(
            AS_OF,
            "arm",
            "score",
            "probability",
            "decision",
            "threshold_id",
            "rank_pct",
            "reasons",
            "reason_version",
            "base_value",
            "raw_score",
            "model_version",
            "model_digest",
            FEATURE_VERSION,
            RUN_ID,
            "scored_at",
            "class",
            "probabilities",
            "lower",
            "upper",
            "stage",
            "error",
            "error_code",
            "message");

    private EngineColumn() {}
}
