package io.headrace.trust.chain;

import java.util.Objects;

/**
 * All that is needed to continue a chain, or to verify only what came since: its last digest and time, and the Merkle tree.
 *
 * @param last digest of the last row, empty before the first
 * @param atMicros time of the last row, microseconds since 1970
 * @param tree the tree over the rows' digests
 */
public record ChainState(String last, long atMicros, MerkleFrontier tree) {
    /** A chain without rows. */
    public static final ChainState EMPTY = new ChainState("", Long.MIN_VALUE, MerkleFrontier.EMPTY);

    public ChainState {
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(tree, "tree");
    }

    /** Rows so far. */
    public long size() {
        return tree.size();
    }

    /**
     * The next row.
     *
     * @param chain name of the chain, so that a row of one chain fits no other
     * @param atMicros when, microseconds since 1970; an earlier time than that of the row before is taken, and found by the audit
     * @param content digest of the row's own columns
     */
    public ChainRow next(String chain, long atMicros, String content) {
        return ChainRow.of(chain, size() + 1, atMicros, last, content);
    }

    /** The state with that row at the end. */
    public ChainState after(ChainRow row) {
        return new ChainState(row.digest(), row.atMicros(), tree.append(row.leaf()));
    }
}
