package io.headrace.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** Numbers and dates as pages show them: English, with a no-break space before a unit and a true minus sign. */
public final class DisplayFormat {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final char MINUS = '\u2212';
    private static final double THOUSAND = 1000;

    private DisplayFormat() {}

    /** {@code 104,233}. */
    public static String count(long value) {
        return format("%,d", value);
    }

    /** {@code 1 file}, {@code 365 files}: the noun with an s unless there is exactly one. */
    public static String counted(long value, String noun) {
        return count(value) + NO_BREAK_SPACE + noun + (value == 1 ? "" : "s");
    }

    /** {@code 0.2741}, {@code 12,345}: four significant digits, from a thousand on whole numbers. */
    public static String significant(double value) {
        return String.format(Locale.ENGLISH, Math.abs(value) >= THOUSAND ? "%,.0f" : "%.4g", value);
    }

    /** {@code 0.831}: for areas under the curve. */
    public static String area(double value) {
        return format("%.3f", value);
    }

    /** {@code 0.83}, with so many decimals. */
    static String decimals(double value, int decimals) {
        return format("%." + decimals + "f", value);
    }

    /** {@code +0.054}: for differences of areas. */
    public static String difference(double value) {
        return format("%+.3f", value);
    }

    /** {@code 0.2741}: for mean scores. */
    public static String score(double value) {
        return format("%.4f", value);
    }

    /** {@code 43.1 %} of a share of 0.431. */
    public static String percent(double share) {
        return format("%.1f", 100 * share) + NO_BREAK_SPACE + '%';
    }

    /** {@code 12,340.50}: for amounts whose unit stands beside them. */
    public static String amount(double value) {
        String text = format("%,.2f", value);
        return text.equals(MINUS + "0.00") ? "0.00" : text;
    }

    /** {@code 0.005}: a number as it was declared. */
    static String declared(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString().replace('-', MINUS);
    }

    /** {@code −0.2741}, {@code 12,345}: four significant digits of a number of either sign. */
    static String figure(double value) {
        return significant(value).replace('-', MINUS);
    }

    /** {@code £12,340}, in whole units of the currency. */
    public static String money(double value, Currency currency) {
        long units = Math.round(value);
        String amount = currency.getSymbol(Locale.UK) + format("%,d", Math.abs(units));
        return units < 0 ? MINUS + amount : amount;
    }

    /** Whole numbers as counts, others with three decimals: a gate may bound either. */
    public static String bound(double value) {
        return value == Math.rint(value) && Math.abs(value) > 1 ? count((long) value) : area(value);
    }

    /** {@code 9 December 2011}. */
    public static String day(LocalDate date) {
        return DAY.format(date);
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ENGLISH, pattern, value).replace('-', MINUS);
    }
}
