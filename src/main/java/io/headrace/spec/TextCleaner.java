package io.headrace.spec;

import io.headrace.spec.Cleaning.Letters;
import io.headrace.spec.Cleaning.Mapping.Others;
import io.headrace.spec.Cleaning.UnicodeForm;
import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cleans the texts of one column, step by step. */
public final class TextCleaner implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Step> steps = new ArrayList<>();

    /**
     * A cleaner for the steps declared.
     *
     * @param mapping what the mapping's table holds; empty where there is no mapping
     */
    public TextCleaner(Cleaning cleaning, Map<String, String> mapping) {
        add(cleaning.trim(), "trim", TextCleaner::trimmed);
        Normalizer.Form form = cleaning.unicode() == UnicodeForm.NFKC ? Normalizer.Form.NFKC : Normalizer.Form.NFC;
        add(cleaning.unicode() != UnicodeForm.AS_IS, "unicode", text -> Normalizer.normalize(text, form));
        Set<String> tokens = Set.copyOf(cleaning.nullTokens());
        add(!tokens.isEmpty(), "null-tokens", text -> tokens.contains(text) ? null : text);
        boolean lower = cleaning.letters() == Letters.LOWER;
        add(
                cleaning.letters() != Letters.AS_IS,
                "case",
                text -> lower ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT));
        Map<String, String> values = Map.copyOf(cleaning.values());
        add(!values.isEmpty(), "values", text -> values.getOrDefault(text, text));
        Map<String, String> known = Map.copyOf(mapping);
        boolean keep = cleaning.mapping()
                .filter(table -> table.others() == Others.EMPTY)
                .isEmpty();
        add(cleaning.mapping().isPresent(), "mapping", text -> known.getOrDefault(text, keep ? text : null));
        PlainNumber number = new PlainNumber(
                cleaning.number().decimalMark(),
                cleaning.number().thousandsMark(),
                cleaning.number().money());
        add(!cleaning.number().equals(Cleaning.NumberText.PLAIN), "number", number::of);
    }

    private interface Change extends Serializable {
        String of(String text);
    }

    private record Step(String name, Change change) implements Serializable {}

    private void add(boolean declared, String name, Change change) {
        if (declared) {
            steps.add(new Step(name, change));
        }
    }

    /** The names of the steps, in their order. */
    public List<String> steps() {
        return steps.stream().map(Step::name).toList();
    }

    /** The text after all steps; null stays null. */
    public String clean(String text) {
        String now = text;
        for (Step step : steps) {
            now = now == null ? null : step.change().of(now);
        }
        return now;
    }

    /** Which steps change the text: bit i is set when the i-th does. */
    public int changes(String text) {
        int changes = 0;
        String now = text;
        for (int i = 0; i < steps.size() && now != null; i++) {
            String next = steps.get(i).change().of(now);
            changes |= now.equals(next) ? 0 : 1 << i;
            now = next;
        }
        return changes;
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** White space, no-break spaces included, and the marks of no width that come with copied texts. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B' || c == '\uFEFF';
    }
}
