package io.headrace.trust.chain;

import java.util.Objects;

/** What somebody outside the table knows of its chain: without an anchor nobody sees that a chain was cut or written anew. */
public sealed interface Anchor permits Anchor.Mark, Checkpoint {
    /** How many rows the chain had then. */
    long size();

    /** Whether the chain, when it has that many rows, is the one that was anchored. */
    boolean holds(ChainState state);

    /** In words, for messages. */
    String words();

    /**
     * The last row's digest, noted in a table that the chain speaks of. Not signed: whoever can write there can forge it.
     *
     * @param size rows of the chain
     * @param last digest of the last one
     * @param where where it was noted, for messages
     */
    record Mark(long size, String last, String where) implements Anchor {
        public Mark {
            Objects.requireNonNull(last, "last");
            Objects.requireNonNull(where, "where");
        }

        @Override
        public boolean holds(ChainState state) {
            return state.last().equals(last);
        }

        @Override
        public String words() {
            return "the mark in " + where;
        }
    }
}
