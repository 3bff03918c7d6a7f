package io.headrace.lineage;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run found of a table: numbers and verdicts by column, no value of a row.
 *
 * @param rows that were looked at
 * @param columns what was counted, by column
 * @param assertions what was judged
 */
public record Quality(OptionalLong rows, SortedMap<String, Counted> columns, List<Assertion> assertions) {
    public Quality {
        Objects.requireNonNull(rows, "rows");
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        assertions = List.copyOf(assertions);
    }

    /**
     * The rows of a column.
     *
     * @param values rows with a value
     * @param missing rows without
     */
    public record Counted(long values, long missing) {}

    /** What became of an assertion. */
    public enum Result {
        /** It holds. */
        PASS,
        /** It does not. */
        FAIL,
        /** Nothing can be said. */
        SKIP
    }

    /**
     * Something that should hold.
     *
     * @param assertion of which kind it is: drift or performance
     * @param column that it is about; empty for the table
     * @param name of its own among those of a run
     * @param expected in words; empty where there is nothing to say
     * @param actual likewise
     * @param parameters texts by name
     */
    public record Assertion(
            String assertion,
            String column,
            String name,
            Result result,
            String expected,
            String actual,
            SortedMap<String, String> parameters) {
        public Assertion {
            Objects.requireNonNull(assertion, "assertion");
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(result, "result");
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }
    }
}
