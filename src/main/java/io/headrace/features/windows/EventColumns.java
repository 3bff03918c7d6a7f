package io.headrace.features.windows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;

import io.headrace.spec.CalendarDays;
import io.headrace.spec.Windows;
import io.headrace.table.InstantColumns;
import io.headrace.table.SqlClock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;

/** The rows of a table as events: whom each is about, when it was, and the values that enter aggregates. */
final class EventColumns {
    private final String where;
    private final String entity;
    private final String time;
    private final ZoneId zone;
    private final Dataset<Row> table;
    private final List<String> expressions;
    private final List<ValueColumns> values;

    /**
     * The rows of a table.
     *
     * @param where SQL condition: the rows that count
     * @param expressions SQL of the values, each once
     * @param time column of a row's time, a timestamp or a date
     * @param zone the project's, in which dates begin
     */
    EventColumns(Dataset<Row> table, String where, List<String> expressions, String entity, String time, ZoneId zone) {
        this.where = where;
        this.entity = entity;
        this.time = time;
        this.zone = zone;
        this.table = table;
        // What is true in every row takes no column.
        this.expressions = expressions.stream()
                .filter(expression -> !expression.equals(Windows.ALWAYS))
                .toList();
        this.values = Stream.of(clocked(() -> table.select(
                                this.expressions.stream().map(SqlClock::expr).toArray(Column[]::new)))
                        .schema()
                        .fields())
                .map(field -> new ValueColumns(field.dataType()))
                .toList();
    }

    /** How many columns of values there are. */
    int width() {
        return values.size();
    }

    /** The type of one value. */
    ValueColumns value(String expression) {
        return expression.equals(Windows.ALWAYS)
                ? new ValueColumns(DataTypes.BooleanType)
                : values.get(expressions.indexOf(expression));
    }

    /** The place of a value; -1 of the one that is true in every row. */
    int index(String expression) {
        return expressions.indexOf(expression);
    }

    /** {@code _entity}, {@code _micros} and the values from {@code _0} on; rows without entity or time are left out. */
    Dataset<Row> all() {
        return of(table);
    }

    /**
     * Events in a stretch of time, filtered so that files without any are skipped.
     *
     * @param from microseconds since 1970; empty for all before the end
     * @param to not in the stretch any more
     */
    Dataset<Row> during(Optional<Long> from, long to) {
        return of(rows(from, to));
    }

    /** The table's rows in a stretch of time, with all their columns. */
    Dataset<Row> rows(Optional<Long> from, long to) {
        return table.where(isDuring(from, to));
    }

    /** Those in any of some stretches of time. */
    Dataset<Row> during(List<Cover.Stretch> stretches) {
        Column any = stretches.stream()
                .map(stretch -> isDuring(Optional.of(stretch.from()), stretch.to()))
                .reduce(Column::or)
                .orElse(lit(false));
        return of(table.where(any));
    }

    /** Dates are compared as days, for their statistics are of days: with the first that does not begin before an instant. */
    private Column isDuring(Optional<Long> from, long to) {
        boolean isDate = table.schema().apply(time).dataType() instanceof DateType;
        Column when = isDate ? col("`" + time + "`") : InstantColumns.of(table, time, zone);
        Column until = when.lt(bound(to, isDate));
        return from.map(micros -> until.and(when.geq(bound(micros, isDate)))).orElse(until);
    }

    private Column bound(long micros, boolean isDate) {
        return isDate ? lit(CalendarDays.firstFrom(instant(micros), zone)) : timestamp_micros(lit(micros));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private Dataset<Row> of(Dataset<Row> rows) {
        return clocked(() -> selected(rows));
    }

    /** SQL reads times by the project's clock. */
    private Dataset<Row> clocked(Supplier<Dataset<Row>> plan) {
        return SqlClock.of(table.sparkSession(), zone, plan);
    }

    private Dataset<Row> selected(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        columns.add(col("`" + entity + "`").as("_entity"));
        columns.add(unix_micros(InstantColumns.of(table, time, zone)).as("_micros"));
        for (int i = 0; i < expressions.size(); i++) {
            columns.add(values.get(i).simple(SqlClock.expr(expressions.get(i))).as("_" + i));
        }
        return rows.where(SqlClock.expr(where))
                .select(columns.toArray(Column[]::new))
                .where(col("_entity").isNotNull().and(col("_micros").isNotNull()));
    }
}
