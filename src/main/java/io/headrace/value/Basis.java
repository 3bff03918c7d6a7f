package io.headrace.value;

/** Which rows of an as-of a value is of, and what is known of them. */
enum Basis {
    /** All rows with a score, by what was known when they were decided on. */
    EXPECTED,
    /** Those whose outcomes are known. */
    REALISED,
    /** Those whose outcomes are not known yet, by what was known when they were decided on. */
    OPEN,
    /** What was paid, whatever comes of the rows. */
    SPENT
}
