package io.headrace.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One value of a row, for people and for programs.
 *
 * @param shown what a table shows
 * @param value what JSON holds: a text, number, truth value or map; null where there is none
 */
record Cell(String shown, Object value) {
    /** No value. */
    static final Cell NONE = new Cell("", null);

    Cell {
        Objects.requireNonNull(shown, "shown");
    }

    /** A cell as it is; of other values numbers, truth values and maps stay what they are, null is no value. */
    static Cell of(Object value) {
        if (value instanceof Cell cell) {
            return cell;
        }
        if (value == null) {
            return NONE;
        }
        boolean isJson = value instanceof Number || value instanceof Boolean || value instanceof Map;
        return new Cell(value.toString(), isJson ? value : value.toString());
    }

    /** A count, with commas for people. */
    static Cell count(long count) {
        return new Cell(String.format(Locale.ROOT, "%,d", count), count);
    }

    /** A count and its share of others for people; the count for programs. */
    static Cell share(long count, long of) {
        String share = count == 0 ? "" : String.format(Locale.ROOT, " (%.1f %%)", 100.0 * count / of);
        return new Cell(count(count).shown() + share, count);
    }

    /** A number to six digits for people. */
    static Cell rounded(OptionalDouble number) {
        return number.isPresent()
                ? new Cell(String.format(Locale.ROOT, "%.6g", number.getAsDouble()), number.getAsDouble())
                : NONE;
    }

    /** A number kept as text; no value where there is no text. */
    static Cell number(String text) {
        return text == null || text.isEmpty() ? NONE : new Cell(text, new BigDecimal(text));
    }
}
