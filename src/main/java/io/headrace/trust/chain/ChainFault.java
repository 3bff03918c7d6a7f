package io.headrace.trust.chain;

import java.util.Objects;

/**
 * Something in a chain that is not as it was written.
 *
 * @param kind what happened
 * @param sequence the place in the chain where it shows, 1 or more
 * @param words what was found, for people
 */
public record ChainFault(Kind kind, long sequence, String words) {
    /** What may have happened to a chain. */
    public enum Kind {
        /** Rows are gone from between others. */
        REMOVED,
        /** A row stands there that the others do not know. */
        INSERTED,
        /** Rows, or their values, have exchanged places. */
        REORDERED,
        /** A row was changed or replaced: its values, its number, its time, or its digests. */
        EDITED,
        /** Rows are gone from the end: an anchor knows more of them. */
        CUT_TAIL,
        /** The chain fits itself, but not an anchor: rows were written anew together with all digests behind them. */
        REWRITTEN,
        /** A row is older than the one before it: a clock was set back, or was wrong before. */
        CLOCK_SET_BACK
    }

    public ChainFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(words, "words");
    }
}
