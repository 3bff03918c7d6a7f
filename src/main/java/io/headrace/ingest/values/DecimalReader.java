package io.headrace.ingest.values;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimal numbers of a precision and a scale; zeros at either end of a text need no room. */
final class DecimalReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    private static final int SAFE_DIGITS = 18;

    private final int precision;
    private final int scale;

    DecimalReader(int precision, int scale) {
        this.precision = precision;
        this.scale = scale;
    }

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        BigDecimal plain = plain(bare);
        return plain == null ? slowly(bare) : plain;
    }

    /** Of few digits with as many decimals as the scale has, or fewer; null of any other text. */
    private BigDecimal plain(String bare) {
        int length = bare.length();
        int first = length > 0 && (bare.charAt(0) == '-' || bare.charAt(0) == '+') ? 1 : 0;
        int point = -1;
        long unscaled = 0;
        for (int i = first; i < length; i++) {
            char c = bare.charAt(i);
            if (c == '.' && point < 0) {
                point = i;
            } else if (Digits.isDigit(c) && i - first < SAFE_DIGITS) {
                unscaled = 10 * unscaled + (c - '0');
            } else {
                return null;
            }
        }
        int decimals = point < 0 ? 0 : length - point - 1;
        int digits = length - first - (point < 0 ? 0 : 1);
        int wholeDigits = digits - decimals;
        if (digits == 0 || decimals > scale || wholeDigits > precision - scale) {
            return null;
        }
        BigDecimal number = BigDecimal.valueOf(bare.charAt(0) == '-' ? -unscaled : unscaled, decimals);
        return decimals == scale ? number : number.setScale(scale, RoundingMode.UNNECESSARY);
    }

    private BigDecimal slowly(String bare) {
        Digits number = Digits.of(bare);
        return number == null || number.decimals() > scale || number.wholeDigits() > precision - scale
                ? null
                : number.number().setScale(scale, RoundingMode.UNNECESSARY);
    }

    @Override
    public String reason(String text) {
        Digits number = Digits.of(Blanks.stripped(text));
        if (number == null) {
            return "";
        }
        return number.wholeDigits() > precision - scale
                ? "it has more than " + (precision - scale) + " digits before the point"
                : "it has more than " + scale + " decimals";
    }
}
