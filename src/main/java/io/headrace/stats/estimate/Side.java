package io.headrace.stats.estimate;

/** One of two classes: what was decided for a row, or what it turned out to be. */
public enum Side {
    NEGATIVE,
    POSITIVE
}
