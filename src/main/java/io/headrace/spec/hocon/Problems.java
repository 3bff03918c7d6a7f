package io.headrace.spec.hocon;

import io.headrace.spec.KeyPlace;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Collects problems, sorted and each once. */
final class Problems {
    private final NavigableSet<Problem> found = new TreeSet<>();

    void add(KeyPlace place, String message) {
        found.add(new Problem(place.file(), place.line(), place.key(), message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        return List.copyOf(found);
    }
}
