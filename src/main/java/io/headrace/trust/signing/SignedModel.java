package io.headrace.trust.signing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder whose files are what somebody trusted has signed.
 *
 * @param name what the signer called it: the folder's name then; informative
 * @param signer whose key it is, by the key ring
 * @param digest SHA-256 of all files' digests in the order of the signed list: the identity of the content
 * @param files digests (SHA-256, hexadecimal) by path below the folder; only these are safe to use
 * @param ignored paths that the signature does not speak of, with all below them
 */
public record SignedModel(
        String name, String signer, String digest, SortedMap<String, String> files, List<String> ignored) {
    public SignedModel {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        ignored = List.copyOf(ignored);
    }
}
