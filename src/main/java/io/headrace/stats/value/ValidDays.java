package io.headrace.stats.value;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * The days on which something holds.
 *
 * @param from the first of them
 * @param until the day after the last; empty where no end is known
 */
public record ValidDays(LocalDate from, Optional<LocalDate> until) {
    public ValidDays {
        Objects.requireNonNull(from, "from");
        until.ifPresent(end -> {
            if (!end.isAfter(from)) {
                throw new IllegalArgumentException("until must be after from, " + from + ", found " + end);
            }
        });
    }

    /** All days from one on. */
    public static ValidDays from(LocalDate from) {
        return new ValidDays(from, Optional.empty());
    }

    /** From a day up to, not including, another. */
    public static ValidDays between(LocalDate from, LocalDate until) {
        return new ValidDays(from, Optional.of(until));
    }

    /** Whether it holds on a day. */
    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && until.map(day::isBefore).orElse(true);
    }

    @Override
    public String toString() {
        return "[" + from + ", " + until.map(LocalDate::toString).orElse("open") + ")";
    }
}
