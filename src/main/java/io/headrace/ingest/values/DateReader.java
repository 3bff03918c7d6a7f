package io.headrace.ingest.values;

import java.time.LocalDate;

/** Dates as {@code yyyy-MM-dd}, of the years 1 to 9999; midnight without an offset may stand behind. */
final class DateReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        int end = CalendarDay.end(bare);
        if (end == 0 || (end < bare.length() && !isMidnight(bare, end))) {
            return null;
        }
        LocalDate day = CalendarDay.of(bare, end);
        return day == null ? null : (Object) (int) day.toEpochDay();
    }

    private static boolean isMidnight(String bare, int at) {
        TimeOfDay time = Separator.isAt(bare, at) ? TimeOfDay.of(bare, at + 1) : null;
        return time != null && time.nanos() == 0 && time.isExact() && time.end() == bare.length();
    }

    @Override
    public String reason(String text) {
        String bare = Blanks.stripped(text);
        int end = CalendarDay.end(bare);
        if (end == 0) {
            return "";
        }
        if (CalendarDay.of(bare, end) == null) {
            return "there is no such day";
        }
        return Separator.isAt(bare, end) && TimeOfDay.of(bare, end + 1) != null
                ? "it has a time of day, which a date does not hold"
                : "";
    }
}
