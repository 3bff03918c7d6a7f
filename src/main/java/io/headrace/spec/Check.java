package io.headrace.spec;

/** A rule that good data fulfils: on single rows, on keys, or on all rows of a run together. */
public sealed interface Check permits RowCheck, KeyCheck, DataCheck {
    /** Stable name of the rule. */
    String name();

    /** SQL condition; what does not fulfil it is not judged. */
    String where();

    /** What happens when it is broken. */
    RowCheck.Severity severity();

    /** What to tell people. */
    String message();

    /** All that decides what breaks the rule, as one text. */
    String definition();

    /** A word for the kind of rule. */
    String kind();
}
