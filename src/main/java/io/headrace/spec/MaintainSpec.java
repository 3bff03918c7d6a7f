package io.headrace.spec;

import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Keeps the lake small: files of old versions that nothing needs go, many small files become one.
 *
 * @param keepDays how long files of old versions stay at least, 1 day or more; empty for as long as each table says
 * @param compacts whether small files are put together
 */
public record MaintainSpec(JobHeader header, OptionalInt keepDays, boolean compacts) implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "maintain";

    public MaintainSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(keepDays, "keepDays");
        if (keepDays.isPresent() && keepDays.getAsInt() < 1) {
            throw new IllegalArgumentException("keep must be 1 day or more, found " + keepDays.getAsInt());
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** None: it waits for nobody. */
    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>();
    }

    /** None: it brings no rows. */
    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
