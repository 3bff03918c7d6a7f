package io.headrace.run;

/** How an attempt ended. */
public enum RunStatus {
    /** Everything is published and recorded. */
    DONE,
    /** Data was refused by a check or an audit; nothing was published. */
    REFUSED,
    /** It ended with an error; a retry continues the same intent. */
    FAILED,
    /** It died without a word; found by the attempt that took over. */
    ABANDONED
}
