package io.headrace.ingest.sniff;

import io.headrace.stats.WilsonInterval;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The type that most of a column's values have.
 *
 * @param type as a spec writes it
 * @param format how dates and times are written; empty where the type has no format or the usual one
 * @param decimalMark a point, or a comma
 * @param thousandsMark empty where there is none
 * @param money whether currencies stand beside numbers
 * @param values how many there are
 * @param fitting how many of them are of the type
 * @param misfits some of the others
 * @param alsoFits another format that all these values have, which means other days
 */
record SniffedType(
        String type,
        String format,
        char decimalMark,
        String thousandsMark,
        boolean money,
        long values,
        long fitting,
        List<String> misfits,
        String alsoFits) {
    /** A type is proposed where at least so many values have it. */
    static final double ENOUGH = 0.95;

    /** A type that less than half of so many values have is not looked at further. */
    private static final int LOOKED_AT_FIRST = 100;

    /** One in so many values with letters among numbers makes these codes. */
    private static final int CODES = 200;

    private static final double CONFIDENCE = 0.95;

    private static final Set<String> NULL_TOKENS = Set.of(
            "?", "-", "--", ".", "..", "*", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "unknown",
            "\\n", "(null)", "<na>", "nd", "n.d.", "tbc", "tba");

    private static final Pattern INTEGER = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17})");
    private static final Pattern ZEROS_BEFORE = Pattern.compile("[+-]?0[0-9]+");
    private static final Pattern PLAIN = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final String SIGN = "\\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|SEK|NOK|DKK|PLN|BRL|ZAR";
    private static final Pattern GROUPED = number(",", "\\.", false);
    private static final Pattern GROUPED_BY_POINTS = number("\\.", ",", false);
    private static final Pattern COMMA = Pattern.compile("[+-]?[0-9]+,[0-9]+|[+-]?[0-9]+");
    private static final Pattern MONEY = number(",", "\\.", true);
    private static final Pattern DATE = Pattern.compile(
            "[0-9]{1,4}[-/. ]([0-9]{1,2}|\\p{L}{3,9})[-/. ,]{1,2}[0-9]{1,4}([T ][0-9]{1,2}[:.][0-9:.]+.*)?");
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false|yes|no|y|n");

    private static final List<TimePattern> DATES = patterns(
            "yyyy-MM-dd",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "yyyy/MM/dd",
            "dd/MM/yy",
            "MM/dd/yy",
            "d/M/yy",
            "M/d/yy",
            "dd-MMM-yyyy",
            "d-MMM-yyyy",
            "dd MMM yyyy",
            "d MMM yyyy",
            "d MMMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "dd-MMM-yy",
            "d-MMM-yy");

    private static final List<TimePattern> TIMES = patterns(
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd HH:mm",
            "yyyy-MM-dd HH:mm:ss.SSS",
            "yyyy-MM-dd HH:mm:ss.SSSSSS",
            "yyyy-MM-dd'T'HH:mm:ss",
            "yyyy-MM-dd'T'HH:mm",
            "yyyy-MM-dd'T'HH:mm:ss.SSS",
            "yyyy-MM-dd'T'HH:mm:ssXXX",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "dd/MM/yyyy HH:mm:ss",
            "MM/dd/yyyy HH:mm:ss",
            "dd/MM/yyyy HH:mm",
            "MM/dd/yyyy HH:mm",
            "d/M/yyyy H:mm",
            "M/d/yyyy H:mm",
            "dd.MM.yyyy HH:mm:ss",
            "dd.MM.yyyy HH:mm",
            "yyyy/MM/dd HH:mm:ss",
            "yyyy/MM/dd HH:mm");

    private record TimePattern(String pattern, DateTimeFormatter formatter) {
        TimePattern(String pattern) {
            this(
                    pattern,
                    DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.US)
                            .withResolverStyle(ResolverStyle.STRICT));
        }

        boolean fits(String text) {
            // Exceptions are dear, and most texts are no dates.
            ParsePosition end = new ParsePosition(0);
            if (formatter.parseUnresolved(text, end) == null || end.getIndex() < text.length()) {
                return false;
            }
            try {
                formatter.parse(text);
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    private static List<TimePattern> patterns(String... patterns) {
        return Stream.of(patterns).map(TimePattern::new).toList();
    }

    private static Pattern number(String thousands, String decimal, boolean money) {
        String digits = "([0-9]{1,3}(" + thousands + "[0-9]{3})+|[0-9]+)(" + decimal + "[0-9]+)?";
        String around = "(" + SIGN + ")?";
        String amount = money ? around + "\\s*[+-]?\\s*" + digits + "\\s*" + around : digits;
        return Pattern.compile(money ? "\\(\\s*" + amount + "\\s*\\)|[+-]?\\s*" + amount + "\\s*-?" : "[+-]?" + amount);
    }

    /** Whether the text may well stand for no value. */
    static boolean isNullToken(String text) {
        return NULL_TOKENS.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether the text is a number or begins as a date does. */
    static boolean isNumberOrDate(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() > 40 || !bare.chars().anyMatch(Character::isDigit)) {
            return false;
        }
        return PLAIN.matcher(bare).matches()
                || MONEY.matcher(bare).matches()
                || COMMA.matcher(bare).matches()
                || DATE.matcher(bare).matches();
    }

    /** The type that most of the values have, the narrowest of equals; text where none has enough. */
    static SniffedType of(List<String> texts) {
        List<String> values = texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        SniffedType text = plain("string", values, any -> true);
        SniffedType best = text;
        for (SniffedType type : candidates(values)) {
            boolean enough = type.fitting() > 0 && type.fitting() >= ENOUGH * type.values();
            boolean better = best.equals(text) || type.fitting() > best.fitting();
            best = enough && better ? type : best;
        }
        return best.isCode(values) ? text : best;
    }

    /** Whether what does not fit mixes letters and digits: then the numbers are codes as well. */
    private boolean isCode(List<String> all) {
        boolean number = format.isEmpty() && fitting < values && values - fitting > values / CODES;
        return number && all.stream().filter(text -> !isNumberOrDate(text)).allMatch(text -> text.matches(".*\\d.*"));
    }

    private static List<SniffedType> candidates(List<String> values) {
        List<SniffedType> types = new ArrayList<>();
        if (values.stream().anyMatch(value -> ZEROS_BEFORE.matcher(value).matches())) {
            // Codes: as numbers they would lose their zeros.
            return types;
        }
        boolean truths = values.stream().map(SniffedType::truth).distinct().count() == 2
                && values.stream().allMatch(value -> TRUTH.matcher(value).matches());
        types.add(plain("boolean", values, text -> truths));
        types.add(plain("integer", values, text -> INTEGER.matcher(text).matches() && isInteger(text)));
        types.add(plain("long", values, text -> INTEGER.matcher(text).matches()));
        types.add(plain("double", values, text -> PLAIN.matcher(text).matches()));
        types.add(amount(values, '.', ",", false, GROUPED));
        types.add(amount(values, ',', ".", false, GROUPED_BY_POINTS));
        types.add(amount(values, ',', "", false, COMMA));
        types.add(amount(values, '.', ",", true, MONEY));
        types.add(timed("date", values, DATES));
        types.add(timed("timestamp", values, TIMES));
        return types.stream().filter(type -> type.fitting() > 0).toList();
    }

    private static String truth(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("t")
                        || text.toLowerCase(Locale.ROOT).startsWith("y")
                ? "t"
                : "f";
    }

    private static boolean isInteger(String text) {
        long number = Long.parseLong(text);
        return number == (int) number;
    }

    private static SniffedType plain(String type, List<String> values, Predicate<String> fits) {
        return of(type, "", '.', "", false, values, fits);
    }

    private static SniffedType amount(
            List<String> values, char decimalMark, String thousandsMark, boolean money, Pattern pattern) {
        int scale = values.stream()
                .filter(value -> pattern.matcher(value).matches())
                .mapToInt(value -> scale(value, decimalMark))
                .max()
                .orElse(0);
        boolean exact = money || !thousandsMark.isEmpty();
        String type = exact && scale == 0 ? "long" : exact && scale <= 6 ? "decimal(18," + scale + ")" : "double";
        return of(
                type,
                "",
                decimalMark,
                thousandsMark,
                money,
                values,
                text -> pattern.matcher(text).matches());
    }

    private static int scale(String value, char decimalMark) {
        int mark = value.lastIndexOf(decimalMark);
        return mark < 0
                ? 0
                : (int) value.substring(mark + 1)
                        .chars()
                        .filter(Character::isDigit)
                        .count();
    }

    private static SniffedType timed(String type, List<String> values, List<TimePattern> patterns) {
        SniffedType best = plain(type, values, text -> false);
        String also = "";
        for (TimePattern pattern : patterns) {
            SniffedType next = of(type, pattern.pattern(), '.', "", false, values, pattern::fits);
            if (next.fitting() > best.fitting()) {
                best = next;
                also = "";
            } else if (also.isEmpty() && next.fitting() == best.fitting() && meansOtherDays(best, next)) {
                also = pattern.pattern();
            }
        }
        return new SniffedType(best.type, best.format, '.', "", false, best.values, best.fitting, best.misfits, also);
    }

    private static boolean meansOtherDays(SniffedType one, SniffedType other) {
        return one.fitting() > 0
                && !one.format()
                        .replace("dd", "d")
                        .replace("MM", "M")
                        .equals(other.format().replace("dd", "d").replace("MM", "M"));
    }

    private static SniffedType of(
            String type,
            String format,
            char decimalMark,
            String thousandsMark,
            boolean money,
            List<String> values,
            Predicate<String> fits) {
        List<String> first = values.subList(0, Math.min(values.size(), LOOKED_AT_FIRST));
        boolean hopeless = first.stream().filter(fits).count() * 2 < first.size();
        List<String> misfits =
                hopeless ? values : values.stream().filter(fits.negate()).toList();
        return new SniffedType(
                type,
                format,
                decimalMark,
                thousandsMark,
                money,
                values.size(),
                values.size() - misfits.size(),
                misfits.stream().distinct().limit(3).toList(),
                "");
    }

    /** 0 to 1: the lower end of the 95 % interval of the share of values that have the type. */
    double confidence() {
        return values == 0
                ? 0
                : WilsonInterval.of((double) fitting, values, CONFIDENCE).lower();
    }
}
