package io.headrace.notice;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How often a notice is tried in a run: after {@code first}, then after twice as long each time, as long as the whole stays below {@code total}.
 *
 * @param first wait after the first attempt, above zero
 * @param total from the first attempt to the begin of the last one at most
 */
public record Retries(Duration first, Duration total) {
    /** Waits of 1, 2, 4, 8 and 16 seconds, fewer where answers take long. */
    public static final Retries STANDARD = new Retries(Duration.ofSeconds(1), Duration.ofSeconds(40));

    private static final int MOST_DOUBLED = 20;

    public Retries {
        Objects.requireNonNull(total, "total");
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("the first wait must be above zero, found " + first);
        }
    }

    /**
     * How long to wait for the next attempt; nothing when it was tried long enough.
     *
     * @param attempts made so far, 1 or more
     * @param spent since the first of them began
     * @param asked what the other side asked for
     */
    public Optional<Duration> next(int attempts, Duration spent, Optional<Duration> asked) {
        Duration own = first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLED));
        Duration wait = asked.filter(other -> other.compareTo(own) > 0).orElse(own);
        return Optional.of(wait).filter(length -> spent.plus(length).compareTo(total) <= 0);
    }
}
