package io.headrace.trust.chain;

import io.headrace.run.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Merkle trees as in RFC 9162, section 2.1 (the same as RFC 6962), with SHA-256.
 *
 * <p>A leaf is {@code SHA-256(0x00 || data)}, a node {@code SHA-256(0x01 || left || right)}; of n leaves the left half has the greatest power of
 * two that is less than n. All hashes are in lower-case hexadecimal.
 */
public final class MerkleTree {
    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static final String EMPTY = Digest.of(new byte[0]);

    private MerkleTree() {}

    /** The hash of a leaf with that data. */
    public static String leaf(byte[] data) {
        byte[] prefixed = new byte[data.length + 1];
        System.arraycopy(data, 0, prefixed, 1, data.length);
        return Digest.of(prefixed);
    }

    static String node(String left, String right) {
        return Digest.of(HexFormat.of().parseHex("01" + left + right));
    }

    /** The root over the hashes of leaves. */
    public static String root(List<String> leaves) {
        MerkleFrontier frontier = MerkleFrontier.EMPTY;
        for (String leaf : leaves) {
            frontier = frontier.append(leaf);
        }
        return frontier.root();
    }

    /** Shows that a leaf is in the tree (RFC 9162, 2.1.3.1): the hashes beside its path, from the leaf up. */
    public static List<String> inclusionProof(List<String> leaves, int index) {
        if (index < 0 || index >= leaves.size()) {
            throw new IllegalArgumentException("there is no leaf " + index + " of " + leaves.size());
        }
        List<String> proof = new ArrayList<>();
        addPath(leaves, index, proof);
        return proof;
    }

    private static void addPath(List<String> leaves, int index, List<String> proof) {
        if (leaves.size() == 1) {
            return;
        }
        int half = leftHalf(leaves.size());
        List<String> left = leaves.subList(0, half);
        List<String> right = leaves.subList(half, leaves.size());
        if (index < half) {
            addPath(left, index, proof);
            proof.add(root(right));
        } else {
            addPath(right, index - half, proof);
            proof.add(root(left));
        }
    }

    /** Shows that the tree of the first leaves is the beginning of this one (RFC 9162, 2.1.4.1). */
    public static List<String> consistencyProof(List<String> leaves, int first) {
        if (first < 1 || first > leaves.size()) {
            throw new IllegalArgumentException(first + " leaves are no beginning of " + leaves.size());
        }
        List<String> proof = new ArrayList<>();
        addSubProof(leaves, first, true, proof);
        return proof;
    }

    private static void addSubProof(List<String> leaves, int first, boolean whole, List<String> proof) {
        if (first == leaves.size()) {
            if (!whole) {
                proof.add(root(leaves));
            }
            return;
        }
        int half = leftHalf(leaves.size());
        List<String> left = leaves.subList(0, half);
        List<String> right = leaves.subList(half, leaves.size());
        if (first <= half) {
            addSubProof(left, first, whole, proof);
            proof.add(root(right));
        } else {
            addSubProof(right, first - half, false, proof);
            proof.add(root(left));
        }
    }

    private static int leftHalf(int size) {
        return Integer.highestOneBit(size - 1);
    }

    /** Whether the proof leads from that leaf to the root of a tree of that size (RFC 9162, 2.1.3.2). */
    public static boolean isIncluded(String leaf, long index, long size, List<String> proof, String root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long position = index;
        long last = size - 1;
        String hash = leaf;
        for (String beside : proof) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                hash = node(beside, hash);
                int up = (position & 1) == 1 ? 0 : Long.numberOfTrailingZeros(position);
                position >>= up;
                last >>= up;
            } else {
                hash = node(hash, beside);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether the proof shows that the first tree is the beginning of the second (RFC 9162, 2.1.4.2). */
    public static boolean isConsistent(
            long first, long second, List<String> proof, String firstRoot, String secondRoot) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && firstRoot.equals(secondRoot);
        }
        List<String> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.add(0, firstRoot);
        }
        return !path.isEmpty()
                && roots(first - 1, second - 1, path)
                        .filter(roots -> roots.equals(List.of(firstRoot, secondRoot)))
                        .isPresent();
    }

    /** The two roots to which the path leads; empty if it has another length. */
    private static Optional<List<String>> roots(long firstLast, long secondLast, List<String> path) {
        int up = Long.numberOfTrailingZeros(~firstLast);
        long position = firstLast >> up;
        long last = secondLast >> up;
        String first = path.get(0);
        String second = path.get(0);
        for (String beside : path.subList(1, path.size())) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((position & 1) == 1 || position == last) {
                first = node(beside, first);
                second = node(beside, second);
                int more = (position & 1) == 1 ? 0 : Long.numberOfTrailingZeros(position);
                position >>= more;
                last >>= more;
            } else {
                second = node(second, beside);
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 ? Optional.of(List.of(first, second)) : Optional.empty();
    }
}
