package io.headrace.stats.value;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One version of what a model's decisions are worth.
 *
 * @param version 1 or more
 * @param matrix value of each outcome
 * @param capacity rows that can be acted on in a day; empty where there is no limit
 * @param days on which it holds
 * @param owner who answers for the numbers
 */
public record ValueSpec(int version, CostMatrix matrix, OptionalLong capacity, ValidDays days, String owner) {
    public ValueSpec {
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more, found " + version);
        }
        Objects.requireNonNull(matrix, "matrix");
        Objects.requireNonNull(days, "days");
        Objects.requireNonNull(owner, "owner");
        if (capacity.isPresent() && capacity.getAsLong() < 0) {
            throw new IllegalArgumentException("capacity must be 0 or more, found " + capacity.getAsLong());
        }
    }
}
