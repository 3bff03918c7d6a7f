package io.headrace.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Clocks of time zones looked up step by step, as an oracle. */
public final class PlainClock {
    private PlainClock() {}

    /** What an event counts as that a column at, day or wall holds; a clock that shows a time twice means the first. */
    public static Instant moment(Instant at, String time, ZoneId zone) {
        return switch (time) {
            case "day" -> first(at.atZone(zone).toLocalDate(), zone);
            case "wall" -> at.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
            default -> at;
        };
    }

    /** Looked up step by step: the first instant at which the clock shows the day or a later one. */
    public static Instant first(LocalDate day, ZoneId zone) {
        Instant at = Instant.parse(day.minusDays(2) + "T08:00:00Z");
        while (at.atZone(zone).toLocalDate().isBefore(day)) {
            at = at.plus(Duration.ofMinutes(15));
        }
        return at;
    }
}
