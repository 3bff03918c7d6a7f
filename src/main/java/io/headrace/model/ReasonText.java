package io.headrace.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * Words a reason in English: {@code days since purchase is 84 (raises the risk)}.
 *
 * <p>Numbers are rounded to four digits, or to whole ones above that; yes and no stand for booleans.
 */
public final class ReasonText {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final int LONGEST_PLAIN_NUMBER = 15;
    private static final int SMALLEST_PLAIN_EXPONENT = -6;

    private final String outcome;
    private final ReasonWords words;

    /**
     * A phrase book for a kind of outcome.
     *
     * @param outcome the meaning of a high score, such as {@code risk}
     * @param words the texts of features; the default label is the name with spaces for underscores
     */
    public ReasonText(String outcome, ReasonWords words) {
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.words = Objects.requireNonNull(words, "words");
    }

    /**
     * The words for one feature.
     *
     * @param label its name in words, for example the comment of its column
     * @param unit follows a number ({@code 12.5 GBP}); empty for none
     */
    public record Wording(String label, String unit) implements Serializable {
        public Wording {
            if (label == null || label.isBlank()) {
                throw new IllegalArgumentException("a wording must have a label");
            }
            Objects.requireNonNull(unit, "unit");
        }

        static Wording ofName(String feature) {
            return new Wording(feature.replace('_', ' '), "");
        }
    }

    /** The phrase for one contribution, or that of the theme that the feature belongs to. */
    public String phrase(Contribution reason) {
        Wording known = words.features().get(reason.feature());
        Wording wording = known == null ? Wording.ofName(reason.feature()) : known;
        String value = spoken(reason.value(), wording.unit());
        return words.themes().stream()
                .filter(theme -> theme.features().contains(reason.feature()))
                .findFirst()
                .map(theme -> theme.text().replace("{value}", value))
                .orElseGet(() ->
                        wording.label() + " is " + value + " (" + effect(reason.amount()) + " the " + outcome + ")");
    }

    private static String effect(double amount) {
        if (amount == 0) {
            return "does not change";
        }
        return amount > 0 ? "raises" : "lowers";
    }

    private static String spoken(Object value, String unit) {
        if (Encoding.isMissing(value)) {
            return "missing";
        }
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof Number number) {
            return unit.isEmpty() ? rounded(number) : rounded(number) + " " + unit;
        }
        String text = value.toString().strip();
        return text.isEmpty() ? "empty" : text;
    }

    private static String rounded(Number number) {
        BigDecimal exact = new BigDecimal(number.toString());
        int wholeDigits = exact.precision() - exact.scale();
        BigDecimal rounded = wholeDigits > FOUR_DIGITS.getPrecision()
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(FOUR_DIGITS);
        BigDecimal shortest = rounded.stripTrailingZeros();
        boolean plain = wholeDigits <= LONGEST_PLAIN_NUMBER && wholeDigits > SMALLEST_PLAIN_EXPONENT;
        return plain ? shortest.toPlainString() : shortest.round(FOUR_DIGITS).toString();
    }
}
