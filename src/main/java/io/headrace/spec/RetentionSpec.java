package io.headrace.spec;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Removes rows that have been kept long enough, for good.
 *
 * @param keeps table to how long its rows are kept
 */
public record RetentionSpec(JobHeader header, SortedMap<TableName, Keep> keeps) implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "retention";

    public RetentionSpec {
        Objects.requireNonNull(header, "header");
        keeps = Collections.unmodifiableSortedMap(new TreeMap<>(keeps));
    }

    /**
     * How long rows are kept.
     *
     * @param days from the time of a row on, 1 or more calendar days of the project
     * @param time the column with that time; empty for the as-of, or for when the row came into the lake where the table has none
     */
    public record Keep(int days, Optional<String> time) {
        public Keep {
            if (days < 1) {
                throw new IllegalArgumentException("keep must be 1 day or more, found " + days);
            }
            Objects.requireNonNull(time, "time");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>(keeps.keySet());
    }

    /** None: it brings no rows. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
