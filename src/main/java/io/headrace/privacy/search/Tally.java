package io.headrace.privacy.search;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** How often each value was found in one place of one file. */
final class Tally implements Consumer<Needle> {
    private final Map<String, Long> times = new TreeMap<>();

    @Override
    public void accept(Needle needle) {
        times.merge(needle.label(), 1L, Long::sum);
    }

    /** The hits, once the place is known. */
    List<Hit> hits(String file, Hit.Place place, String column) {
        return times.entrySet().stream()
                .map(found -> new Hit(file, place, column, found.getKey(), found.getValue()))
                .toList();
    }
}
