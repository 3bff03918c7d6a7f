package io.headrace.features.windows;

import io.headrace.run.RunContext;
import io.headrace.spec.CalendarDays;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * A calendar day, or so many days together: 4, 16, 64 or 256, counted from 1970-01-01, so that one is four of the next smaller kind.
 *
 * @param first its first day
 * @param days how many
 */
public record Period(LocalDate first, int days) {
    /** How many days a period may have. */
    public static final List<Integer> LENGTHS = List.of(1, 4, 16, 64, 256);

    private static final char SEPARATOR = '+';

    /** The period of a length that a day belongs to. */
    public static Period of(LocalDate day, int days) {
        return new Period(LocalDate.ofEpochDay(Math.floorDiv(day.toEpochDay(), days) * (long) days), days);
    }

    /** Reads {@link #toString}. */
    public static Period parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        return new Period(
                LocalDate.parse(text.substring(0, separator)), Integer.parseInt(text.substring(separator + 1)));
    }

    /** The day after its last. */
    public LocalDate next() {
        return first.plusDays(days);
    }

    /** Its start, in microseconds since 1970. */
    long begins(ZoneId zone) {
        return start(first, zone);
    }

    /** The start of the next, in microseconds since 1970. */
    long ends(ZoneId zone) {
        return start(next(), zone);
    }

    private static long start(LocalDate day, ZoneId zone) {
        return RunContext.micros(CalendarDays.begin(day, zone));
    }

    /** As {@code 2025-12-31+1}. */
    @Override
    public String toString() {
        return first.toString() + SEPARATOR + days;
    }
}
