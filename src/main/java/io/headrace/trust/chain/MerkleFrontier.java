package io.headrace.trust.chain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a Merkle tree must remember to grow: one root for each full subtree, as many as the size has ones in binary.
 *
 * @param size leaves so far
 * @param peaks roots of the full subtrees, the greatest first
 */
public record MerkleFrontier(long size, List<String> peaks) {
    /** The tree without leaves. */
    public static final MerkleFrontier EMPTY = new MerkleFrontier(0, List.of());

    public MerkleFrontier {
        peaks = List.copyOf(peaks);
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException(peaks.size() + " peaks do not stand for " + size + " leaves");
        }
    }

    /** The tree with one more leaf, given by its hash. */
    public MerkleFrontier append(String leaf) {
        List<String> more = new ArrayList<>(peaks);
        String hash = leaf;
        for (long full = size; (full & 1) == 1; full >>= 1) {
            hash = MerkleTree.node(more.remove(more.size() - 1), hash);
        }
        more.add(hash);
        return new MerkleFrontier(size + 1, more);
    }

    /** The root. */
    public String root() {
        if (peaks.isEmpty()) {
            return MerkleTree.EMPTY;
        }
        String root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(peaks.get(i), root);
        }
        return root;
    }
}
