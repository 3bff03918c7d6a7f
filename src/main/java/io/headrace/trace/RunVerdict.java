package io.headrace.trace;

/** What a run is by a criterion. */
public enum RunVerdict {
    /** The criterion holds. */
    GOOD,
    /** It does not. */
    BAD,
    /** Nothing can be said. */
    UNKNOWN
}
