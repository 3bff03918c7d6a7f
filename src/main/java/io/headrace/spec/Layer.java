package io.headrace.spec;

import java.util.Locale;
import java.util.stream.Stream;

/** The layers of a lake: each table belongs to one, and its folder is named after it. */
public enum Layer {
    /** Rows as received, each with its outcome. */
    BRONZE,
    /** Checked and clean rows. */
    SILVER,
    /** Refused rows with their reasons. */
    QUARANTINE,
    /** Features by entity and as-of. */
    FEATURES,
    /** Partial results of days, which features are put together from; may be deleted at any time. */
    TILES,
    /** The definitions that features were computed by: files, no tables. */
    VIEWS,
    /** The labelled rows of each model version. */
    TRAINING,
    /** Model files; a name in this layer stands for a model in the graph of jobs. */
    MODELS,
    /** Published scores. A score job may publish to a layer of any other name, which counts as this one. */
    SCORES,
    /** Rows that could not be scored. */
    SCORE_ERRORS,
    /** What a large run has done so far; its tables go when it ends. */
    STAGING,
    /** Headrace's own tables and small files: {@code headrace}. */
    SYSTEM("headrace");

    private final String folder;

    Layer() {
        this.folder = name().toLowerCase(Locale.ROOT);
    }

    Layer(String folder) {
        this.folder = folder;
    }

    /** The layer of the folder's name; {@link #SCORES} for a name that users chose. */
    public static Layer of(String folder) {
        return Stream.of(values())
                .filter(layer -> layer.folder.equals(folder))
                .findFirst()
                .orElse(SCORES);
    }

    /** Its folder below the lake's root, and the first part of its tables' names. */
    public String folder() {
        return folder;
    }

    /** Whether only Headrace itself decides what it holds, so that no score job may publish to it. */
    public boolean isReserved() {
        return this != SCORES;
    }

    /** The table of that name in this layer. */
    public TableName table(String name) {
        return new TableName(folder, name);
    }
}
