package io.headrace.ingest.values;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Moments as {@code yyyy-MM-dd HH:mm[:ss[.fraction]]}, also with T between, and an offset or a zone behind. A day alone is
 * its beginning. Digits below microseconds must be zeros.
 */
final class TimestampReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Of years that a lake holds, with a day to spare for offsets. */
    private static final long LEAST =
            LocalDate.of(CalendarDay.FIRST_YEAR, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND;

    private static final long END =
            LocalDate.of(CalendarDay.LAST_YEAR + 1, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC)
                    * MICROS_PER_SECOND;

    private final WallClock clock;

    TimestampReader(WallClock clock) {
        this.clock = clock;
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
            return inRange(clock.beginning(day));
        }
        TimeOfDay time = Separator.isAt(bare, end) ? TimeOfDay.of(bare, end + 1) : null;
        if (time == null || isTooFine(time)) {
            return null;
        }
        WallClock meant = meant(bare, time);
        return meant == null ? null : inRange(meant.micros(day, time.nanos()));
    }

    /** The clock of the offset or zone behind the time; null where something else stands there. */
    private WallClock meant(String bare, TimeOfDay time) {
        if (time.end() == bare.length()) {
            return clock;
        }
        ZoneId written = OffsetText.of(bare, time.end());
        return written == null ? null : clock.in(written);
    }

    private static boolean isTooFine(TimeOfDay time) {
        return !time.isExact() || time.nanos() % NANOS_PER_MICRO != 0;
    }

    static Object inRange(long micros) {
        return micros == WallClock.NONE || micros < LEAST || micros >= END ? null : (Object) micros;
    }

    @Override
    public String reason(String text) {
        String bare = Blanks.stripped(text);
        int end = CalendarDay.end(bare);
        if (end == 0) {
            return "a moment needs its date in full";
        }
        LocalDate day = CalendarDay.of(bare, end);
        if (day == null) {
            return "there is no such day";
        }
        if (end == bare.length()) {
            return clock.reason(day);
        }
        TimeOfDay time = Separator.isAt(bare, end) ? TimeOfDay.of(bare, end + 1) : null;
        if (time == null) {
            return "";
        }
        if (isTooFine(time)) {
            return "it has digits below microseconds";
        }
        WallClock meant = meant(bare, time);
        return meant == null ? "" : meant.reason(day, time.nanos());
    }
}
