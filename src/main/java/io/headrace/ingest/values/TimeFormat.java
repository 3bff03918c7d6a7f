package io.headrace.ingest.values;

import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * A format of dates and times, by the letters of {@link DateTimeFormatter}: English names in any case, two digits of a year
 * for 2000 to 2099, and a fraction ({@code SSS}) of as many digits or fewer.
 */
final class TimeFormat {
    private TimeFormat() {}

    static DateTimeFormatter of(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        int fraction = fraction(pattern);
        if (fraction < 0) {
            builder.appendPattern(years(pattern));
        } else {
            int end = fraction;
            while (end < pattern.length() && pattern.charAt(end) == 'S') {
                end++;
            }
            builder.appendPattern(years(pattern.substring(0, fraction)))
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, Math.min(9, end - fraction), false)
                    .appendPattern(years(pattern.substring(end)));
        }
        return builder.toFormatter(Locale.US)
                .withResolverStyle(ResolverStyle.STRICT)
                .withChronology(IsoChronology.INSTANCE);
    }

    /** Where the letters of a fraction begin, outside of quotes and brackets; -1 where there are none. */
    private static int fraction(String pattern) {
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == 'S' && !quoted && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Years of the calendar, where a pattern has years of an era but no era. */
    private static String years(String pattern) {
        StringBuilder text = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (c == 'y' && !quoted && pattern.indexOf('G') < 0) {
                text.setCharAt(i, 'u');
            }
        }
        return text.toString();
    }
}
