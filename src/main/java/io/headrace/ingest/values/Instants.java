package io.headrace.ingest.values;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The one place where a day, a time of day and a zone become an instant. */
final class Instants {
    /** No instant: the zone's clock passes over the time. */
    static final long NONE = Long.MIN_VALUE;

    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private Instants() {}

    /**
     * Microseconds since 1970-01-01 in UTC. Of a time that the zone's clock shows twice it is the earlier instant.
     *
     * @param nanosOfDay of whole microseconds
     */
    static long micros(LocalDate day, long nanosOfDay, ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return micros(day, nanosOfDay, offset);
        }
        LocalDateTime local = LocalDateTime.of(day, LocalTime.ofNanoOfDay(nanosOfDay));
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.isEmpty() ? NONE : micros(day, nanosOfDay, offsets.get(0));
    }

    private static long micros(LocalDate day, long nanosOfDay, ZoneOffset offset) {
        long seconds = day.toEpochDay() * SECONDS_PER_DAY - offset.getTotalSeconds();
        return seconds * MICROS_PER_SECOND + nanosOfDay / NANOS_PER_MICRO;
    }
}
