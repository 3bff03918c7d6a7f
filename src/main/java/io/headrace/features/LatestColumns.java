package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.Latest;
import io.headrace.table.InstantColumns;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * When a row of a key is hidden by the next one.
 *
 * <p>Each row is the latest of its key from its own time until that of the next: one sort of the rows, however many as-ofs are asked. Of
 * rows of one instant only the last is ever the latest. Rows without a time are never known and hide none.
 */
public final class LatestColumns {
    private static final String HIDDEN = "_hidden_from";
    /** Columns of a run: they put rows of one instant in no order. */
    private static final Set<String> OF_THE_RUN = Set.of(EngineColumn.SOURCE_RUN_ID, EngineColumn.INGESTED_AT);

    private LatestColumns() {}

    /** The rows with the instant from which each is hidden, null while none follows; as they are where the input shows all. */
    static Dataset<Row> with(Dataset<Row> rows, Input input, ZoneId zone) {
        return input.latest()
                .map(latest -> rows.withColumn(
                        HIDDEN, hiddenFrom(rows, latest, input.time().orElseThrow(), zone)))
                .orElse(rows);
    }

    /** Of the rows of each key only the latest, and those without a time or without a key; all rows where no key is given. */
    public static Dataset<Row> last(Dataset<Row> rows, Optional<Latest> latest, String time, ZoneId zone) {
        return latest.map(key -> without(rows.withColumn(HIDDEN, hiddenFrom(rows, key, time, zone))
                        .where(col(HIDDEN).isNull())))
                .orElse(rows);
    }

    /** Without that column. */
    static Dataset<Row> without(Dataset<Row> rows) {
        return rows.drop(HIDDEN);
    }

    /** Whether a row is the latest of its key at {@code as_of}. */
    static Column isLatest() {
        return col(HIDDEN).isNull().or(col(HIDDEN).geq(col(AS_OF)));
    }

    /** Whether every column of the key has a value. */
    static Column hasKey(Latest latest) {
        return latest.key().stream()
                .map(column -> named(column).isNotNull())
                .reduce(Column::and)
                .orElseThrow();
    }

    private static Column hiddenFrom(Dataset<Row> rows, Latest latest, String time, ZoneId zone) {
        Column instant = InstantColumns.of(rows, time, zone);
        Column[] key = latest.key().stream().map(LatestColumns::named).toArray(Column[]::new);
        List<Column> order = new ArrayList<>(List.of(instant.asc_nulls_first()));
        Stream.concat(latest.order().stream(), lastly(rows, latest, time))
                .forEach(column -> order.add(named(column).asc_nulls_first()));
        Column next = lead(instant, 1).over(Window.partitionBy(key).orderBy(order.toArray(Column[]::new)));
        return when(hasKey(latest), next);
    }

    /** File and line, where a table has them; else all its other columns. */
    private static Stream<String> lastly(Dataset<Row> rows, Latest latest, String time) {
        List<String> columns = List.of(rows.columns());
        List<String> place = List.of(EngineColumn.FILE, EngineColumn.ROW);
        return columns.containsAll(place)
                ? place.stream()
                : columns.stream()
                        .filter(column -> !column.equals(time) && !OF_THE_RUN.contains(column))
                        .filter(column -> !latest.key().contains(column)
                                && !latest.order().contains(column));
    }

    private static Column named(String column) {
        return col("`" + column + "`");
    }
}
