package io.headrace.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;

import io.headrace.features.InputAnalysis.Heavy;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.table.InstantColumns;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Describes the rows of a view's inputs, in two passes over each. */
public final class InputAnalyzer {
    private static final int HEAVIEST = 5;

    private final FeatureView view;
    private final ZoneId zone;

    /** @param zone the project's time zone, which defines calendar days */
    public InputAnalyzer(FeatureView view, ZoneId zone) {
        if (view.rows().isPresent()) {
            throw FeatureErrors.noInputs(view.name(), view.rows().get());
        }
        this.view = view;
        this.zone = zone;
    }

    /**
     * Describes the rows of an input with a time.
     *
     * @param table the rows of the input's table
     */
    public InputAnalysis of(Input input, Dataset<Row> table, Instant asOf) {
        List<String> values = input.windows().map(Windows::values).orElse(List.of()).stream()
                .filter(value -> !value.equals(Windows.ALWAYS))
                .toList();
        Dataset<Row> rows = SqlClock.of(table.sparkSession(), zone, () -> rows(input, table, values));
        Row sums = sums(rows, values.size(), asOf);
        Map<String, Long> nulls = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            nulls.put(values.get(i), sums.<Long>getAs("_null" + i));
        }
        Dataset<Row> byEntity = byEntity(rows, inWindow(input, asOf));
        Row entities = byEntity.agg(count(lit(1)), expr("coalesce(sum(_days), 0L)"), count_if(col("_inside")))
                .first();
        return new InputAnalysis(
                sums.getAs("_rows"),
                sums.getAs("_without_entity"),
                sums.getAs("_without_time"),
                sums.getAs("_later"),
                instant(sums.getAs("_earliest")),
                instant(sums.getAs("_latest")),
                entities.getLong(0),
                heaviest(byEntity),
                entities.getLong(1),
                entities.getLong(2),
                nulls);
    }

    private Dataset<Row> rows(Input input, Dataset<Row> table, List<String> values) {
        Column time = InstantColumns.of(table, input.time().orElseThrow(), zone);
        List<Column> columns =
                new ArrayList<>(List.of(col("`" + view.entity() + "`").as("_entity"), time.as("_time")));
        for (int i = 0; i < values.size(); i++) {
            columns.add(SqlClock.expr(values.get(i)).isNull().as("_null" + i));
        }
        return table.where(SqlClock.expr(input.windows().map(Windows::where).orElse("true")))
                .select(columns.toArray(Column[]::new));
    }

    private static Row sums(Dataset<Row> rows, int values, Instant asOf) {
        List<Column> sums = new ArrayList<>(List.of(
                count_if(col("_entity").isNull()).as("_without_entity"),
                count_if(col("_time").isNull()).as("_without_time"),
                count_if(col("_time").geq(lit(asOf))).as("_later"),
                min("_time").as("_earliest"),
                max("_time").as("_latest")));
        for (int i = 0; i < values; i++) {
            sums.add(count_if(col("_null" + i)).as("_null" + i));
        }
        return rows.agg(count(lit(1)).as("_rows"), sums.toArray(Column[]::new)).first();
    }

    private Dataset<Row> byEntity(Dataset<Row> rows, Column inWindow) {
        return rows.where(col("_entity").isNotNull().and(col("_time").isNotNull()))
                .groupBy("_entity")
                .agg(
                        count(lit(1)).as("_rows"),
                        countDistinct(to_date(from_utc_timestamp(col("_time"), zone.getId())))
                                .as("_days"),
                        count_if(inWindow).gt(0).as("_inside"));
    }

    /** Whether a row is in the longest window, or visible to the SQL. */
    private Column inWindow(Input input, Instant asOf) {
        Instant end = asOf.minus(input.windows().map(Windows::delay).orElse(java.time.Duration.ZERO));
        Column before = col("_time").lt(lit(end));
        Optional<Instant> begin = input.windows().isPresent()
                ? input.windows().get().begin(asOf, zone)
                : input.lookbackDays().map(days -> new Window(days, Window.Unit.DAY).from(asOf, zone));
        return begin.map(instant -> before.and(col("_time").geq(lit(instant)))).orElse(before);
    }

    private static List<Heavy> heaviest(Dataset<Row> byEntity) {
        return byEntity
                .orderBy(col("_rows").desc(), col("_entity"))
                .limit(HEAVIEST)
                .selectExpr("cast(_entity as string)", "_rows")
                .collectAsList()
                .stream()
                .map(row -> new Heavy(row.getString(0), row.getLong(1)))
                .toList();
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
