package io.headrace.groups;

import java.util.Objects;

/**
 * Which rows were judged.
 *
 * @param versions of the model that scored them
 * @param firstAsOf the first of their as-ofs, as partitions spell it, in UTC
 * @param lastAsOf the last of them
 * @param outcomes {@code known} or {@code open}
 */
public record SeenRows(String versions, String firstAsOf, String lastAsOf, String outcomes) {
    public SeenRows {
        Objects.requireNonNull(versions, "versions");
        Objects.requireNonNull(firstAsOf, "firstAsOf");
        Objects.requireNonNull(lastAsOf, "lastAsOf");
        Objects.requireNonNull(outcomes, "outcomes");
    }
}
