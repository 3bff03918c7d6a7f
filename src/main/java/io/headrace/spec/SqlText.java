package io.headrace.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An SQL text of a project's file: where it stands, which rows it sees and what it must give. {@code headrace check} resolves each.
 *
 * @param text as written
 * @param place where it begins
 * @param value what a column must be able to hold; empty where it may be of any type
 */
public record SqlText(String text, KeyPlace place, Rows over, Result result, Optional<String> value) {
    private static final Pattern DIRECTION = Pattern.compile("(?is)\\s+(asc|desc)\\s*$");

    public SqlText {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(over, "over");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(value, "value");
    }

    /** A text that names no value. */
    public SqlText(String text, KeyPlace place, Rows over, Result result) {
        this(text, place, over, result, Optional.empty());
    }

    /** The text as an expression: that of an order without its direction; empty where it is none, but a name or a whole query. */
    public Optional<String> expression() {
        return switch (result) {
            case CONDITION, NUMBER, TEXT, VALUE, MEASURE -> Optional.of(text);
            case ORDER -> Optional.of(DIRECTION.matcher(text).replaceFirst(""));
            default -> Optional.empty();
        };
    }

    /** What a text must give. */
    public enum Result {
        /** True or false for each row. */
        CONDITION,
        /** A number for each row. */
        NUMBER,
        /** A text for each row. */
        TEXT,
        /** Any value for each row. */
        VALUE,
        /** A number over all rows; {@code as_of} in it is the end of the run's date. */
        MEASURE,
        /** A sort term. */
        ORDER,
        /** The name of a column, no expression. */
        COLUMN,
        /** The name of a column of numbers, no expression. */
        NUMBERS,
        /** The name of a column that holds no personal data. */
        NOT_PERSONAL,
        /** A name that no column may have. */
        NO_COLUMN,
        /** The alias of an input of a view: all its aggregates together. */
        AGGREGATES,
        /** The query of a view: exactly the columns of its table. */
        QUERY
    }

    /**
     * The rows that a text sees.
     *
     * @param table whose columns they have, where they are of a table; a text over a table whose columns are unknown is not checked
     * @param columns further columns, name to SQL type; one that the table has already is the table's
     */
    public record Rows(Optional<TableName> table, Map<String, String> columns) {
        public Rows {
            Objects.requireNonNull(table, "table");
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** The rows of a table. */
        public static Rows of(TableName table) {
            return new Rows(Optional.of(table), Map.of());
        }

        /** Rows of these columns. */
        public static Rows of(Map<String, String> columns) {
            return new Rows(Optional.empty(), columns);
        }

        /** The same rows with further columns. */
        public Rows with(Map<String, String> further) {
            Map<String, String> all = new LinkedHashMap<>(columns);
            all.putAll(further);
            return new Rows(table, all);
        }
    }
}
