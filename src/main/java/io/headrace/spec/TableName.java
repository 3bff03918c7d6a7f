package io.headrace.spec;

import java.util.Objects;
import java.util.regex.Pattern;

/** The name of a table in the lake, {@code layer.name}; its path is {@code LAKE/layer/name}. */
public record TableName(String layer, String name) implements Comparable<TableName> {
    private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]*");

    public TableName {
        requirePart("layer", layer);
        requirePart("name", name);
    }

    /** Parses {@code layer.name}, both in lower-case letters, digits and underscores. */
    public static TableName parse(String text) {
        Objects.requireNonNull(text, "table name");
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "expected a table as layer.name such as silver.invoices, found \"" + text + "\"");
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** Whether a text may be the layer or the name of a table. */
    public static boolean isPart(String text) {
        return PART.matcher(text).matches();
    }

    private static void requirePart(String part, String value) {
        if (value == null || !isPart(value)) {
            throw new IllegalArgumentException(
                    "the table's " + part + " must be lower-case letters, digits and _, found \"" + value + "\"");
        }
    }

    /** Which kind of table it is. */
    public Layer kind() {
        return Layer.of(layer);
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return layer + "." + name;
    }
}
