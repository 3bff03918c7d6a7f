package io.headrace.privacy;

import io.headrace.run.Digest;
import io.headrace.table.SubjectHash;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who is to be erased, and why.
 *
 * @param subject whose keys these are, as sources declare it, such as {@code customer_id}
 * @param keys the persons' keys
 * @param reason why, such as the number of the request; no personal data
 * @param models what becomes of models that learnt from the persons
 * @param reach what is removed
 */
public record ErasureRequest(String subject, SortedSet<String> keys, String reason, Models models, Reach reach) {
    /** What becomes of models that learnt from the persons. */
    public enum Models {
        /** They are to be trained again. */
        RETRAIN,
        /** They are kept, by a policy that their owners have declared. */
        KEEP
    }

    /** What is removed. */
    public enum Reach {
        /** All that is found of the persons, and the keys of their encrypted values. */
        ALL,
        /** The keys of their encrypted values alone: no table is rewritten, every version stays. */
        KEYS
    }

    public ErasureRequest {
        Objects.requireNonNull(subject, "subject");
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(models, "models");
        Objects.requireNonNull(reach, "reach");
        if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a person has a key");
        }
    }

    /** The keyed hashes of the persons. */
    SortedSet<String> hashes(SubjectHash hash) {
        return keys.stream().map(key -> hash.of(subject, key)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is the same for the same persons, and tells nothing of them without the secret. */
    String digest(SubjectHash hash) {
        String persons = subject + "\n" + String.join("\n", hashes(hash));
        return Digest.of(reach == Reach.KEYS ? persons + "\nkeys" : persons);
    }
}
