package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.Leakage.TableSince;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.OutsideTable;
import io.headrace.table.PersonalLineage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Computes a view at an as-of twice: from all rows of earlier times, and from those that had been committed by then. */
public final class LeakageAudit {
    private static final Tiles NONE = new Tiles(Long.MAX_VALUE, false);

    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;

    public LeakageAudit(Lake lake, FeatureView view, ZoneId zone) {
        this.lake = lake;
        this.view = view;
        this.zone = zone;
    }

    /** What differs; a table without a version before the as-of counts as empty then. */
    public Leakage at(Instant asOf) {
        if (view.rows().isPresent()) {
            throw FeatureErrors.noInputs(view.name(), view.rows().get());
        }
        List<TableSince> tables = new ArrayList<>();
        view.inputs().values().stream()
                .filter(input -> input.time().isPresent())
                .distinct()
                .forEach(input -> tables.add(since(input, asOf)));
        Map<String, Long> newest = lake.versions(view.tables());
        Dataset<Row> byTime = features(KnownBy.TIME, newest, asOf);
        Dataset<Row> asKnown = view.tables().stream().allMatch(table -> then(table, asOf) >= 0)
                ? features(KnownBy.COMMIT, newest, asOf)
                : byTime.where(lit(false));
        return compared(tables, byTime, asKnown);
    }

    private Dataset<Row> features(KnownBy knownBy, Map<String, Long> newest, Instant asOf) {
        return new LakeViewColumns(lake, view.knownBy(knownBy), zone, newest, NONE).at(List.of(asOf));
    }

    private long then(TableName table, Instant asOf) {
        return new OutsideTable(lake.spark(), lake.path(table))
                .versionBefore(asOf)
                .orElse(-1);
    }

    private TableSince since(Input input, Instant asOf) {
        String time = input.time().orElseThrow();
        long now = lake.version(input.table());
        long then = then(input.table(), asOf);
        long rows = before(lake.read(input.table(), now), time, asOf);
        long known = then < 0 ? 0 : before(lake.read(input.table(), then), time, asOf);
        return new TableSince(input.table().toString(), then, now, rows, rows - known);
    }

    private long before(Dataset<Row> rows, String time, Instant asOf) {
        return rows.where(InstantColumns.of(rows, time, zone).lt(lit(asOf))).count();
    }

    private Leakage compared(List<TableSince> tables, Dataset<Row> byTime, Dataset<Row> asKnown) {
        Column entity = col("t.`" + view.entity() + "`");
        Column known = col("k.`" + view.entity() + "`");
        Column inBoth = entity.isNotNull().and(known.isNotNull());
        List<Column> counts =
                new ArrayList<>(List.of(count_if(inBoth), count_if(known.isNull()), count_if(entity.isNull())));
        for (FeatureColumn column : view.columns()) {
            String name = ".`" + column.name() + "`";
            counts.add(count_if(
                    inBoth.and(col("t" + name).eqNullSafe(col("k" + name)).equalTo(false))));
        }
        Row row = byTime.as("t")
                .join(asKnown.as("k"), entity.equalTo(known), "full_outer")
                .agg(count(lit(1)), counts.toArray(Column[]::new))
                .first();
        Map<String, Long> differing = new LinkedHashMap<>();
        for (int i = 0; i < view.columns().size(); i++) {
            differing.put(view.columns().get(i).name(), row.getLong(i + 4));
        }
        return new Leakage(
                tables, row.getLong(1), row.getLong(2), row.getLong(3), differing, List.copyOf(timeless()), untold());
    }

    private NavigableSet<String> timeless() {
        NavigableSet<String> tables = new TreeSet<>();
        view.inputs().values().stream()
                .filter(input -> input.time().isEmpty())
                .forEach(input -> tables.add(input.table().toString()));
        return tables;
    }

    /** Features that come from a column of an input without time: such columns are followed as personal ones are. */
    private Set<String> untold() {
        Set<String> timeless = timeless();
        Map<String, StructType> schemas = new TreeMap<>();
        for (TableName table : view.tables()) {
            StructType schema = lake.read(table).schema();
            schemas.put(
                    table.toString(),
                    timeless.contains(table.toString())
                            ? PersonalLineage.allMarked(schema)
                            : PersonalLineage.noneMarked(schema));
        }
        Set<String> features = new TreeSet<>(
                PersonalLineage.marked(new ViewColumns(view.withoutPersonal()).resolve(lake.spark(), schemas)));
        features.remove(view.entity());
        features.remove(AS_OF);
        return features;
    }
}
