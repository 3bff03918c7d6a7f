package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.TableName;
import io.headrace.spec.Windows;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a view's inputs that its SQL, or its windows, see: what features are made of. */
public final class VisibleRows {
    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;
    private final ToLongFunction<TableName> versions;

    /** @param versions of every table that the view reads */
    public VisibleRows(Lake lake, FeatureView view, ZoneId zone, ToLongFunction<TableName> versions) {
        this.lake = lake;
        this.view = view;
        this.zone = zone;
        this.versions = versions;
    }

    /**
     * What an input shows at an as-of.
     *
     * @param entity whose rows; rows of a table without the entity's column are shown to all
     */
    public Dataset<Row> of(Input input, Column entity, Instant asOf) {
        Dataset<Row> rows =
                LatestColumns.with(lake.read(input.table(), versions.applyAsLong(input.table())), input, zone);
        Dataset<Row> own = isByEntity(rows, view.entity())
                ? rows.where(col("`" + view.entity() + "`").equalTo(entity))
                : rows;
        Dataset<Row> seen = own.withColumn(AS_OF, lit(Timestamp.from(asOf)));
        List<Optional<Column>> conditions = List.of(
                ViewColumns.isInTime(seen, input, zone),
                input.latest().map(latest -> LatestColumns.isLatest()),
                input.windows().map(windows -> isInReach(seen, input, windows, asOf)));
        Dataset<Row> known = LatestColumns.without(
                seen.where(conditions.stream().flatMap(Optional::stream).reduce(lit(true), Column::and)));
        return input.windows()
                .map(windows -> SqlClock.of(lake.spark(), zone, () -> known.where(SqlClock.expr(windows.where()))))
                .orElse(known);
    }

    /** Whether rows belong to entities. */
    public static boolean isByEntity(Dataset<Row> rows, String entity) {
        return List.of(rows.columns()).contains(entity);
    }

    private Column isInReach(Dataset<Row> rows, Input input, Windows windows, Instant asOf) {
        Column time = InstantColumns.of(rows, input.time().orElseThrow(), zone);
        Instant end = asOf.minus(windows.delay());
        return windows.begin(end, zone)
                .map(begin -> time.geq(lit(Timestamp.from(begin))))
                .orElse(lit(true))
                .and(time.lt(lit(Timestamp.from(end))));
    }
}
