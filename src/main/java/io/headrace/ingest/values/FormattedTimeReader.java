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
    private final ZoneId zone;
    private final boolean isDate;
    private transient List<DateTimeFormatter> formatters;

    FormattedTimeReader(List<String> formats, ZoneId zone, boolean isDate) {
        this.formats = List.copyOf(formats);
        this.zone = zone.normalized();
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
        ZoneId written = parsed.query(TemporalQueries.zone());
        long nanos = time == null ? 0 : time.toNanoOfDay();
        return day == null || nanos % NANOS_PER_MICRO != 0
                ? null
                : TimestampReader.inRange(Instants.micros(day, nanos, written == null ? zone : written));
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
        if (parsed.query(TemporalQueries.localDate()) == null) {
            return "the format has no date in full";
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (isDate) {
            return time == null ? "" : "it has a time of day, which a date does not hold";
        }
        return time != null && time.toNanoOfDay() % NANOS_PER_MICRO != 0 ? "it has digits below microseconds" : "";
    }
}
