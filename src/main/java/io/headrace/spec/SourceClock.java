package io.headrace.spec;

import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * The clock by which a source's times without an offset were written.
 *
 * @param zone its zone; the project's where empty
 * @param skipped what becomes of a time that the clock passes over
 * @param repeated what becomes of a time that the clock shows twice
 */
public record SourceClock(Optional<ZoneId> zone, Skipped skipped, Repeated repeated) {
    /** Of the project's zone, and strict: a time that is not exactly one instant is refused. */
    public static final SourceClock OF_PROJECT = new SourceClock(Optional.empty(), Skipped.REFUSE, Repeated.REFUSE);

    /** What becomes of a time that the clock passes over when it is put forward. */
    public enum Skipped {
        /** The row goes to quarantine. */
        REFUSE,
        /** The time is taken to be later by as much as the clock was put forward. */
        FORWARD
    }

    /** What becomes of a time that the clock shows twice when it is put back. */
    public enum Repeated {
        /** The row goes to quarantine. */
        REFUSE,
        /** The first of the two instants is meant. */
        EARLIER,
        /** The second of the two instants is meant. */
        LATER
    }

    public SourceClock {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(skipped, "skipped");
        Objects.requireNonNull(repeated, "repeated");
    }
}
