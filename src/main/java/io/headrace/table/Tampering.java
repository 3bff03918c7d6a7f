package io.headrace.table;

import io.headrace.trust.chain.ChainFault;
import java.util.Locale;
import java.util.Objects;

/**
 * Something in the lake that is not as it was written.
 *
 * @param kind what may have happened
 * @param where the table or file, with the place in it
 * @param words what was found, for people
 */
public record Tampering(Kind kind, String where, String words) {
    /** What may have happened. */
    public enum Kind {
        /** Rows are gone. */
        REMOVED,
        /** A row stands there that the others do not know. */
        INSERTED,
        /** Rows have exchanged places or values. */
        REORDERED,
        /** A row, an event or a file was changed. */
        EDITED,
        /** The last rows are gone. */
        CUT_TAIL,
        /** Rows were written anew with all digests behind them. */
        REWRITTEN,
        /** A clock was set back. */
        CLOCK_SET_BACK,
        /** Somebody else than Headrace wrote. */
        STRANGER,
        /** A data file is not the one that was committed. */
        FILE_REPLACED,
        /** A file is gone. */
        FILE_MISSING;

        /** As it is printed: {@code cut-tail}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Tampering {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(words, "words");
    }

    /** A fault of a chain. */
    public static Tampering of(String chain, ChainFault fault) {
        return new Tampering(Kind.valueOf(fault.kind().name()), chain + " row " + fault.sequence(), fault.words());
    }
}
