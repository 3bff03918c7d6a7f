package io.headrace.spec;

import java.io.Serializable;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a number as people write it into one as computers do; a text that is no such number stays as it is. */
final class PlainNumber implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern IN_PARENTHESES = Pattern.compile("\\((.*)\\)");

    private final String thousandsMark;
    private final boolean money;
    private final Pattern digits;

    PlainNumber(char decimalMark, String thousandsMark, boolean money) {
        this.thousandsMark = thousandsMark;
        this.money = money;
        String groups = thousandsMark.isEmpty() ? "" : "[0-9]{1,3}(?:" + Pattern.quote(thousandsMark) + "[0-9]{3})+|";
        this.digits = Pattern.compile("(" + groups + "[0-9]+)?(?:" + Pattern.quote("" + decimalMark) + "([0-9]*))?");
    }

    /** The number with a point and without other marks, or the text. */
    String of(String text) {
        String rest = text.strip();
        boolean negative = false;
        Matcher parentheses = IN_PARENTHESES.matcher(rest);
        if (money && parentheses.matches()) {
            negative = true;
            rest = parentheses.group(1).strip();
        }
        String bare = withoutSign(rest);
        if (bare.length() < rest.length() && negative) {
            return text;
        }
        negative |= bare.length() < rest.length() && !rest.startsWith("+");
        String amount = money ? withoutCurrency(bare) : bare;
        if (money && amount.length() < bare.length() && bare.length() == rest.length()) {
            String inner = withoutSign(amount);
            negative |= inner.length() < amount.length() && !amount.startsWith("+");
            amount = inner;
        }
        String number = plain(amount);
        return number == null ? text : (negative ? "-" : "") + number;
    }

    /** Without one sign in front or, of money, behind. */
    private String withoutSign(String text) {
        if (text.isEmpty()) {
            return text;
        }
        if (isMinus(text.charAt(0)) || text.charAt(0) == '+') {
            return text.substring(1).strip();
        }
        boolean behind = money && isMinus(text.charAt(text.length() - 1));
        return behind ? text.substring(0, text.length() - 1).strip() : text;
    }

    private static boolean isMinus(char c) {
        return c == '-' || c == '\u2212';
    }

    /** Without one currency sign or code in front or behind. */
    private static String withoutCurrency(String text) {
        int length = text.length();
        if (length > 0 && isSign(text.charAt(0))) {
            return text.substring(1).strip();
        }
        if (length > 0 && isSign(text.charAt(length - 1))) {
            return text.substring(0, length - 1).strip();
        }
        if (length > 3 && CODES.contains(text.substring(0, 3))) {
            return text.substring(3).strip();
        }
        return length > 3 && CODES.contains(text.substring(length - 3))
                ? text.substring(0, length - 3).strip()
                : text;
    }

    private static boolean isSign(char c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private String plain(String amount) {
        Matcher matcher = digits.matcher(amount);
        if (!matcher.matches() || (matcher.group(1) == null && isEmpty(matcher.group(2)))) {
            return null;
        }
        String whole = matcher.group(1) == null ? "0" : matcher.group(1);
        String bare = thousandsMark.isEmpty() ? whole : whole.replace(thousandsMark, "");
        return isEmpty(matcher.group(2)) ? bare : bare + "." + matcher.group(2);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
