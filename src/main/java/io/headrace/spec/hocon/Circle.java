package io.headrace.spec.hocon;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** Finds jobs that need each other in a circle. */
final class Circle {
    private Circle() {}

    /** One circle, its first job repeated at the end; empty when there is none. */
    static Optional<List<String>> in(NavigableMap<String, NavigableSet<String>> upstream) {
        NavigableMap<String, NavigableSet<String>> blocked = new TreeMap<>(upstream);
        while (blocked.values().removeIf(needed -> needed.stream().noneMatch(blocked::containsKey))) {
            // What needs no blocked job can run, which may free others.
        }
        return blocked.isEmpty() ? Optional.empty() : Optional.of(walk(blocked));
    }

    /** Goes from job to needed job, always a blocked one, until one comes up again. */
    private static List<String> walk(NavigableMap<String, NavigableSet<String>> blocked) {
        List<String> path = new ArrayList<>();
        String job = blocked.firstKey();
        while (!path.contains(job)) {
            path.add(job);
            job = blocked.get(job).stream()
                    .filter(blocked::containsKey)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = new ArrayList<>(path.subList(path.indexOf(job), path.size()));
        circle.add(job);
        return circle;
    }
}
