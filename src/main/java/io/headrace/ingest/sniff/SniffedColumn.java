package io.headrace.ingest.sniff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One column of a file as a sample shows it.
 *
 * @param name for the spec
 * @param from its name in the file
 * @param nullTokens texts that seem to stand for no value
 * @param personal whether it seems to hold personal data
 * @param empty how many rows have no value
 * @param notes what the reader of the proposal should look at
 * @param counts how often each value comes, without tokens for no value
 */
record SniffedColumn(
        String name,
        String from,
        SniffedType type,
        List<String> nullTokens,
        boolean personal,
        long empty,
        List<String> notes,
        SortedMap<String, Long> counts) {
    /** The end of a time with an offset. */
    private static final Pattern OFFSET = Pattern.compile(":\\d{2}\\S*?\\s?(?:[Zz]|[+-]\\d{2}(?::?\\d{2})?)\\s*$");

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    /** In a column of texts only these are taken for no value; "none" may well be one. */
    private static final List<String> NEVER_TEXTS = List.of("?", "NULL", "N/A", "#N/A", "(null)", "<NA>");

    private static final int SHOWN = 40;

    /**
     * Looks at a column's values; a null is none.
     *
     * @param others tokens for no value that other columns of the file have
     */
    static SniffedColumn of(String name, String from, List<String> values, Set<String> others) {
        List<String> texts = values.stream()
                .filter(value -> value != null && !value.isBlank())
                .toList();
        List<String> notes = new ArrayList<>();
        List<String> tokens = texts.stream()
                .map(String::strip)
                .filter(SniffedType::isNullToken)
                .distinct()
                .sorted()
                .toList();
        SniffedType type = SniffedType.of(without(texts, tokens));
        if (type.type().equals("string")) {
            tokens = tokens.stream().filter(NEVER_TEXTS::contains).toList();
            type = SniffedType.of(without(texts, tokens));
        }
        Optional<List<String>> sentinel = sentinel(type, without(texts, tokens), others);
        if (sentinel.isPresent()) {
            notes.add(sentinel.get().get(0) + " is no measurement by its look: it seems to mean no value");
            tokens = Stream.concat(tokens.stream(), sentinel.get().stream()).toList();
            type = SniffedType.of(without(texts, tokens));
        }
        note(type, notes);
        noteLocal(type, texts, notes);
        noteSpoilt(texts, notes);
        long addresses =
                texts.stream().filter(text -> ADDRESS.matcher(text).matches()).count();
        boolean personal = !texts.isEmpty() && addresses >= SniffedType.ENOUGH * texts.size();
        SortedMap<String, Long> counts = new TreeMap<>();
        without(texts, tokens).forEach(text -> counts.merge(text.strip(), 1L, Long::sum));
        return new SniffedColumn(name, from, type, tokens, personal, values.size() - texts.size(), notes, counts);
    }

    private static List<String> without(List<String> texts, List<String> tokens) {
        return texts.stream().filter(text -> !tokens.contains(text.strip())).toList();
    }

    private static void note(SniffedType type, List<String> notes) {
        if (!type.alsoFits().isEmpty()) {
            notes.add("all values fit " + type.alsoFits() + " as well");
        }
        if (!type.misfits().isEmpty()) {
            notes.add((type.values() - type.fitting()) + " do not fit, such as " + shown(type.misfits()));
        }
    }

    private static void noteLocal(SniffedType type, List<String> texts, List<String> notes) {
        long local = type.type().equals("timestamp")
                ? texts.stream().filter(text -> !OFFSET.matcher(text).find()).count()
                : 0;
        if (local > 0) {
            notes.add(
                    local + " without an offset are read by the project's clock: add time-zone if another wrote them");
        }
    }

    /** Control characters where windows-1252 has quotes and dashes, and the mark of what could not be read. */
    private static boolean isSpoilt(String text) {
        return text.chars().anyMatch(c -> (c >= 0x80 && c <= 0x9F) || c == 0xFFFD);
    }

    private static void noteSpoilt(List<String> texts, List<String> notes) {
        List<String> spoilt = texts.stream().filter(SniffedColumn::isSpoilt).toList();
        if (!spoilt.isEmpty()) {
            int example = spoilt.get(0)
                    .chars()
                    .filter(c -> isSpoilt(Character.toString(c)))
                    .findFirst()
                    .orElse(0);
            notes.add(String.format(
                    Locale.ROOT,
                    "%d hold characters such as U+%04X, as texts have that were read in a wrong encoding",
                    spoilt.size(),
                    example));
        }
    }

    private static String shown(List<String> values) {
        return String.join(
                ", ",
                values.stream()
                        .map(value -> "'" + (value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value) + "'")
                        .toList());
    }

    /**
     * The least or greatest number where it comes often and either lies farther from all others than these lie apart or is
     * such a one in other columns.
     */
    private static Optional<List<String>> sentinel(SniffedType type, List<String> texts, Set<String> others) {
        boolean number = List.of("integer", "long", "double").contains(type.type());
        Map<Double, List<String>> byValue = new HashMap<>();
        if (number) {
            texts.forEach(text -> number(text, type)
                    .ifPresent(value -> byValue.computeIfAbsent(value, key -> new ArrayList<>())
                            .add(text.strip())));
        }
        List<Double> order = byValue.keySet().stream().sorted().toList();
        int last = order.size() - 1;
        if (last < 4) {
            return Optional.empty();
        }
        double low = order.get(0);
        double high = order.get(last);
        boolean lowest = low < 0 && (order.get(1) - low > high - order.get(1) || others.containsAll(byValue.get(low)));
        boolean highest = isNines(high)
                && (high - order.get(last - 1) > order.get(last - 1) - low || others.containsAll(byValue.get(high)));
        double value = lowest ? low : high;
        boolean often = (lowest || highest)
                && value == Math.rint(value)
                && byValue.get(value).size() >= Math.max(5, texts.size() / 200);
        return often
                ? Optional.of(byValue.get(value).stream().distinct().sorted().toList())
                : Optional.empty();
    }

    private static boolean isNines(double value) {
        return value == 99 || value == 999 || value == 9999 || value == 99_999 || value == 999_999;
    }

    private static Optional<Double> number(String text, SniffedType type) {
        try {
            return Optional.of(Double.valueOf(text.strip().replace(type.decimalMark(), '.')));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
