package io.headrace.spec;

import java.util.Locale;
import java.util.stream.Stream;

/** The layers of a lake: each table belongs to one, and its folder is named after it. */
public enum Layer {
    /** Rows as received, each with its outcome. */
    BRONZE("SOURCE", "a row as received, with `_outcome` and `_reasons`", "_file, _row"),
    /** Checked and clean rows. */
    SILVER("SOURCE", "a clean row", "_file, _row"),
    /** Refused rows with their reasons. */
    QUARANTINE("SOURCE", "a refused row, its payload and every reason", "_file, _row"),
    /** Features by entity and as-of. */
    FEATURES("VIEW", "an entity at an as-of", "entity, as_of"),
    /** Partial results of days, which features are put together from; may be deleted at any time. */
    TILES(
            "SOURCE_…",
            "an entity's partial results of a day or of several; may be deleted at any time",
            "entity, period"),
    /** The definitions that features were computed by: files, no tables. */
    VIEWS("VIEW", "no table: files `VIEW/DIGEST.json`, the definitions that features were computed by", ""),
    /** The labelled rows of each model version. */
    TRAINING("MODEL", "a labelled row of one model version", "entity, as_of, model_version"),
    /** Model files; a name in this layer stands for a model in the graph of jobs. */
    MODELS("MODEL", "no table: the files of the model, named by digest", ""),
    /** Published scores. A score job may publish to a layer of any other name, which counts as this one. */
    SCORES("MODEL", "an entity that was scored at an as-of; a score job may name another layer", "entity, as_of, arm"),
    /** Rows that could not be scored. */
    SCORE_ERRORS("MODEL", "an entity that could not be scored at an as-of", "entity, as_of"),
    /** What a large run has done so far; its tables go when it ends. */
    STAGING("JOB_TASK", "what a large score run has done so far; goes when it ends", ""),
    /** Headrace's own tables and small files: {@code headrace}. */
    SYSTEM("headrace", "", "a fact of Headrace's own", "");

    private final String folder;
    private final String pattern;
    private final String row;
    private final String key;

    Layer(String pattern, String row, String key) {
        this.folder = name().toLowerCase(Locale.ROOT);
        this.pattern = pattern;
        this.row = row;
        this.key = key;
    }

    Layer(String folder, String pattern, String row, String key) {
        this.folder = folder;
        this.pattern = pattern;
        this.row = row;
        this.key = key;
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

    /** What its tables are named after, such as {@code SOURCE}. */
    public String pattern() {
        return pattern;
    }

    /** What one row of its tables is, in Markdown. */
    public String row() {
        return row;
    }

    /** The columns that name a row of its tables; {@code entity} stands for the view's. */
    public String key() {
        return key;
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
