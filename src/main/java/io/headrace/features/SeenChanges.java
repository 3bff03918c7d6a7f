package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.spec.CalendarDays;
import io.headrace.spec.EventRows;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.Latest;
import io.headrace.spec.TableName;
import io.headrace.spec.Windows;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which as-ofs of a view see rows that came into a table, or went, after the version that was read.
 *
 * <p>Rows are compared by what the view uses of them: a file delivered again with the same rows changes nothing. A row counts where a
 * window, or the lookback of its input, holds its time. Only the data files that came or went are read.
 */
public final class SeenChanges {
    private static final Pattern ALL_COLUMNS =
            Pattern.compile("(?i)(select|,|distinct)\\s*\\*|\\.\\s*\\*|\\bnatural\\b|\\bfrom\\b[^;]*\\|>");
    private static final Set<String> OF_THE_RUN = Set.of("_run_id", "_ingested_at", "run_id", "feature_version");

    private final Lake lake;
    private final FeatureView view;
    private final ZoneId zone;
    private final int daysBefore;

    public SeenChanges(Lake lake, FeatureView view, ZoneId zone) {
        this(lake, view, zone, 0);
    }

    /** @param daysBefore how many days before an as-of the view is looked up, too */
    private SeenChanges(Lake lake, FeatureView view, ZoneId zone, int daysBefore) {
        this.lake = lake;
        this.view = view;
        this.zone = zone;
        this.daysBefore = daysBefore;
    }

    /** An as-of whose features were computed from a version of the table. */
    public record Reading(Instant asOf, long version) {}

    /**
     * The readings that would see other rows now.
     *
     * @return place of the reading to the earliest version that brought a change; empty where the table's log does not tell any more
     */
    public Optional<Map<Integer, Long>> of(TableName table, List<Reading> readings) {
        Map<Integer, Long> found = new HashMap<>();
        return parts().stream().allMatch(part -> part.isAdded(table, readings, found))
                ? Optional.of(found)
                : Optional.empty();
    }

    /** A view of rows sees its rows, and what the views that it looks up see at the time of each. */
    private List<SeenChanges> parts() {
        if (view.rows().isEmpty()) {
            return List.of(this);
        }
        EventRows rows = view.rows().get();
        FeatureView own = new FeatureView(
                view.name(),
                view.entity(),
                view.knownBy(),
                Map.of("rows", view.allInputs().get("rows")),
                view.entity() + "\n" + rows.ownSql(),
                view.columns(),
                Optional.empty(),
                "");
        return Stream.concat(
                        Stream.of(new SeenChanges(lake, own, zone)),
                        rows.lookups().stream()
                                .map(lookup -> new SeenChanges(lake, lookup.view(), zone, rows.lookbackDays())))
                .toList();
    }

    private boolean isAdded(TableName table, List<Reading> readings, Map<Integer, Long> found) {
        for (Input input : view.inputs().values()) {
            if (input.table().equals(table)) {
                Input looked = daysBefore == 0 ? input : longer(input);
                Optional<Dataset<Row>> changed = changed(looked, readings);
                if (changed.isEmpty()) {
                    return false;
                }
                seen(looked, changed.get(), readings)
                        .collectAsList()
                        .forEach(row -> found.merge(row.getInt(0), row.getLong(1), Math::min));
            }
        }
        return true;
    }

    /** What is seen at any time of those days; until when a row is valid does not matter then. */
    private Input longer(Input input) {
        return new Input(
                input.table(),
                input.time(),
                input.lookbackDays().map(days -> days + daysBefore),
                Optional.empty(),
                input.windows(),
                input.latest());
    }

    private Optional<Dataset<Row>> changed(Input input, List<Reading> readings) {
        long first = readings.stream().mapToLong(Reading::version).min().orElseThrow();
        return lake.changedRows(
                input.table(),
                first,
                input.time(),
                version -> readings.stream()
                        .filter(reading -> reading.version() < version)
                        .map(Reading::asOf)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN));
    }

    private Dataset<Row> seen(Input input, Dataset<Row> changed, List<Reading> readings) {
        Dataset<Row> rows = input.windows()
                .map(windows -> SqlClock.of(lake.spark(), zone, () -> ofWindows(input, windows, changed)))
                .orElseGet(() -> plain(input, changed));
        Column isSeen = input.windows()
                .map(SeenChanges::isInWindow)
                .orElseGet(
                        () -> ViewColumns.isInTime(changed, hiding(input), zone).orElse(lit(true)));
        Dataset<Row> readers = broadcast(readers(input, readings));
        Dataset<Row> net = rows.join(
                        readers, col("_read").lt(col(Lake.CHANGED_BY)).and(isSeen))
                .groupBy(Stream.concat(Stream.of("_reader", "_hash"), placed(input))
                        .map(org.apache.spark.sql.functions::col)
                        .toArray(Column[]::new))
                .agg(
                        sum(when(col(Lake.CAME), lit(1)).otherwise(lit(-1))).as("_net"),
                        min(Lake.CHANGED_BY).as("_by"))
                .where(col("_net").notEqual(0));
        return input.latest()
                .map(latest -> notHidden(input, latest, net, readers))
                .orElse(net)
                .groupBy("_reader")
                .agg(min("_by"));
    }

    /** A latest row hides earlier ones when it is valid no more, too. */
    private static Input hiding(Input input) {
        return input.latest().isEmpty()
                ? input
                : new Input(input.table(), input.time(), input.lookbackDays(), Optional.empty(), Optional.empty());
    }

    /** What places a row among those of its key, where an input shows only the latest. */
    private static Stream<String> placed(Input input) {
        return input.latest().stream()
                .flatMap(latest -> Stream.concat(
                        Stream.of("_time"),
                        IntStream.range(0, latest.key().size()).mapToObj(i -> "_key" + i)));
    }

    /** The changed rows that no unchanged row hides from a reader: none of its key that is known to it is later. */
    private Dataset<Row> notHidden(Input input, Latest latest, Dataset<Row> net, Dataset<Row> readers) {
        Dataset<Row> table = lake.read(input.table());
        List<Column> columns = new ArrayList<>();
        columns.add(InstantColumns.of(table, input.time().orElseThrow(), zone).as("_newest"));
        List<Column> same = new ArrayList<>(List.of(col("_reader").equalTo(col("_seen_by"))));
        List<Column> groups = new ArrayList<>(List.of(col("_reader").as("_seen_by")));
        for (int i = 0; i < latest.key().size(); i++) {
            columns.add(named(latest.key().get(i)).as("_of" + i));
            groups.add(col("_of" + i));
            same.add(col("_key" + i).equalTo(col("_of" + i)));
        }
        Column isTouched = same.stream().skip(1).reduce(Column::and).orElseThrow();
        Dataset<Row> newest = table.select(columns.toArray(Column[]::new))
                .join(net, isTouched, "left_semi")
                .join(readers, col("_newest").lt(col("_first")))
                .groupBy(groups.toArray(Column[]::new))
                .agg(max("_newest").as("_newest"));
        return net.join(newest, same.stream().reduce(Column::and).orElseThrow(), "left")
                .where(col("_newest").isNull().or(col("_time").geq(col("_newest"))));
    }

    private Dataset<Row> ofWindows(Input input, Windows windows, Dataset<Row> changed) {
        List<Column> columns = new ArrayList<>(List.of(col(Lake.CHANGED_BY), col(Lake.CAME)));
        columns.add(InstantColumns.of(changed, input.time().orElseThrow(), zone).as("_time"));
        List<Column> used =
                new ArrayList<>(List.of(named(view.entity()), named(input.time().orElseThrow())));
        for (int i = 0; i < windows.values().size(); i++) {
            Column value = SqlClock.expr(windows.values().get(i));
            columns.add(value.isNotNull().as("_has" + i));
            used.add(value);
        }
        columns.add(xxhash64(used.toArray(Column[]::new)).as("_hash"));
        return changed.where(SqlClock.expr(windows.where()))
                .where(named(view.entity()).isNotNull())
                .select(columns.toArray(Column[]::new));
    }

    private Dataset<Row> plain(Input input, Dataset<Row> changed) {
        List<Column> columns = new ArrayList<>(List.of(col(Lake.CHANGED_BY), col(Lake.CAME)));
        Stream.of(input.time(), input.until())
                .flatMap(Optional::stream)
                .distinct()
                .forEach(column -> columns.add(named(column)));
        Stream<String> ordered = input.latest().stream().flatMap(latest -> latest.order().stream());
        columns.add(xxhash64(Stream.concat(used(changed), Stream.concat(ordered, input.until().stream()))
                        .distinct()
                        .map(SeenChanges::named)
                        .toArray(Column[]::new))
                .as("_hash"));
        input.latest().ifPresent(latest -> {
            columns.add(
                    InstantColumns.of(changed, input.time().orElseThrow(), zone).as("_time"));
            for (int i = 0; i < latest.key().size(); i++) {
                columns.add(named(latest.key().get(i)).as("_key" + i));
            }
        });
        return changed.select(columns.toArray(Column[]::new));
    }

    /** The columns that the SQL may use: those that it names, or all. */
    private Stream<String> used(Dataset<Row> changed) {
        boolean isAll = ALL_COLUMNS.matcher(view.sql()).find();
        return Stream.of(changed.columns())
                .filter(column -> !column.equals(Lake.CHANGED_BY) && !column.equals(Lake.CAME))
                .filter(column -> (isAll && !OF_THE_RUN.contains(column))
                        || Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(column) + "(?!\\w)")
                                .matcher(view.sql())
                                .find());
    }

    private static Column isInWindow(Windows windows) {
        Column isInAny = lit(false);
        for (int i = 0; i < windows.values().size(); i++) {
            Column isInside = col("_from" + i).isNull().or(col("_time").geq(col("_from" + i)));
            isInAny = isInAny.or(col("_has" + i).and(isInside));
        }
        return col("_time").lt(col("_end")).and(isInAny);
    }

    private Dataset<Row> readers(Input input, List<Reading> readings) {
        List<String> values = input.windows().map(Windows::values).orElse(List.of());
        StructType schema = new StructType()
                .add("_reader", DataTypes.IntegerType, false)
                .add("_read", DataTypes.LongType, false)
                .add(AS_OF, DataTypes.TimestampType, false)
                .add("_end", DataTypes.TimestampType, false)
                .add("_first", DataTypes.TimestampType, false);
        for (int i = 0; i < values.size(); i++) {
            schema = schema.add("_from" + i, DataTypes.TimestampType, true);
        }
        List<Row> rows = new ArrayList<>();
        for (int place = 0; place < readings.size(); place++) {
            Instant asOf = readings.get(place).asOf();
            List<Object> cells =
                    new ArrayList<>(List.of(place, readings.get(place).version(), Timestamp.from(asOf)));
            cells.add(Timestamp.from(
                    asOf.minus(input.windows().map(Windows::delay).orElse(java.time.Duration.ZERO))));
            cells.add(Timestamp.from(CalendarDays.plus(asOf, -daysBefore, zone)));
            values.forEach(value -> cells.add(begin(input.windows().orElseThrow(), value, asOf)));
            rows.add(RowFactory.create(cells.toArray()));
        }
        return lake.spark().createDataFrame(rows, schema);
    }

    /** Where the longest window of a value begins; null where it takes all history. */
    private Timestamp begin(Windows windows, String value, Instant asOf) {
        Instant first = CalendarDays.plus(asOf, -daysBefore, zone);
        return windows.features().stream()
                .filter(feature -> feature.value().equals(value))
                .map(feature -> feature.window().from(first, zone))
                .min(Comparator.naturalOrder())
                .filter(begin -> !begin.equals(Instant.MIN))
                .map(Timestamp::from)
                .orElse(null);
    }

    private static Column named(String column) {
        return col("`" + column + "`");
    }
}
