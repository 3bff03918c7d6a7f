package io.headrace.ingest.values;

import java.time.LocalDate;
import java.time.YearMonth;

/** Days as {@code yyyy-MM-dd} writes them, of the years 1 to 9999; a month or a day may have one digit. */
final class CalendarDay {
    static final int FIRST_YEAR = 1;
    static final int LAST_YEAR = 9999;

    private CalendarDay() {}

    /** Where the day at the beginning of the text ends; 0 where there is none. */
    static int end(String text) {
        if (text.length() < 8 || text.charAt(4) != '-' || !areDigits(text, 0, 4)) {
            return 0;
        }
        int month = pastTwoDigits(text, 5);
        if (month == 5 || month == text.length() || text.charAt(month) != '-') {
            return 0;
        }
        int day = pastTwoDigits(text, month + 1);
        return day == month + 1 ? 0 : day;
    }

    /** The day; null where the calendar has none such. */
    static LocalDate of(String text, int end) {
        int month = pastTwoDigits(text, 5);
        return of(number(text, 0, 4), number(text, 5, month), number(text, month + 1, end));
    }

    private static LocalDate of(int year, int month, int day) {
        boolean isThere = year >= FIRST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
        return isThere ? LocalDate.of(year, month, day) : null;
    }

    static boolean isInRange(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    static boolean areDigits(String text, int from, int to) {
        if (to > text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Digits.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static int pastTwoDigits(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 2 && Digits.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
