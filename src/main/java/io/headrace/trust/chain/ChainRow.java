package io.headrace.trust.chain;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The place of a row in its chain; stands in the table beside the row's own columns.
 *
 * <p>The digest is {@code Canonical.digest(List.of("headrace-chain-1", chain, sequence, atMicros, previous, content))}. It goes over the digest of the content,
 * so that content that must be erased can go without breaking the chain.
 *
 * @param sequence 1, 2, ... without gaps
 * @param atMicros when, microseconds since 1970
 * @param previous digest of the row before, empty for the first
 * @param content digest of the row's own columns ({@link Canonical#digest} of a {@link Struct})
 * @param digest digest of all that
 */
public record ChainRow(long sequence, long atMicros, String previous, String content, String digest) {
    private static final String FORMAT = "headrace-chain-1";

    public ChainRow {
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(digest, "digest");
    }

    /**
     * The row at a place of a chain.
     *
     * @param chain name of the chain, so that a row of one chain fits no other
     * @param previous digest of the row before, empty for the first
     * @param content digest of the row's own columns
     */
    public static ChainRow of(String chain, long sequence, long atMicros, String previous, String content) {
        return new ChainRow(
                sequence, atMicros, previous, content, digest(chain, sequence, atMicros, previous, content));
    }

    private static String digest(String chain, long sequence, long atMicros, String previous, String content) {
        return Canonical.digest(List.of(FORMAT, chain, sequence, atMicros, previous, content));
    }

    /** Whether the digest is that of the other parts, in a row at that place of that chain. */
    boolean fits(String chain, long place) {
        return digest.equals(digest(chain, place, atMicros, previous, content));
    }

    /** The leaf of the Merkle tree: the digest's bytes. A digest that is none, as tampering may leave it, counts as its text. */
    String leaf() {
        try {
            return MerkleTree.leaf(HexFormat.of().parseHex(digest));
        } catch (IllegalArgumentException e) {
            return MerkleTree.leaf(digest.getBytes(StandardCharsets.UTF_8));
        }
    }
}
