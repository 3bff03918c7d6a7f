package io.headrace.spec;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a job is due. A run for a logical date stands at the end of its interval, so a monthly job is due on the
 * last day of a month and a weekly one on Sunday.
 */
public enum Schedule {
    DAILY,
    WEEKLY,
    MONTHLY,
    /** Only when selected by name. */
    MANUAL;

    /** What a user may write, for messages. */
    public static final String EXPECTED = "one of @daily, @weekly, @monthly, @manual";

    /** Parses {@code @daily} and the like; empty when it is none of them. */
    public static Optional<Schedule> parse(String text) {
        for (Schedule schedule : values()) {
            if (schedule.word().equals(text)) {
                return Optional.of(schedule);
            }
        }
        return Optional.empty();
    }

    /** The word in a job file. */
    public String word() {
        return "@" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether a job of this schedule is due on the logical date. */
    public boolean isDueOn(LocalDate date) {
        return switch (this) {
            case DAILY -> true;
            case WEEKLY -> date.getDayOfWeek() == DayOfWeek.SUNDAY;
            case MONTHLY -> date.plusDays(1).getDayOfMonth() == 1;
            case MANUAL -> false;
        };
    }
}
