package io.headrace.ingest.values;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Doubles: the one nearest to the text, and NaN, Infinity and -Infinity.
 *
 * <p>A number beyond the range is refused, and one so small that digits are lost, and a whole number that no double holds,
 * such as 9007199254740993: it counts something or names something, and another number would take its place.
 */
final class DoubleReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    /** A double holds every number of so many digits to the last one. */
    private static final int SAFE_DIGITS = 15;

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        int length = bare.length();
        boolean digits = false;
        for (int i = 0; i < length; i++) {
            char c = bare.charAt(i);
            if (Digits.isDigit(c)) {
                digits = true;
            } else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return digits ? null : word(bare);
            }
        }
        if (!digits) {
            return null;
        }
        return length <= SAFE_DIGITS && isPlain(bare) ? (Object) Double.valueOf(bare) : careful(bare);
    }

    /** Whether it is written without exponent, with one point at most. */
    private static boolean isPlain(String bare) {
        int points = 0;
        for (int i = bare.charAt(0) == '-' || bare.charAt(0) == '+' ? 1 : 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            points += c == '.' ? 1 : 0;
            if (c != '.' && !Digits.isDigit(c)) {
                return false;
            }
        }
        return points <= 1;
    }

    private static Object word(String bare) {
        return switch (bare.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static Object careful(String bare) {
        Digits number = Digits.of(bare);
        if (number == null) {
            return null;
        }
        double value = Double.parseDouble(bare);
        return loss(number, value).isEmpty() ? (Object) value : null;
    }

    private static String loss(Digits number, double value) {
        if (Double.isInfinite(value)) {
            return "beyond its range";
        }
        if (number.isZero()) {
            return "";
        }
        if (value == 0 || (Math.abs(value) < Double.MIN_NORMAL && !isSame(number, value))) {
            return "too near to 0";
        }
        boolean isLongWhole = number.isWhole() && number.digits().length() > SAFE_DIGITS;
        return isLongWhole && !isSame(number, value) ? "a whole number that no double holds" : "";
    }

    /** Whether the double, written with as many digits or as Java writes it, is the number. */
    private static boolean isSame(Digits number, double value) {
        BigDecimal written = number.number();
        MathContext precision = new MathContext(number.digits().length(), RoundingMode.HALF_EVEN);
        return new BigDecimal(value).round(precision).compareTo(written) == 0
                || new BigDecimal(Double.toString(value)).compareTo(written) == 0;
    }

    @Override
    public String reason(String text) {
        String bare = Blanks.stripped(text);
        Digits number = Digits.of(bare);
        return number == null ? "" : loss(number, Double.parseDouble(bare));
    }
}
