package io.headrace.spec;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a feature looks back from an as-of.
 *
 * <p>Hours are of 3,600 seconds. Days and months are those of the calendar in the project's time zone: a day before noon is
 * noon of the day before, whether that day had 23, 24 or 25 hours; a month before 31 March is the last day of February.
 *
 * @param length how many, 1 or more; 0 for all history
 * @param unit of what
 */
public record Window(int length, Unit unit) implements Serializable {
    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,4}) (hour|day|month)s?");

    /** What a window is measured in. */
    public enum Unit {
        HOUR("h"),
        DAY("d"),
        MONTH("m"),
        ALL("all");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
        }
    }

    /** All that is known. */
    public static final Window ALL = new Window(0, Unit.ALL);

    public Window {
        if (unit == Unit.ALL ? length != 0 : length < 1) {
            throw new IllegalArgumentException("length must be 1 or more, found " + length);
        }
    }

    /** {@code 24 hours}, {@code 1 day}, {@code 3 months}, {@code all}; empty where it is none of these. */
    public static Optional<Window> parse(String text) {
        if (text.equals("all")) {
            return Optional.of(ALL);
        }
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new Window(
                        Integer.parseInt(written.group(1)),
                        Unit.valueOf(written.group(2).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    /** The first instant that belongs to the window which ends at the as-of. */
    public Instant from(Instant asOf, ZoneId zone) {
        return switch (unit) {
            case HOUR -> asOf.minusSeconds(3600L * length);
            case DAY -> CalendarDays.plus(asOf, -length, zone);
            case MONTH -> CalendarDays.minusMonths(asOf, length, zone);
            case ALL -> Instant.MIN;
        };
    }

    /** How long it is where that is the same for every as-of: hours, and days where the zone's clocks are never changed. */
    public Optional<Duration> fixedLength(ZoneId zone) {
        return switch (unit) {
            case HOUR -> Optional.of(Duration.ofHours(length));
            case DAY -> zone.getRules().isFixedOffset() ? Optional.of(Duration.ofDays(length)) : Optional.empty();
            case MONTH, ALL -> Optional.empty();
        };
    }

    /** As it ends the name of a column: {@code 30d}, {@code 3m}, {@code all}. */
    public String suffix() {
        return (length == 0 ? "" : Integer.toString(length)) + unit.suffix;
    }

    /** As it is written in a spec. */
    @Override
    public String toString() {
        return length == 0 ? "all" : length + " " + unit.name().toLowerCase(Locale.ROOT) + (length == 1 ? "" : "s");
    }
}
