package io.headrace.features.windows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import io.headrace.features.windows.MovingWindows.Wanted;
import io.headrace.run.RunContext;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Aggregates over windows for every entity of a table: the rows are sorted once by entity and time, and the windows move over them.
 */
public final class WindowColumns {
    private static final int SUM_DIGITS = 38;

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

    /** A row for each entity and as-of with an event in any window: the entity, {@code as_of} and the features. */
    public Dataset<Row> at(Dataset<Row> table, List<Instant> asOfs) {
        List<Instant> moments = asOfs.stream().sorted().toList();
        List<DataType> types = types(table);
        return passed(within(events(table, types), moments), types, micros(moments));
    }

    /**
     * A row for each of the moments, also where no event is in a window: the entity, {@code as_of} and the features.
     *
     * @param moments the entity, in the type that the table has it in, and {@code as_of}, a timestamp; none of them null
     */
    public Dataset<Row> at(Dataset<Row> table, Dataset<Row> moments) {
        List<DataType> types = types(table);
        Dataset<Row> events = events(table, types);
        Column[] columns = new Column[events.columns().length];
        for (int i = 0; i < columns.length; i++) {
            StructField field = events.schema().fields()[i];
            columns[i] = lit(null).cast(field.dataType()).as(field.name());
        }
        columns[EntityColumns.ENTITY] =
                col("`" + entity + "`").cast(events.schema().fields()[0].dataType());
        columns[EntityColumns.USABLE] = unix_micros(col("as_of"));
        columns[EntityColumns.MOMENT] = lit(true);
        return passed(events.union(moments.select(columns)), types);
    }

    /** One sort, one pass. */
    private Dataset<Row> passed(Dataset<Row> rows, List<DataType> types, long... asOfs) {
        DataType key = rows.schema().fields()[EntityColumns.ENTITY].dataType();
        Pass pass = new Pass(aggregates(), wanted(), zone, delayMicros(), asOfs);
        JavaRDD<Row> results = rows.repartition(col("_entity"))
                .sortWithinPartitions("_entity", "_usable", "_moment")
                .toJavaRDD()
                .mapPartitions(pass::over);
        return rows.sparkSession().createDataFrame(results, raw(key, types)).select(results(types));
    }

    private long delayMicros() {
        return windows.delay().toNanos() / 1000;
    }

    /** Of the values, in order. */
    private List<DataType> types(Dataset<Row> table) {
        Column[] values = windows.values().stream().map(functions::expr).toArray(Column[]::new);
        return Stream.of(table.select(values).schema().fields())
                .map(StructField::dataType)
                .toList();
    }

    /** The table's rows as {@link EntityColumns} knows them. */
    private Dataset<Row> events(Dataset<Row> table, List<DataType> types) {
        Column micros = unix_micros(col("`" + time + "`").cast("timestamp"));
        List<Column> columns = new ArrayList<>();
        columns.add(col("`" + entity + "`").as("_entity"));
        columns.add(micros.plus(1 + delayMicros()).as("_usable"));
        columns.add(lit(false).as("_moment"));
        columns.add(micros.as("_micros"));
        List<String> values = windows.values();
        for (int i = 0; i < values.size(); i++) {
            columns.add(simple(expr(values.get(i)), types.get(i)).as("_" + i));
        }
        return table.where(expr(windows.where()))
                .select(columns.toArray(Column[]::new))
                .where(col("_entity").isNotNull().and(col("_micros").isNotNull()));
    }

    /** Those of the events that any window at the as-ofs may hold. */
    private Dataset<Row> within(Dataset<Row> events, List<Instant> asOfs) {
        Dataset<Row> before = events.where(col("_usable").leq(RunContext.micros(asOfs.get(asOfs.size() - 1))));
        // The beginnings of months may not be in the order of their ends.
        return asOfs.stream()
                .flatMap(asOf -> windows.begin(asOf, zone).stream())
                .min(Comparator.naturalOrder())
                .map(first -> before.where(col("_micros").geq(RunContext.micros(first))))
                .orElse(before);
    }

    /** Each kind of value in the one type that aggregators know it by. */
    private static Column simple(Column value, DataType type) {
        if (type instanceof IntegralType) {
            return value.cast("bigint");
        }
        if (type instanceof FloatType) {
            return value.cast("double");
        }
        if (type instanceof DateType) {
            return unix_date(value).cast("bigint");
        }
        if (type instanceof TimestampType) {
            return unix_micros(value);
        }
        if (type instanceof DoubleType
                || type instanceof DecimalType
                || type instanceof StringType
                || type instanceof BooleanType) {
            return value;
        }
        throw new IllegalArgumentException("a value of type " + type.sql() + " cannot be aggregated");
    }

    /** The aggregates that partials are made for: one for each aggregate of each value. */
    private List<Measure> aggregates() {
        return windows.features().stream().map(this::measure).distinct().toList();
    }

    private record Measure(int value, Aggregate aggregate) implements java.io.Serializable {}

    private Measure measure(Feature feature) {
        return new Measure(windows.values().indexOf(feature.value()), feature.aggregate());
    }

    private List<Wanted> wanted() {
        List<Measure> measures = aggregates();
        return windows.features().stream()
                .map(feature -> new Wanted(measures.indexOf(measure(feature)), feature.window()))
                .toList();
    }

    private StructType raw(DataType key, List<DataType> types) {
        List<StructField> fields = new ArrayList<>();
        fields.add(DataTypes.createStructField("_entity", key, false));
        fields.add(DataTypes.createStructField("as_of", DataTypes.LongType, false));
        for (Feature feature : windows.features()) {
            DataType type = types.get(windows.values().indexOf(feature.value()));
            fields.add(DataTypes.createStructField(feature.name(), raw(feature.aggregate(), type), true));
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static DataType raw(Aggregate aggregate, DataType value) {
        return switch (aggregate.function()) {
            case COUNT, DISTINCT, APPROX_DISTINCT -> DataTypes.LongType;
            case MEAN, VARIANCE, DEVIATION, SINCE -> DataTypes.DoubleType;
            case SUM -> summed(value);
            case MIN, MAX, FIRST, LAST, QUANTILE, TOP ->
                value instanceof DecimalType || value instanceof StringType || value instanceof BooleanType
                        ? value
                        : value instanceof DoubleType || value instanceof FloatType
                                ? DataTypes.DoubleType
                                : DataTypes.LongType;
        };
    }

    private static DataType summed(DataType value) {
        return value instanceof DoubleType || value instanceof FloatType
                ? DataTypes.DoubleType
                : DataTypes.createDecimalType(SUM_DIGITS, value instanceof DecimalType decimal ? decimal.scale() : 0);
    }

    private Column[] results(List<DataType> types) {
        List<Column> columns = new ArrayList<>();
        columns.add(col("_entity").as(entity));
        columns.add(timestamp_micros(col("as_of")).as("as_of"));
        for (Feature feature : windows.features()) {
            DataType type = types.get(windows.values().indexOf(feature.value()));
            columns.add(result(feature.aggregate().function(), type, col(feature.name()))
                    .as(feature.name()));
        }
        return columns.toArray(Column[]::new);
    }

    /** In the type that the value came in; sums of whole numbers are such again. */
    private static Column result(Function function, DataType type, Column raw) {
        return switch (function) {
            case SUM -> type instanceof IntegralType ? raw.cast("bigint") : raw;
            case MIN, MAX, FIRST, LAST, QUANTILE, TOP ->
                type instanceof DateType
                        ? date_from_unix_date(raw.cast("int"))
                        : type instanceof TimestampType ? timestamp_micros(raw) : raw.cast(type);
            case COUNT, DISTINCT, APPROX_DISTINCT, MEAN, VARIANCE, DEVIATION, SINCE -> raw;
        };
    }

    private static long[] micros(List<Instant> instants) {
        return instants.stream().mapToLong(RunContext::micros).toArray();
    }

    /** The pass over a partition's rows, entity by entity. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pass(List<Measure> measures, List<Wanted> wanted, ZoneId zone, long delayMicros, long[] asOfs)
            implements java.io.Serializable {
        Iterator<Row> over(Iterator<Row> rows) {
            List<Aggregator<?>> aggregators = new ArrayList<>();
            measures.forEach(measure -> aggregators.add(Aggregators.of(measure.aggregate())));
            return new EntityColumns(
                    rows,
                    row -> piece(row, aggregators),
                    () -> new MovingWindows(aggregators, wanted, zone, delayMicros),
                    asOfs);
        }

        private Piece piece(Row row, List<Aggregator<?>> aggregators) {
            long micros = row.getLong(EntityColumns.TIME);
            Object[] partials = new Object[aggregators.size()];
            for (int i = 0; i < partials.length; i++) {
                Object value = row.get(EntityColumns.VALUES + measures.get(i).value());
                partials[i] = value == null ? null : aggregators.get(i).of(Values.canonical(value), micros);
            }
            return Piece.event(micros, partials);
        }
    }
}
