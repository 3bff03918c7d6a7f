package io.headrace.stats;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows by the class that came and the class that was predicted.
 *
 * @param counts by the class that came, then by the one predicted; 1 or more rows in all
 */
public record ClassConfusion(SortedMap<String, SortedMap<String, Long>> counts) {
    public ClassConfusion {
        SortedMap<String, SortedMap<String, Long>> copy = new TreeMap<>();
        counts.forEach((actual, of) -> copy.put(actual, Collections.unmodifiableSortedMap(new TreeMap<>(of))));
        counts = Collections.unmodifiableSortedMap(copy);
        if (counts.values().stream().allMatch(Map::isEmpty)) {
            throw new IllegalArgumentException("a confusion table needs rows");
        }
    }

    /** All rows. */
    public long rows() {
        return counts.keySet().stream().mapToLong(this::actual).sum();
    }

    /** Every class that came or was predicted. */
    public SortedSet<String> classes() {
        SortedSet<String> classes = new TreeSet<>(counts.keySet());
        counts.values().forEach(of -> classes.addAll(of.keySet()));
        return classes;
    }

    /** Rows of a class. */
    public long actual(String name) {
        return counts.getOrDefault(name, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Rows for which a class was predicted. */
    public long predicted(String name) {
        return counts.keySet().stream().mapToLong(actual -> count(actual, name)).sum();
    }

    /** Rows of one class for which another was predicted. */
    public long count(String actual, String predicted) {
        return counts.getOrDefault(actual, new TreeMap<>()).getOrDefault(predicted, 0L);
    }

    /** The precision of a class: the share of the rows predicted as the class that belong to it; 0 if it was never predicted. */
    public double precision(String name) {
        return share(count(name, name), predicted(name));
    }

    /** The recall of a class: the share of its rows that were predicted as the class; 0 if it has no rows. */
    public double recall(String name) {
        return share(count(name, name), actual(name));
    }

    /** Harmonic mean of precision and recall; 0 where both are. */
    public double f1(String name) {
        return share(2 * count(name, name), actual(name) + predicted(name));
    }

    /** The mean of {@link #f1} over the classes that came. */
    public double macroF1() {
        return counts.keySet().stream().mapToDouble(this::f1).average().orElseThrow();
    }

    /** The accuracy of who always predicts the most frequent class. */
    public double mostFrequentShare() {
        return counts.keySet().stream().mapToLong(this::actual).max().orElseThrow() / (double) rows();
    }

    /** The log loss of who always gives each class its share among these rows: their entropy in nats. */
    public double logLossOfShares() {
        return -counts.keySet().stream()
                .mapToDouble(name -> actual(name) / (double) rows())
                .map(share -> share * Math.log(share))
                .sum();
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : (double) part / of;
    }

    /** Counts one kind of rows more. */
    public static void add(Map<String, SortedMap<String, Long>> counts, String actual, String predicted, long rows) {
        counts.computeIfAbsent(actual, key -> new TreeMap<>()).merge(predicted, rows, Long::sum);
    }
}
