package io.headrace.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is done to the values of a column before they are read as its type, in this order; {@code clip} comes after. The
 * original stays in bronze.
 *
 * @param trim takes white space (Unicode's, no-break spaces included) off both ends
 * @param unicode the Unicode form to bring texts into
 * @param nullTokens texts that stand for no value
 * @param letters the case to bring letters into, without regard to a language
 * @param values text to the text that takes its place
 * @param mapping a table of the lake that does the same
 * @param number how numbers are written
 * @param clip least and greatest value, as SQL literals; a value beyond becomes the nearer end
 */
public record Cleaning(
        boolean trim,
        UnicodeForm unicode,
        List<String> nullTokens,
        Letters letters,
        Map<String, String> values,
        Optional<Mapping> mapping,
        NumberText number,
        Optional<Clip> clip) {
    /** Unicode's forms of the same text. */
    public enum UnicodeForm {
        AS_IS,
        NFC,
        NFKC
    }

    /** Case of letters. */
    public enum Letters {
        AS_IS,
        LOWER,
        UPPER
    }

    /**
     * A table of which one column holds the texts that come and another those that take their place.
     *
     * @param others what becomes of a text that the table does not hold
     */
    public record Mapping(TableName table, String from, String to, Others others) {
        /** What becomes of other texts. */
        public enum Others {
            KEEP,
            EMPTY
        }
    }

    /**
     * How numbers are written.
     *
     * @param decimalMark the character before the fraction, a point as a rule
     * @param thousandsMark the character between groups of three digits; empty where there is none
     * @param money whether one currency sign or code may stand before or behind, and whether parentheses or a minus sign
     *     behind mean negative
     */
    public record NumberText(char decimalMark, String thousandsMark, boolean money) {
        /** As computers write numbers. */
        public static final NumberText PLAIN = new NumberText('.', "", false);

        public NumberText {
            if (thousandsMark.length() > 1 || thousandsMark.indexOf(decimalMark) >= 0) {
                throw new IllegalArgumentException("thousandsMark is one other character than decimalMark, or none");
            }
        }
    }

    /** Least and greatest value, as SQL literals. */
    public record Clip(String least, String greatest) {}

    /** Leaves everything as it is. */
    public static final Cleaning NONE = new Cleaning(
            false,
            UnicodeForm.AS_IS,
            List.of(),
            Letters.AS_IS,
            Map.of(),
            Optional.empty(),
            NumberText.PLAIN,
            Optional.empty());

    public Cleaning {
        Objects.requireNonNull(unicode, "unicode");
        nullTokens = List.copyOf(nullTokens);
        Objects.requireNonNull(letters, "letters");
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(clip, "clip");
    }

    /** Whether texts may come out otherwise than they went in. */
    public boolean changesTexts() {
        return trim
                || unicode != UnicodeForm.AS_IS
                || !nullTokens.isEmpty()
                || letters != Letters.AS_IS
                || !values.isEmpty()
                || mapping.isPresent()
                || !number.equals(NumberText.PLAIN);
    }
}
