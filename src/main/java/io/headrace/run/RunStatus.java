package io.headrace.run;

/** How an attempt ended. */
public enum RunStatus {
    /** Everything is published and recorded. */
    DONE,
    /** Data was refused by a check or an audit; nothing was published. */
    REFUSED,
    /** It ended with an error before anything was published; the next attempt starts afresh. */
    FAILED,
    /** It ended with an error while publishing; the next attempt finishes the same intent. */
    INTERRUPTED,
    /** It died without a word; found by the attempt that took over. */
    ABANDONED
}
