package io.headrace.privacy;

import io.headrace.privacy.search.Hit;
import java.util.List;
import java.util.Objects;

/**
 * What a search found in one place.
 *
 * @param place a table as {@code layer.name}, a folder or file of the lake, or a place outside
 * @param files how many files were read
 * @param digest of the list of files
 * @param hits each hit's file is a path below the place
 * @param unread how many files could not be looked into
 */
record Found(String place, long files, String digest, List<Hit> hits, long unread) {
    Found {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(digest, "digest");
        hits = List.copyOf(hits);
    }

    /** How often values were found. */
    long times() {
        return hits.stream().mapToLong(Hit::times).sum();
    }

    /** In how many files. */
    long filesWithHits() {
        return hits.stream().map(Hit::file).distinct().count();
    }
}
