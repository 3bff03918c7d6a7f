package io.headrace.testing;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assertions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Says what rows a table has, in any order; a failure shows the rows that are missing and those that are unexpected.
 *
 * <p>Numbers are equal when their values are, whatever their types: {@code 30}, {@code 30.0} and a decimal {@code 30.00}
 * are the same. All rows are collected, so the tables of a test should be small.
 */
public final class TableAssert {
    private final List<String> columns;
    private final List<String> rows;

    private TableAssert(Dataset<Row> table) {
        this.columns = List.of(table.columns());
        this.rows = shown(table.collectAsList());
    }

    /** Begins to say something about a table, which is read once. */
    public static TableAssert assertThat(Dataset<Row> table) {
        return new TableAssert(Objects.requireNonNull(table, "table"));
    }

    /** Exactly these columns, in this order. */
    public TableAssert hasColumns(String... names) {
        Assertions.assertEquals(List.of(names), columns, "columns");
        return this;
    }

    /** Exactly these rows, in any order, each as often as given; values in the order of the columns. */
    public TableAssert hasRows(Row... expected) {
        for (Row row : expected) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "expected rows need a value for each of " + columns + ", found " + row.size() + " in " + row);
            }
        }
        compare(shown(List.of(expected)));
        return this;
    }

    /** No rows at all. */
    public TableAssert hasNoRows() {
        return hasRows();
    }

    /** The columns of the other table, and its rows in any order. */
    public TableAssert hasSameRowsAs(Dataset<Row> expected) {
        hasColumns(expected.columns());
        compare(shown(expected.collectAsList()));
        return this;
    }

    private void compare(List<String> expected) {
        List<String> missing = without(expected, rows);
        List<String> unexpected = without(rows, expected);
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            StringBuilder message = new StringBuilder("expected " + counted(expected) + ", found " + counted(rows));
            missing.forEach(row -> message.append("\n  missing:    ").append(row));
            unexpected.forEach(row -> message.append("\n  unexpected: ").append(row));
            Assertions.fail(message.toString());
        }
    }

    private static String counted(List<String> rows) {
        return rows.size() == 1 ? "1 row" : rows.size() + " rows";
    }

    /** What is left of the rows, sorted, when each of the others has taken away one that equals it. */
    private static List<String> without(List<String> rows, List<String> others) {
        List<String> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left.stream().sorted().toList();
    }

    private List<String> shown(List<Row> collected) {
        return collected.stream().map(row -> shown(row, columns)).toList();
    }

    private static String shown(Row row, List<String> names) {
        StringJoiner cells = new StringJoiner(", ");
        for (int i = 0; i < row.size(); i++) {
            cells.add(names.get(i) + " = " + shown(row.get(i)));
        }
        return cells.toString();
    }

    private static String shown(Object value) {
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof Number number) {
            return shown(number);
        }
        if (value instanceof Timestamp moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof Row nested) {
            return "{"
                    + (nested.schema() == null
                            ? nested
                            : shown(nested, List.of(nested.schema().fieldNames()))) + "}";
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            Stream<?> elements = CollectionConverters.asJava(sequence).stream();
            return elements.map(TableAssert::shown).toList().toString();
        }
        return String.valueOf(value);
    }

    private static String shown(Number number) {
        try {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException notFinite) {
            return number.toString();
        }
    }
}
