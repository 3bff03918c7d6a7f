package io.headrace.spec;

import java.util.Objects;
import java.util.Optional;

/**
 * Where events of runs go, as OpenLineage; nowhere without a file and an address.
 *
 * @param namespace that jobs have in events
 * @param file below the exports folder: one event a line
 * @param url where the address stands that events are posted to, which is a secret
 * @param key where the key stands that is sent along as a bearer
 */
public record LineagePlaces(String namespace, Optional<String> file, Password url, Password key) {
    /** The namespace where none is declared. */
    public static final String NAMESPACE = "headrace";

    /** Nowhere. */
    public static final LineagePlaces NONE =
            new LineagePlaces(NAMESPACE, Optional.empty(), new Password.None(), new Password.None());

    public LineagePlaces {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(key, "key");
    }

    /** Whether events are posted. */
    public boolean isPosted() {
        return !(url instanceof Password.None);
    }
}
