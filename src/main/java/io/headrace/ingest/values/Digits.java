package io.headrace.ingest.values;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A decimal number as its text writes it, exactly: {@code digits x 10^exponent}.
 *
 * @param digits without zeros in front and behind; empty for zero
 */
record Digits(boolean negative, String digits, long exponent) {
    /** Beyond any type, and still safe to add to. */
    private static final long FAR = 1_000_000_000L;

    /**
     * Reads {@code [+-] digits [. digits] [e [+-] digits]}, with a digit before or behind the point; null for any other text.
     */
    static Digits of(String text) {
        int length = text.length();
        int at = 0;
        boolean negative = length > 0 && text.charAt(0) == '-';
        if (length > 0 && (negative || text.charAt(0) == '+')) {
            at++;
        }
        int whole = at;
        int wholeEnd = pastDigits(text, whole);
        boolean hasPoint = wholeEnd < length && text.charAt(wholeEnd) == '.';
        int fraction = hasPoint ? wholeEnd + 1 : wholeEnd;
        int fractionEnd = hasPoint ? pastDigits(text, fraction) : wholeEnd;
        if (whole == wholeEnd && fraction == fractionEnd) {
            return null;
        }
        at = fractionEnd;
        long exponent = 0;
        if (at < length) {
            exponent = exponent(text, at);
            if (exponent == Long.MIN_VALUE) {
                return null;
            }
        }
        return of(
                negative,
                text.substring(whole, wholeEnd) + text.substring(fraction, fractionEnd),
                exponent - (fractionEnd - fraction));
    }

    private static int pastDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Of {@code e [+-] digits} up to the end; the least long where it is no such. */
    private static long exponent(String text, int from) {
        int at = from + 1;
        boolean isMark = text.charAt(from) == 'e' || text.charAt(from) == 'E';
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) {
            at++;
        }
        if (!isMark || at == text.length() || pastDigits(text, at) < text.length()) {
            return Long.MIN_VALUE;
        }
        long exponent = 0;
        for (; at < text.length() && exponent < FAR; at++) {
            exponent = 10 * exponent + text.charAt(at) - '0';
        }
        return negative ? -exponent : exponent;
    }

    private static Digits of(boolean negative, String all, long exponent) {
        int from = 0;
        int to = all.length();
        while (to > from && all.charAt(to - 1) == '0') {
            to--;
        }
        while (from < to && all.charAt(from) == '0') {
            from++;
        }
        return from == to
                ? new Digits(false, "", 0)
                : new Digits(negative, all.substring(from, to), exponent + all.length() - to);
    }

    boolean isZero() {
        return digits.isEmpty();
    }

    /** Whether it has no fraction. */
    boolean isWhole() {
        return exponent >= 0;
    }

    /** How many digits stand before the point, 0 or less for a number below 1. */
    long wholeDigits() {
        return digits.length() + exponent;
    }

    /** How many decimals it needs, 0 or more. */
    long decimals() {
        return Math.max(0, -exponent);
    }

    /** The number; only of as many digits as a type may hold. */
    BigDecimal number() {
        BigInteger unscaled = isZero() ? BigInteger.ZERO : new BigInteger(digits);
        return new BigDecimal(negative ? unscaled.negate() : unscaled, Math.toIntExact(-exponent));
    }
}
