package io.headrace.trace;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a score comes from.
 *
 * @param score the row that readers see
 * @param model the version that gave it, and what that learnt from
 * @param features what the version was asked
 * @param sources what the features were made of, one for each input of the view
 */
public record ScoreTrace(Score score, Model model, Features features, List<Source> sources) {
    public ScoreTrace {
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(features, "features");
        sources = List.copyOf(sources);
    }

    /**
     * The published row.
     *
     * @param asOf as its partition spells it
     * @param version of the table whose files readers see
     * @param values column to value as Spark writes it as text, without those that are null
     */
    public record Score(
            String table, String asOf, String entity, String run, long version, Map<String, String> values) {}

    /**
     * The version of the model.
     *
     * @param run that trained it
     * @param rows that it was trained and tested on
     * @param ofEntity those among them of the entity itself
     * @param inputs table to the version that the training read
     */
    public record Model(
            String name,
            int version,
            String digest,
            String run,
            long rows,
            List<LabelledRow> ofEntity,
            Map<String, Long> inputs) {}

    /** A row of the training set. */
    public record LabelledRow(String asOf, String split, String label) {}

    /**
     * The row of features.
     *
     * @param version of the table that the score run read
     * @param definition digest of the view's definition
     * @param run that computed the row; the score run itself where it computes features by an earlier definition
     * @param values feature to value as Spark writes it as text, without those that are null; empty where the score run computed them itself
     */
    public record Features(String table, long version, String definition, String run, Map<String, String> values) {}

    /**
     * The rows that an input of the view showed.
     *
     * @param input its name in the view
     * @param version of the table that the features were computed from
     * @param shownToAll whether the table has no column of the entity, so that every entity is shown its rows
     * @param rows how many
     * @param files that they came in, by path
     */
    public record Source(
            String input, String table, long version, boolean shownToAll, long rows, List<FilePart> files) {
        public Source {
            files = List.copyOf(files);
        }
    }

    /**
     * What a raw file has to do with it.
     *
     * @param path below the landing folder
     * @param run that took its rows in
     * @param first number of the first of the rows in the file
     * @param last number of the last one
     * @param digest SHA-256 of the file's bytes, empty where it is not on record
     */
    public record FilePart(String path, String run, long rows, long first, long last, String digest) {}
}
