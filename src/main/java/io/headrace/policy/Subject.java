package io.headrace.policy;

import java.util.Comparator;

/**
 * What windows are about, from day to day.
 *
 * @param kind {@code column}, {@code estimated} or {@code realised}
 * @param statistic of a column; empty for performance
 */
record Subject(String kind, String name, String slice, String statistic) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::kind)
            .thenComparing(Subject::name)
            .thenComparing(Subject::slice)
            .thenComparing(Subject::statistic);

    static Subject of(ColumnWindow window) {
        return new Subject("column", window.column(), window.slice(), window.statistic());
    }

    static Subject of(PerformanceWindow window) {
        return new Subject(window.basis().word(), window.measure(), window.slice(), "");
    }

    String words() {
        return kind + " " + name + (statistic.isEmpty() ? "" : " by " + statistic)
                + (slice.isEmpty() ? "" : " of " + slice);
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}
