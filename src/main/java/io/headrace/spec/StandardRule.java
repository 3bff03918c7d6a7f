package io.headrace.spec;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Headrace's own kinds of check on the values of one column. */
@SuppressWarnings("ImmutableEnumChecker") // The functions keep no state.
public enum StandardRule implements ColumnRule {
    /** There is a value. */
    NOT_NULL(Argument.TRUE, (column, values) -> RuleSql.notNull(column), values -> "to have a value"),
    /** Within two ends, both allowed. */
    BETWEEN(
            Argument.ENDS,
            (column, values) ->
                    RuleSql.atLeast(column, values.get(0)) + " and " + RuleSql.atMost(column, values.get(1)),
            values -> "between " + values.get(0) + " and " + values.get(1)),
    /** No less than a value. */
    AT_LEAST(
            Argument.VALUE,
            (column, values) -> RuleSql.atLeast(column, values.get(0)),
            values -> "of at least " + values.get(0)),
    /** No more than a value. */
    AT_MOST(
            Argument.VALUE,
            (column, values) -> RuleSql.atMost(column, values.get(0)),
            values -> "of at most " + values.get(0)),
    /** One of some values. */
    IN(Argument.VALUES, RuleSql::in, values -> "to be one of " + String.join(", ", values)),
    /** The whole value fits a regular expression. */
    MATCHES(
            Argument.PATTERN,
            (column, values) -> RuleSql.matches(column, values.get(0)),
            values -> "to match " + values.get(0)),
    /** So many characters. */
    LENGTH(
            Argument.SIZES,
            (column, values) -> RuleSql.length(column, Long.parseLong(values.get(0)), Long.parseLong(values.get(1))),
            values -> "of " + values.get(0) + " to " + values.get(1) + " characters");

    private final Argument argument;
    private final BiFunction<String, List<String>, String> sql;
    private final Function<List<String>, String> words;

    StandardRule(
            Argument argument, BiFunction<String, List<String>, String> sql, Function<List<String>, String> words) {
        this.argument = argument;
        this.sql = sql;
        this.words = words;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Argument argument() {
        return argument;
    }

    @Override
    public String sql(String column, List<String> values) {
        return sql.apply(column, values);
    }

    @Override
    public String words(List<String> values) {
        return words.apply(values);
    }
}
