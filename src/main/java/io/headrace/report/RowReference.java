package io.headrace.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The row that a number on a page comes from.
 *
 * @param table as SQL names it
 * @param run its {@code run_id}
 * @param key what else tells it from other rows: column to value, in order; a value may be empty
 */
public record RowReference(String table, String run, Map<String, String> key) {
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9_.-]");

    public RowReference {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(run, "run");
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    /** On one line. */
    public String words() {
        return Stream.concat(
                        Stream.of(table, "run_id=" + run),
                        key.entrySet().stream()
                                .filter(part -> !part.getValue().isEmpty())
                                .map(part -> part.getKey() + "=" + part.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** The id of the row on the page of its run: table and key, the same for no other row of that page. */
    String anchor() {
        return Stream.concat(Stream.of(table), key.values().stream())
                .map(RowReference::plain)
                .collect(Collectors.joining("~"));
    }

    /** A text that ids, addresses and attributes take as it is. */
    private static String plain(String text) {
        return NOT_PLAIN.matcher(text).replaceAll(RowReference::code);
    }

    private static String code(MatchResult found) {
        return "!" + Integer.toHexString(found.group().codePointAt(0)) + "!";
    }
}
