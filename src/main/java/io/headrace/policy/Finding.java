package io.headrace.policy;

/** What a window says of a column or a figure. */
enum Finding {
    HIT,
    QUIET,
    /** It cannot be judged, which is neither of the others. */
    UNKNOWN
}
