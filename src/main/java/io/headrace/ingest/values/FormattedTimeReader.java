package io.headrace.ingest.values;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;

/** Dates and moments by declared formats, tried one after the other; a text that two of them read is read by the first. */
final class FormattedTimeReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    private static final long NANOS_PER_MICRO = 1000;

    private final List<String> formats;
    private final WallClock clock;
    private final boolean isDate;
    private transient List<DateTimeFormatter> formatters;

    FormattedTimeReader(List<String> formats, WallClock clock, boolean isDate) {
        this.formats = List.copyOf(formats);
        this.clock = clock;
        this.isDate = isDate;
    }

    /** Formatters cannot be sent to the workers; each makes its own. */
    private List<DateTimeFormatter> formatters() {
        if (formatters == null) {
            formatters = formats.stream().map(TimeFormat::of).toList();
        }
        return formatters;
    }

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        for (DateTimeFormatter formatter : formatters()) {
            TemporalAccessor parsed = parsed(formatter, bare);
            if (parsed != null) {
                return isDate ? day(parsed) : moment(parsed);
            }
        }
        return null;
    }

    /** Exceptions are dear: whether the text is written as the format has it is known without one. */
    private static TemporalAccessor parsed(DateTimeFormatter formatter, String text) {
        ParsePosition end = new ParsePosition(0);
        if (formatter.parseUnresolved(text, end) == null || end.getIndex() < text.length()) {
            return null;
        }
        try {
            return formatter.parse(text);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static Object day(TemporalAccessor parsed) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        boolean isWhole = time == null || time.toNanoOfDay() == 0;
        boolean isDay = day != null && isWhole && parsed.query(TemporalQueries.zone()) == null;
        return isDay && CalendarDay.isInRange(day) ? (Object) (int) day.toEpochDay() : null;
    }

    private Object moment(TemporalAccessor parsed) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (day == null || isTooFine(time)) {
            return null;
        }
        WallClock meant = meant(parsed);
        return TimestampReader.inRange(time == null ? meant.beginning(day) : meant.micros(day, time.toNanoOfDay()));
    }

    private static boolean isTooFine(LocalTime time) {
        return time != null && time.toNanoOfDay() % NANOS_PER_MICRO != 0;
    }

    /** The clock of the offset, else of the zone, that the text names. */
    private WallClock meant(TemporalAccessor parsed) {
        ZoneId offset = parsed.query(TemporalQueries.offset());
        ZoneId written = offset == null ? parsed.query(TemporalQueries.zone()) : offset;
        return written == null ? clock : clock.in(written);
    }

    @Override
    public String reason(String text) {
        String bare = Blanks.stripped(text);
        for (DateTimeFormatter formatter : formatters()) {
            TemporalAccessor parsed = parsed(formatter, bare);
            if (parsed != null) {
                return reason(parsed);
            }
        }
        return "";
    }

    private String reason(TemporalAccessor parsed) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        if (day == null) {
            return "the format has no date in full";
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (isDate) {
            return time == null ? "" : "it has a time of day, which a date does not hold";
        }
        if (isTooFine(time)) {
            return "it has digits below microseconds";
        }
        WallClock meant = meant(parsed);
        return time == null ? meant.reason(day) : meant.reason(day, time.toNanoOfDay());
    }
}
