package io.headrace.ingest.values;

import io.headrace.spec.CalendarDays;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceClock.Repeated;
import io.headrace.spec.SourceClock.Skipped;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Objects;

/**
 * The clock of a zone, and what it is taken to say when it is put forward or back. The one place where a day, a time of day and a
 * zone become an instant.
 *
 * @param zone of times without an offset
 * @param skipped what becomes of a time that the clock passes over
 * @param repeated what becomes of a time that the clock shows twice
 */
public record WallClock(ZoneId zone, Skipped skipped, Repeated repeated) implements Serializable {
    /** No instant: the time is not exactly one. */
    static final long NONE = Long.MIN_VALUE;

    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    public WallClock {
        zone = zone.normalized();
        Objects.requireNonNull(skipped, "skipped");
        Objects.requireNonNull(repeated, "repeated");
    }

    /** The clock of a source in a project of a zone. */
    public static WallClock of(SourceClock source, ZoneId project) {
        return new WallClock(source.zone().orElse(project), source.skipped(), source.repeated());
    }

    /** The same rules in a zone that is written behind a time. */
    WallClock in(ZoneId written) {
        return new WallClock(written, skipped, repeated);
    }

    /**
     * Microseconds since 1970-01-01 in UTC; {@link #NONE} where the time is refused.
     *
     * @param nanosOfDay of whole microseconds
     */
    long micros(LocalDate day, long nanosOfDay) {
        if (zone instanceof ZoneOffset offset) {
            return micros(day, nanosOfDay, offset);
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local(day, nanosOfDay));
        return switch (offsets.size()) {
            case 0 -> skipped == Skipped.FORWARD ? micros(day, nanosOfDay, before(day, nanosOfDay)) : NONE;
            case 1 -> micros(day, nanosOfDay, offsets.get(0));
            default ->
                switch (repeated) {
                    case REFUSE -> NONE;
                    case EARLIER -> micros(day, nanosOfDay, offsets.get(0));
                    case LATER -> micros(day, nanosOfDay, offsets.get(1));
                };
        };
    }

    /** Read with the offset before the change, a skipped time is later by as much as the clock was put forward. */
    private ZoneOffset before(LocalDate day, long nanosOfDay) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local(day, nanosOfDay));
        return change.getOffsetBefore();
    }

    private static LocalDateTime local(LocalDate day, long nanosOfDay) {
        return LocalDateTime.of(day, LocalTime.ofNanoOfDay(nanosOfDay));
    }

    private static long micros(LocalDate day, long nanosOfDay, ZoneOffset offset) {
        long seconds = day.toEpochDay() * SECONDS_PER_DAY - offset.getTotalSeconds();
        return seconds * MICROS_PER_SECOND + nanosOfDay / NANOS_PER_MICRO;
    }

    /** The first instant of a day, in microseconds since 1970-01-01 in UTC; {@link #NONE} where the calendar leaves the day out. */
    long beginning(LocalDate day) {
        if (zone instanceof ZoneOffset offset) {
            return micros(day, 0, offset);
        }
        Instant first = CalendarDays.begin(day, zone);
        return first.atZone(zone).toLocalDate().equals(day) ? first.getEpochSecond() * MICROS_PER_SECOND : NONE;
    }

    /** Why a time is no instant, in words; empty where it is one. */
    String reason(LocalDate day, long nanosOfDay) {
        int offsets = zone.getRules().getValidOffsets(local(day, nanosOfDay)).size();
        if (offsets == 0 && skipped == Skipped.REFUSE) {
            return "the clock of " + zone + " passes over this time (skipped-times)";
        }
        return offsets > 1 && repeated == Repeated.REFUSE
                ? "the clock of " + zone + " shows this time twice (repeated-times)"
                : "";
    }

    /** Why a day has no beginning; empty where it has one. */
    String reason(LocalDate day) {
        return beginning(day) == NONE ? "the calendar of " + zone + " leaves out this day" : "";
    }
}
