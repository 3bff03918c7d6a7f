package io.headrace.spec;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A kind of check on the values of one column that a job may declare, such as {@code between = [1, 100]} beside {@code column = quantity}.
 *
 * <p>Kinds are found by {@link ServiceLoader}: a new one is one class, and its line under {@code META-INF/services}. Headrace's own are
 * {@link StandardRule}.
 */
public interface ColumnRule {
    /** The key in a job file, in kebab case. */
    String word();

    /** What a user writes behind the key. */
    Argument argument();

    /**
     * The SQL condition that good rows fulfil; null where the value is null, which the check's null policy then judges.
     *
     * @param column the column's name, to be quoted by {@link RuleSql#name}
     * @param values as the {@link Argument} gives them
     */
    String sql(String column, List<String> values);

    /** What is expected of the column, as words behind its name: {@code of at least 1}. */
    String words(List<String> values);

    /** What stands behind the key of a rule. */
    enum Argument {
        /** {@code true}; with {@code false} there is no rule. No values. */
        TRUE,
        /** A text, number or truth value; one value, a literal of SQL. */
        VALUE,
        /** Two of them, the least and the greatest; two values, literals of SQL. */
        ENDS,
        /** Any number of them in a list; as many values, literals of SQL. */
        VALUES,
        /** A Java regular expression; one value, its text. */
        PATTERN,
        /** Two whole numbers, the least and the greatest; two values. */
        SIZES
    }

    /** All kinds: Headrace's in the order in which they are documented, then those found, by word. */
    static List<ColumnRule> kinds() {
        return Kinds.ALL;
    }

    /** The kinds, looked for once. */
    final class Kinds {
        private static final List<ColumnRule> ALL = Stream.concat(
                        Stream.of(StandardRule.values()),
                        ServiceLoader.load(ColumnRule.class, ColumnRule.class.getClassLoader()).stream()
                                .map(ServiceLoader.Provider::get)
                                .sorted(java.util.Comparator.comparing(ColumnRule::word)))
                .toList();

        private Kinds() {}
    }
}
