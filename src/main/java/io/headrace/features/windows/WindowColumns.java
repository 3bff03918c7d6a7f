package io.headrace.features.windows;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.features.windows.MovingWindows.Wanted;
import io.headrace.run.RunContext;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.PersonalLineage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Aggregates over windows for every entity of a table: the rows are sorted once by entity and time, and the windows move over them.
 */
public final class WindowColumns {
    /** So many groups that most hold one entity. */
    private static final long GROUPS = 1L << 23;

    /** The wait of events that are ordered beside rows of their own microsecond. */
    private static final long AT_ONCE = -1;

    private final Windows windows;
    private final String entity;
    private final String time;
    private final ZoneId zone;

    /** @param time column of a row's time, a timestamp or a date */
    public WindowColumns(Windows windows, String entity, String time, ZoneId zone) {
        this.windows = windows;
        this.entity = entity;
        this.time = time;
        this.zone = zone;
    }

    /** What partials would have to be kept of. */
    public static List<Measure> measures(Windows windows) {
        return windows.features().stream().map(Measure::of).distinct().toList();
    }

    /** A row for each entity and as-of with an event in any window: the entity, {@code as_of} and the features. */
    public Dataset<Row> at(Dataset<Row> table, List<Instant> asOfs) {
        EventColumns events = events(table);
        return passed(
                events,
                usable(events.during(from(asOfs), to(asOfs))),
                List.of(),
                false,
                EntityPass.Places.NONE,
                delayMicros(),
                micros(asOfs));
    }

    /** The size of the files that {@link #at(Dataset, List)} reads, by the statistics of the table. */
    public long bytes(Dataset<Row> table, List<Instant> asOfs) {
        return events(table)
                .rows(from(asOfs), to(asOfs))
                .queryExecution()
                .optimizedPlan()
                .stats()
                .sizeInBytes()
                .toLong();
    }

    private Optional<Long> from(List<Instant> asOfs) {
        return asOfs.stream()
                .flatMap(asOf -> windows.begin(asOf, zone).stream())
                .min(Comparator.naturalOrder())
                .map(RunContext::micros);
    }

    private long to(List<Instant> asOfs) {
        return RunContext.micros(Collections.max(asOfs).minus(windows.delay()));
    }

    /** The same, reading rows only where partials do not do. */
    public Dataset<Row> at(Dataset<Row> table, List<Instant> asOfs, KeptColumns kept) {
        EventColumns events = events(table);
        List<Cover.Stretch> stretches = new Cover(windows, asOfs, kept.periods(), zone).stretches();
        List<Cover.Stretch> bare =
                stretches.stream().filter(stretch -> stretch.period().isEmpty()).toList();
        List<Period> periods =
                stretches.stream().flatMap(stretch -> stretch.period().stream()).toList();
        Dataset<Row> rows = withoutPartials(usable(events.during(bare)), kept)
                .union(pieces(kept.rows(periods), events.width(), kept));
        return passed(events, rows, kept.measures(), false, EntityPass.Places.NONE, delayMicros(), micros(asOfs));
    }

    /**
     * A row for each of the moments with an event in any window: the entity, {@code as_of} and the features.
     *
     * @param moments the entity, and {@code as_of}, a timestamp; none of them null
     */
    public Dataset<Row> at(Dataset<Row> table, Dataset<Row> moments) {
        return at(table, moments, false);
    }

    /**
     * The same.
     *
     * @param emptyToo whether there is also a row where no event is in a window
     */
    public Dataset<Row> at(Dataset<Row> table, Dataset<Row> moments, boolean emptyToo) {
        EventColumns events = events(table);
        List<Instant> ends = ends(moments);
        Dataset<Row> rows =
                usable(events.during(from(ends).map(begin -> begin - MovingWindows.CALENDAR_SLACK), to(ends)));
        return passed(
                events,
                rows.union(moments.select(ofMoments(rows))),
                List.of(),
                emptyToo,
                EntityPass.Places.NONE,
                delayMicros());
    }

    /** The first and the last of the moments. */
    private static List<Instant> ends(Dataset<Row> moments) {
        Row range = moments.agg(min(AS_OF), max(AS_OF)).first();
        return range.isNullAt(0)
                ? List.of(Instant.EPOCH, Instant.EPOCH)
                : List.of(
                        range.getTimestamp(0).toInstant(), range.getTimestamp(1).toInstant());
    }

    /** Moments in the columns of events. */
    private Column[] ofMoments(Dataset<Row> events) {
        Column[] columns = new Column[events.columns().length];
        for (int i = 0; i < columns.length; i++) {
            StructField field = events.schema().fields()[i];
            columns[i] = lit(null).cast(field.dataType()).as(field.name());
        }
        columns[EntityPass.ENTITY] = col("`" + entity + "`")
                .cast(events.schema().fields()[EntityPass.ENTITY].dataType());
        Column asOf = unix_micros(col(AS_OF));
        columns[EntityPass.KEY] = asOf.multiply(2).plus(1);
        columns[EntityPass.ORDER] = order(columns[EntityPass.ENTITY], asOf);
        return columns;
    }

    /**
     * How events are ordered beside rows of the same table.
     *
     * @param columns those that put events of one instant in order, so that no two are alike
     * @param includesRow whether a row sees itself, or what comes before it only
     */
    public record Order(List<String> columns, boolean includesRow) {
        /** No order: a row sees what is before its instant. */
        public static final Order NONE = new Order(List.of(), false);

        public Order {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A row for each of some rows, also where no event is in a window: {@code row} in the column of the entity, {@code as_of} and the features.
     *
     * @param moments the entity, {@code as_of}, and the row in a column {@code row}; with an order its values in columns {@code order} and a
     *     number from 0; no entity or as-of is null
     */
    public Dataset<Row> atRows(Dataset<Row> table, Dataset<Row> moments, String row, String order, Order ordered) {
        long wait = ordered.columns().isEmpty() ? delayMicros() : AT_ONCE;
        EventColumns events = new EventColumns(
                table,
                windows.where(),
                Stream.concat(
                                windows.values().stream(),
                                ordered.columns().stream().map(WindowColumns::quoted))
                        .distinct()
                        .toList(),
                entity,
                time,
                zone);
        List<Instant> ends = ends(moments);
        Dataset<Row> happened = usable(
                events.during(
                        from(ends).map(begin -> begin - MovingWindows.CALENDAR_SLACK),
                        RunContext.micros(ends.get(1)) - wait),
                wait);
        List<Integer> places = ordered.columns().stream()
                .map(column -> EntityPass.VALUES + events.index(quoted(column)))
                .toList();
        Column[] columns = ofMoments(happened);
        for (int i = 0; i < places.size(); i++) {
            columns[places.get(i)] = events.value(quoted(ordered.columns().get(i)))
                    .simple(col(order + i))
                    .as(happened.columns()[places.get(i)]);
        }
        DataType told = moments.schema().apply(row).dataType();
        Dataset<Row> all = happened.withColumn(row, lit(null).cast(told))
                .union(moments.select(
                        Stream.concat(Stream.of(columns), Stream.of(col(row))).toArray(Column[]::new)));
        return passed(
                events,
                all,
                List.of(),
                true,
                new EntityPass.Places(all.columns().length - 1, places, ordered.includesRow()),
                wait);
    }

    private static String quoted(String column) {
        return "`" + column + "`";
    }

    private EventColumns events(Dataset<Row> table) {
        return new EventColumns(table, windows.where(), windows.values(), entity, time, zone);
    }

    /** Events as {@link EntityPass} knows them. */
    private Dataset<Row> usable(Dataset<Row> events) {
        return usable(events, delayMicros());
    }

    private static Dataset<Row> usable(Dataset<Row> events, long wait) {
        Column usable = col("_micros").plus(1 + wait);
        List<Column> columns = new ArrayList<>(List.of(
                col("_entity"),
                usable.multiply(2).as("_key"),
                order(col("_entity"), usable).as("_order")));
        for (int i = 2; i < events.columns().length; i++) {
            columns.add(col(events.columns()[i]));
        }
        return events.select(columns.toArray(Column[]::new));
    }

    /** What rows are sorted by: a group of entities, then steps of time. */
    private static Column order(Column entity, Column usable) {
        Column steps = shiftright(usable, EntityPass.STEP_BITS).plus(1L << (EntityPass.TIME_BITS - 1));
        return shiftleft(pmod(xxhash64(entity), lit(GROUPS)), EntityPass.TIME_BITS)
                .plus(steps);
    }

    private static Dataset<Row> withoutPartials(Dataset<Row> events, KeptColumns kept) {
        List<Column> columns = new ArrayList<>(List.of(
                col("*"),
                lit(null).cast("bigint").as("_begins"),
                lit(null).cast("bigint").as("_ends")));
        kept.measures().forEach(measure -> columns.add(lit(null).cast(DataTypes.BinaryType)));
        return events.select(columns.toArray(Column[]::new));
    }

    /** Partials in the columns of events; they have no values of their own. */
    private Dataset<Row> pieces(Dataset<Row> partials, int values, KeptColumns kept) {
        Column owner = col("`" + partials.columns()[0] + "`");
        Column usable = unix_micros(col("ends")).plus(delayMicros());
        List<Column> columns = new ArrayList<>(List.of(owner, usable.multiply(2), order(owner, usable)));
        columns.addAll(Collections.nCopies(values, lit(null)));
        columns.add(unix_micros(col("begins")));
        columns.add(unix_micros(col("ends")));
        int first = partials.columns().length - kept.measures().size();
        for (int i = first; i < partials.columns().length; i++) {
            columns.add(col(partials.columns()[i]));
        }
        return partials.select(columns.toArray(Column[]::new));
    }

    /**
     * One sort, one pass.
     *
     * @param wait how long after its microsecond an event may be used
     */
    private Dataset<Row> passed(
            EventColumns events,
            Dataset<Row> rows,
            List<Measure> kept,
            boolean emptyToo,
            EntityPass.Places places,
            long wait,
            long... asOfs) {
        int about = Math.max(places.row(), EntityPass.ENTITY);
        List<Measure> measures = measures(windows);
        Pass pass = new Pass(
                measures,
                measures.stream().map(measure -> events.index(measure.value())).toList(),
                measures.stream().map(kept::indexOf).toList(),
                kept.isEmpty() ? Integer.MAX_VALUE : EntityPass.VALUES + events.width(),
                wanted(measures),
                zone,
                wait,
                emptyToo,
                places,
                asOfs);
        JavaRDD<Row> results = rows.repartition(col("_entity"))
                .sortWithinPartitions("_order")
                .toJavaRDD()
                .mapPartitions(pass::over);
        return rows.sparkSession()
                .createDataFrame(
                        results,
                        resultType(rows.schema().fields()[about].dataType(), about, events, PersonalLineage.of(rows)))
                .select(results(events));
    }

    private long delayMicros() {
        return windows.delay().toNanos() / 1000;
    }

    private List<Wanted> wanted(List<Measure> measures) {
        return windows.features().stream()
                .map(feature ->
                        new Wanted(measures.indexOf(Measure.of(feature)), feature.aggregate(), feature.window()))
                .toList();
    }

    /** Spark cannot look into the pass: which of its results are personal is decided by the values that enter them. */
    private StructType resultType(DataType key, int about, EventColumns events, List<Boolean> isPersonal) {
        List<StructField> fields = new ArrayList<>();
        fields.add(marked(DataTypes.createStructField("_entity", key, false), isPersonal.get(about)));
        fields.add(DataTypes.createStructField(AS_OF, DataTypes.LongType, false));
        for (Feature feature : windows.features()) {
            DataType type =
                    events.value(feature.value()).resultType(feature.aggregate().function());
            int value = events.index(feature.value());
            fields.add(marked(
                    DataTypes.createStructField(feature.name(), type, true),
                    value >= 0 && isPersonal.get(EntityPass.VALUES + value)));
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static StructField marked(StructField field, boolean isPersonal) {
        return isPersonal ? PersonalLineage.marked(field) : field;
    }

    private Column[] results(EventColumns events) {
        List<Column> columns = new ArrayList<>();
        columns.add(col("_entity").as(entity));
        columns.add(timestamp_micros(col(AS_OF)).as(AS_OF));
        for (Feature feature : windows.features()) {
            columns.add(events.value(feature.value())
                    .result(feature.aggregate().function(), col(feature.name()))
                    .as(feature.name()));
        }
        return columns.toArray(Column[]::new);
    }

    private static long[] micros(List<Instant> instants) {
        return instants.stream().mapToLong(RunContext::micros).sorted().toArray();
    }

    /**
     * The pass over a partition's rows, entity by entity.
     *
     * @param values for each measure the place of its value among the values; -1 where it is true in every row
     * @param states for each measure the place of its partials among those kept; -1 where none are
     * @param begins the place in a row of a period's begin; its end and partials follow
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pass(
            List<Measure> measures,
            List<Integer> values,
            List<Integer> states,
            int begins,
            List<Wanted> wanted,
            ZoneId zone,
            long delayMicros,
            boolean emptyToo,
            EntityPass.Places places,
            long[] asOfs)
            implements java.io.Serializable {
        Iterator<Row> over(Iterator<Row> rows) {
            List<Aggregator<?>> aggregators = Partials.aggregators(measures);
            return new EntityPass(
                    rows,
                    row -> row.size() > begins && !row.isNullAt(begins)
                            ? kept(row, aggregators)
                            : event(row, aggregators),
                    () -> new MovingWindows(aggregators, wanted, zone, delayMicros),
                    emptyToo,
                    places,
                    asOfs);
        }

        private Piece event(Row row, List<Aggregator<?>> aggregators) {
            long micros = EntityPass.usable(row) - delayMicros - 1;
            Object[] partials = new Object[aggregators.size()];
            for (int i = 0; i < partials.length; i++) {
                Object value = values.get(i) < 0 ? true : row.get(EntityPass.VALUES + values.get(i));
                partials[i] = Partials.of(value, micros, aggregators.get(i));
            }
            return Piece.event(micros, partials);
        }

        private Piece kept(Row row, List<Aggregator<?>> aggregators) {
            Object[] partials = new Object[aggregators.size()];
            for (int i = 0; i < partials.length; i++) {
                byte[] bytes = states.get(i) < 0 ? null : row.getAs(begins + 2 + states.get(i));
                partials[i] = Partials.read(bytes, aggregators.get(i));
            }
            return new Piece(row.getLong(begins), row.getLong(begins + 1), partials);
        }
    }
}
