package io.headrace.privacy;

import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * An erasure as a job that nobody schedules: its runs are claimed, resumed and recorded as those of other jobs.
 *
 * @param header its name tells nothing of the persons
 */
record EraseSpec(JobHeader header) implements JobSpec {
    private static final int SHORT = 16;

    EraseSpec {
        Objects.requireNonNull(header, "header");
    }

    /** @param digest of whom it erases */
    static EraseSpec of(String digest) {
        return new EraseSpec(new JobHeader("erase-" + digest.substring(0, SHORT), "privacy", Schedule.MANUAL, digest));
    }

    @Override
    public String kind() {
        return "erase";
    }

    @Override
    public NavigableSet<TableName> reads() {
        return new TreeSet<>();
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>();
    }
}
