package io.headrace.ingest.values;

/**
 * A time of day as {@code H:mm[:ss[.fraction]]} writes it.
 *
 * @param nanos since midnight
 * @param isExact whether no digit of the fraction is lost in nanoseconds
 * @param end where it ends in the text
 */
record TimeOfDay(long nanos, boolean isExact, int end) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The time that begins there; null where there is none. */
    static TimeOfDay of(String text, int from) {
        int hourEnd = CalendarDay.pastTwoDigits(text, from);
        if (hourEnd == from || hourEnd == text.length() || text.charAt(hourEnd) != ':') {
            return null;
        }
        int minuteEnd = hourEnd + 3;
        if (!CalendarDay.areDigits(text, hourEnd + 1, minuteEnd)) {
            return null;
        }
        int hour = CalendarDay.number(text, from, hourEnd);
        int minute = CalendarDay.number(text, hourEnd + 1, minuteEnd);
        boolean hasSeconds = minuteEnd < text.length() && text.charAt(minuteEnd) == ':';
        if (hasSeconds && !CalendarDay.areDigits(text, minuteEnd + 1, minuteEnd + 3)) {
            return null;
        }
        int second = hasSeconds ? CalendarDay.number(text, minuteEnd + 1, minuteEnd + 3) : 0;
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        long seconds = (hour * 60L + minute) * 60 + second;
        int end = hasSeconds ? minuteEnd + 3 : minuteEnd;
        boolean hasFraction = hasSeconds && end + 1 < text.length() && text.charAt(end) == '.';
        return hasFraction
                ? withFraction(text, end + 1, seconds)
                : new TimeOfDay(seconds * NANOS_PER_SECOND, true, end);
    }

    private static TimeOfDay withFraction(String text, int from, long seconds) {
        long nanos = 0;
        boolean isExact = true;
        int at = from;
        for (; at < text.length() && Digits.isDigit(text.charAt(at)); at++) {
            if (at < from + 9) {
                nanos = 10 * nanos + text.charAt(at) - '0';
            } else {
                isExact &= text.charAt(at) == '0';
            }
        }
        for (int i = at; i < from + 9; i++) {
            nanos *= 10;
        }
        return at == from ? null : new TimeOfDay(seconds * NANOS_PER_SECOND + nanos, isExact, at);
    }
}
