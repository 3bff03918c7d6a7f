package io.headrace.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL text of declared rules, with names and values quoted. Each is null where its column is null. */
public final class RuleSql {
    private RuleSql() {}

    /** The column has a value; never null itself. */
    public static String notNull(String column) {
        return name(column) + " is not null";
    }

    /** The column is no less than a literal. */
    public static String atLeast(String column, String literal) {
        return name(column) + " >= " + literal;
    }

    /** The column is not NaN, whatever its type. */
    public static String notNan(String column) {
        return asText(column) + " <> 'NaN'";
    }

    /** The value of a column of doubles, null where it is NaN. */
    public static String unlessNan(String column) {
        return "nullif(" + name(column) + ", double('NaN'))";
    }

    /** The column is no more than a literal. */
    public static String atMost(String column, String literal) {
        return name(column) + " <= " + literal;
    }

    /** The column is one of the literals. */
    public static String in(String column, List<String> literals) {
        return name(column) + " in (" + String.join(", ", literals) + ")";
    }

    /** The whole value fits a regular expression. */
    public static String matches(String column, String regex) {
        return asText(column) + " rlike " + text("\\A(?:" + regex + ")\\z");
    }

    /** The value has so many characters. */
    public static String length(String column, long least, long most) {
        return "length(" + asText(column) + ") between " + least + " and " + most;
    }

    /** Each column is no less than the one before it. */
    public static String inOrder(List<String> columns) {
        return IntStream.range(1, columns.size())
                .mapToObj(i -> name(columns.get(i - 1)) + " <= " + name(columns.get(i)))
                .collect(Collectors.joining(" and "));
    }

    /** A text as a literal. */
    public static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** A number as a literal, without an exponent. */
    public static String number(Number value) {
        return new BigDecimal(value.toString()).toPlainString();
    }

    private static String asText(String column) {
        return "cast(" + name(column) + " as string)";
    }

    /** A column as a name. */
    public static String name(String column) {
        return "`" + column.replace("`", "``") + "`";
    }
}
