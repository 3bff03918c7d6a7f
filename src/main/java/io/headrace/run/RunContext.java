package io.headrace.run;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The inputs of a run from outside: its date, zone, clock, actor and landing folder.
 *
 * @param date the logical date
 * @param zone the project's time zone
 * @param clock the only clock
 * @param actor who started it; a claim that nobody checks
 * @param landing root of the raw files
 * @param environment name of the configuration overlay
 */
public record RunContext(LocalDate date, ZoneId zone, Clock clock, String actor, String landing, String environment) {
    public RunContext {
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(landing, "landing");
        Objects.requireNonNull(environment, "environment");
    }

    /** The moment before which data may be used: the start of the day after the logical date. */
    public Instant asOf() {
        return asOf(date, zone);
    }

    /** The same of any date. */
    public static Instant asOf(LocalDate date, ZoneId zone) {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Microseconds since 1970. */
    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Now, to the microsecond. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
