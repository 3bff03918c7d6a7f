package io.headrace.ingest.values;

import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Moments as {@code yyyy-MM-dd HH:mm[:ss[.fraction]]}, also with T between, and an offset or a zone behind. A day alone is
 * its beginning. Digits below microseconds must be zeros.
 */
final class TimestampReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    private static final long NANOS_PER_MICRO = 1000;

    /** Of years that a lake holds, with a day to spare for offsets. */
    private static final long LEAST =
            Instants.micros(LocalDate.of(CalendarDay.FIRST_YEAR, 1, 1), 0, java.time.ZoneOffset.UTC);

    private static final long END =
            Instants.micros(LocalDate.of(CalendarDay.LAST_YEAR + 1, 1, 1), 0, java.time.ZoneOffset.UTC);

    private final ZoneId zone;

    TimestampReader(ZoneId zone) {
        this.zone = zone.normalized();
    }

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        int end = CalendarDay.end(bare);
        LocalDate day = end == 0 ? null : CalendarDay.of(bare, end);
        if (day == null) {
            return null;
        }
        if (end == bare.length()) {
            return inRange(Instants.micros(day, 0, zone));
        }
        TimeOfDay time = Separator.isAt(bare, end) ? TimeOfDay.of(bare, end + 1) : null;
        if (time == null || isTooFine(time)) {
            return null;
        }
        ZoneId written = time.end() == bare.length() ? zone : OffsetText.of(bare, time.end());
        return written == null ? null : inRange(Instants.micros(day, time.nanos(), written));
    }

    private static boolean isTooFine(TimeOfDay time) {
        return !time.isExact() || time.nanos() % NANOS_PER_MICRO != 0;
    }

    static Object inRange(long micros) {
        return micros == Instants.NONE || micros < LEAST || micros >= END ? null : (Object) micros;
    }

    @Override
    public String reason(String text) {
        String bare = Blanks.stripped(text);
        int end = CalendarDay.end(bare);
        if (end == 0) {
            return "a moment needs its date in full";
        }
        if (CalendarDay.of(bare, end) == null) {
            return "there is no such day";
        }
        TimeOfDay time = Separator.isAt(bare, end) ? TimeOfDay.of(bare, end + 1) : null;
        if (time == null) {
            return "";
        }
        if (isTooFine(time)) {
            return "it has digits below microseconds";
        }
        return time.end() == bare.length() ? "the clock of " + zone + " passes over this time" : "";
    }
}
