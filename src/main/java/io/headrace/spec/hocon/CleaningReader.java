package io.headrace.spec.hocon;

import io.headrace.spec.Cleaning;
import io.headrace.spec.Cleaning.Clip;
import io.headrace.spec.Cleaning.Letters;
import io.headrace.spec.Cleaning.Mapping;
import io.headrace.spec.Cleaning.NumberText;
import io.headrace.spec.Cleaning.UnicodeForm;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how the values of a column are cleaned. */
final class CleaningReader {
    private final List<String> nullTokens;
    private final Catalog catalog;

    /** @param nullTokens those of the whole source, for columns that name none of their own */
    CleaningReader(List<String> nullTokens, Catalog catalog) {
        this.nullTokens = List.copyOf(nullTokens);
        this.catalog = catalog;
    }

    /** That of a column which declares nothing. */
    Cleaning plain() {
        Cleaning none = Cleaning.NONE;
        return new Cleaning(
                none.trim(),
                none.unicode(),
                nullTokens,
                none.letters(),
                none.values(),
                none.mapping(),
                none.number(),
                none.clip());
    }

    Cleaning read(Section section) {
        return new Cleaning(
                section.value("trim", ValueType.TRUTH, false),
                section.value("unicode", ValueType.choice(UnicodeForm.class), UnicodeForm.AS_IS),
                section.has("null-tokens") ? section.listOrNone("null-tokens", ValueType.ANY_TEXT) : nullTokens,
                section.value("case", ValueType.choice(Letters.class), Letters.AS_IS),
                values(section.section("values")),
                section.has("mapping") ? Optional.of(mapping(section.section("mapping"))) : Optional.empty(),
                number(section),
                CheckReader.pair(section, "clip", ValueType.LITERAL).map(ends -> new Clip(ends.get(0), ends.get(1))));
    }

    private static Map<String, String> values(Section section) {
        Map<String, String> values = new TreeMap<>();
        for (String text : section.names(ValueType.ANY_TEXT)) {
            if (section.isSection(text)) {
                // A point in a key without quotes parts it.
                section.problem(text, "put the text in quotes, for it holds a point: \"" + text + ".…\"");
            } else {
                values.put(text, section.required(text, ValueType.ANY_TEXT));
            }
        }
        return values;
    }

    /** Leaves ends of values to the check of all SQL texts. */
    void check(String ends, KeyPlace place) {
        catalog.check(new SqlText(ends, place, Rows.of(Map.of()), Result.VALUE));
    }

    private Mapping mapping(Section section) {
        TableName table = section.required("table", ValueType.TABLE);
        return new Mapping(
                table,
                column(section, "from", table),
                column(section, "to", table),
                section.value("others", ValueType.choice(Mapping.Others.class), Mapping.Others.KEEP));
    }

    private String column(Section section, String key, TableName table) {
        return catalog.sql(section, key, Rows.of(table), Result.COLUMN);
    }

    private static NumberText number(Section section) {
        char decimal = section.value("decimal-mark", ValueType.CHARACTER, '.');
        String thousands = section.value("thousands-mark", ValueType.CHARACTER_OR_NONE, "");
        boolean money = section.value("money", ValueType.TRUTH, false);
        if (thousands.indexOf(decimal) >= 0) {
            section.problem("thousands-mark", "expected another character than the decimal-mark");
            return NumberText.PLAIN;
        }
        return new NumberText(decimal, thousands, money);
    }
}
