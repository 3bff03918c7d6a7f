package io.headrace.trace;

import java.util.List;

/**
 * What a raw file touched. A row is within reach of an as-of when its time lies before it and within the look-back of the view; whether it changed a
 * value, only the features without it could tell.
 *
 * @param path below the landing folder
 * @param takenIn where its rows are
 * @param scores published rows whose features had rows of the file within reach
 * @param versions model versions, likewise, by their training sets
 */
public record FileTrace(String path, List<TakenIn> takenIn, List<Touched> scores, List<Touched> versions) {
    public FileTrace {
        takenIn = List.copyOf(takenIn);
        scores = List.copyOf(scores);
        versions = List.copyOf(versions);
    }

    /**
     * Rows of the file in a table.
     *
     * @param run that took them in
     */
    public record TakenIn(String table, String run, long rows) {}

    /**
     * Rows that were touched.
     *
     * @param model the model's name
     * @param asOf of the scores, as the partition spells it; empty of a training set, which has many
     * @param version of the model
     * @param rows how many
     */
    public record Touched(String table, String model, String asOf, int version, long rows) {}
}
