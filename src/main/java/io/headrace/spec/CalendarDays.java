package io.headrace.spec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.UnaryOperator;

/** The one meaning of calendar days in a time zone. */
public final class CalendarDays {
    private CalendarDays() {}

    /** The first instant of a day: its midnight, or when the clock passes over that, the first time after. */
    public static Instant begin(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Whether the calendar has the day; that of Samoa has no 30 December 2011. */
    public static boolean exists(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toLocalDate().equals(day);
    }

    /** The first day that does not begin before an instant. */
    public static LocalDate firstFrom(Instant instant, ZoneId zone) {
        LocalDate day = instant.atZone(zone).toLocalDate().minusDays(1);
        while (begin(day, zone).isBefore(instant)) {
            day = day.plusDays(1);
        }
        return day;
    }

    /**
     * So many calendar days later: of the beginning of a day the beginning of another, else at the same time of the clock; if the clock
     * passes over that time, later by as much, and if it shows it twice, the first.
     *
     * @param days negative for earlier
     */
    public static Instant plus(Instant instant, long days, ZoneId zone) {
        return moved(instant, zone, time -> time.plusDays(days));
    }

    /** So many months earlier, likewise; at most the last day of the month. */
    public static Instant minusMonths(Instant instant, long months, ZoneId zone) {
        return moved(instant, zone, time -> time.minusMonths(months));
    }

    private static Instant moved(Instant instant, ZoneId zone, UnaryOperator<LocalDateTime> move) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, zone);
        LocalDate day = time.toLocalDate();
        return instant.equals(begin(day, zone))
                ? begin(move.apply(day.atStartOfDay()).toLocalDate(), zone)
                : move.apply(time).atZone(zone).toInstant();
    }
}
