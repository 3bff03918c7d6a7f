package io.headrace.privacy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an erasure found before it removed anything; kept with the lake, so that a run that is resumed can still say it. It holds no value of a person.
 *
 * @param places by name
 * @param learnt model to the versions that learnt from the persons
 */
public record ErasurePlan(SortedMap<String, Place> places, SortedMap<String, List<String>> learnt) {
    /**
     * One place.
     *
     * @param files that were read
     * @param filesWithHits that hold something of the persons: they are rewritten or removed
     * @param found how often values were found
     * @param digest of the list of files
     */
    public record Place(long files, long filesWithHits, long found, String digest) {}

    public ErasurePlan {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        learnt = Collections.unmodifiableSortedMap(new TreeMap<>(learnt));
    }

    static ErasurePlan of(SortedMap<String, Found> found, SortedMap<String, List<String>> learnt) {
        return new ErasurePlan(
                found.values().stream()
                        .collect(Collectors.toMap(
                                Found::place,
                                place -> new Place(place.files(), place.filesWithHits(), place.times(), place.digest()),
                                (one, other) -> one,
                                TreeMap::new)),
                learnt);
    }

    /** How often values were found in all places. */
    public long found() {
        return places.values().stream().mapToLong(Place::found).sum();
    }
}
