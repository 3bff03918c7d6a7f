package io.headrace.ingest.values;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;

/** What may stand behind a time: {@code Z}, {@code +hh[[:]mm]}, or the name of a zone such as {@code Europe/Berlin}. */
final class OffsetText {
    private static final int MOST_HOURS = 18;

    private OffsetText() {}

    /** The zone that the rest of the text names, null where it names none. */
    static ZoneId of(String text, int from) {
        int at = from < text.length() && text.charAt(from) == ' ' ? from + 1 : from;
        if (at == text.length()) {
            return null;
        }
        char c = text.charAt(at);
        if (c == '+' || c == '-') {
            return offset(text, at);
        }
        String name = text.substring(at);
        if (name.equals("Z") || name.equals("z")) {
            return ZoneOffset.UTC;
        }
        return ZoneRulesProvider.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : null;
    }

    private static ZoneId offset(String text, int sign) {
        int hourEnd = CalendarDay.pastTwoDigits(text, sign + 1);
        boolean hasColon = hourEnd < text.length() && text.charAt(hourEnd) == ':';
        int minute = hasColon ? hourEnd + 1 : hourEnd;
        boolean hasMinutes = minute + 2 == text.length() && CalendarDay.areDigits(text, minute, minute + 2);
        if (hourEnd == sign + 1 || (!hasMinutes && (hasColon || hourEnd < text.length()))) {
            return null;
        }
        int hours = CalendarDay.number(text, sign + 1, hourEnd);
        int minutes = hasMinutes ? CalendarDay.number(text, minute, minute + 2) : 0;
        if (minutes > 59 || hours > MOST_HOURS || (hours == MOST_HOURS && minutes > 0)) {
            return null;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(text.charAt(sign) == '-' ? -seconds : seconds);
    }
}
