package io.headrace.features.windows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_date;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.CalendarDays;
import io.headrace.table.PersonalLineage;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes the partials of whole days from rows, and those of longer periods from shorter ones. Each row is of a period and an entity: {@code period},
 * the entity, {@code begins}, {@code ends}, and the measures.
 */
public final class PeriodColumns {
    /** The column by which such a table is partitioned. */
    public static final String PERIOD = "period";

    private static final String VALUE = "headrace.value";
    private static final String FUNCTION = "headrace.function";
    private static final String PARAMETER = "headrace.parameter";

    /** In a row: the number of the day, the entity, the time, the values. */
    private static final int MICROS = 2;

    private static final int FIRST_VALUE = 3;

    private final EventColumns events;
    private final List<Measure> measures;
    private final String entity;
    private final ZoneId zone;
    private final DataType key;
    private final boolean personalKey;

    /**
     * The partials of a table.
     *
     * @param where SQL condition: the rows that count
     * @param time column of a row's time, a timestamp or a date
     */
    public PeriodColumns(
            Dataset<Row> table, String where, List<Measure> measures, String entity, String time, ZoneId zone) {
        this.events = new EventColumns(
                table, where, measures.stream().map(Measure::value).distinct().toList(), entity, time, zone);
        this.measures = List.copyOf(measures);
        this.entity = entity;
        this.zone = zone;
        this.key = table.schema().apply(entity).dataType();
        this.personalKey = PersonalLineage.isMarked(table.schema().apply(entity));
    }

    /** The columns of such rows. */
    public StructType schema() {
        List<StructField> fields = new ArrayList<>();
        fields.add(described(PERIOD, DataTypes.StringType, "First day and number of days"));
        fields.add(
                personalKey
                        ? PersonalLineage.marked(described(entity, key, "Whose events"))
                        : described(entity, key, "Whose events"));
        fields.add(described("begins", DataTypes.TimestampType, "Start of the period"));
        fields.add(described("ends", DataTypes.TimestampType, "Start of the next"));
        measures.forEach(measure -> fields.add(field(measure)));
        return new StructType(fields.toArray(StructField[]::new));
    }

    private StructField field(Measure measure) {
        Metadata metadata = new MetadataBuilder()
                .putString(VALUE, measure.value())
                .putString(FUNCTION, measure.state().function().name())
                .putDouble(PARAMETER, measure.state().parameter())
                .build();
        return new StructField(column(measure), DataTypes.BinaryType, true, metadata)
                .withComment("Partial of " + measure);
    }

    /** The measures that a table with such columns holds, by column. */
    public static Map<String, Measure> measures(StructType schema) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        for (StructField field : schema.fields()) {
            Metadata metadata = field.metadata();
            if (metadata.contains(FUNCTION)) {
                Aggregate state =
                        new Aggregate(Function.valueOf(metadata.getString(FUNCTION)), metadata.getDouble(PARAMETER));
                measures.put(field.name(), new Measure(metadata.getString(VALUE), state));
            }
        }
        return measures;
    }

    private static StructField described(String name, DataType type, String comment) {
        return DataTypes.createStructField(name, type, true).withComment(comment);
    }

    /** The column of a measure, which must be of the windows. */
    public String column(Measure measure) {
        return measure.column(events.value(measure.value()).type().sql());
    }

    /** The days on which any of the table's rows counts. */
    public NavigableSet<LocalDate> days() {
        NavigableSet<LocalDate> days = new TreeSet<>();
        events.all()
                .select(day())
                .distinct()
                .collectAsList()
                .forEach(row -> days.add(row.getDate(0).toLocalDate()));
        return days;
    }

    private Column day() {
        return to_date(from_utc_timestamp(timestamp_micros(col("_micros")), zone.getId()));
    }

    /** The partials of all days with rows. */
    public Dataset<Row> ofDays() {
        return merged(events.all());
    }

    /** The partials of some days. */
    public Dataset<Row> ofDays(Collection<LocalDate> days) {
        return merged(events.during(stretches(days)));
    }

    /** Days that follow one another as one. */
    private List<Cover.Stretch> stretches(Collection<LocalDate> days) {
        List<Cover.Stretch> stretches = new ArrayList<>();
        for (LocalDate day : new TreeSet<>(days)) {
            Period period = new Period(day, 1);
            int last = stretches.size() - 1;
            boolean follows = last >= 0 && stretches.get(last).to() == period.begins(zone);
            long from = follows ? stretches.remove(last).from() : period.begins(zone);
            stretches.add(new Cover.Stretch(Optional.empty(), from, period.ends(zone)));
        }
        return stretches;
    }

    private Dataset<Row> merged(Dataset<Row> events) {
        List<Column> columns = new ArrayList<>(List.of(unix_date(day()).as("_number"), col("*")));
        List<Integer> values = new ArrayList<>();
        for (Measure measure : measures) {
            int index = this.events.index(measure.value());
            values.add(index < 0 ? index : FIRST_VALUE + index);
        }
        return merged(events.select(columns.toArray(Column[]::new)), new Merge(measures, values, 1, zone));
    }

    /**
     * The partials of longer periods.
     *
     * @param parts rows of the next shorter periods
     * @param days the length of the longer ones
     */
    public Dataset<Row> together(Dataset<Row> parts, int days) {
        Column first = unix_date(to_date(substring_index(col(PERIOD), "+", 1)));
        List<Column> columns = new ArrayList<>(List.of(
                floor(first.divide(days)).cast("int").as("_number"),
                col("`" + entity + "`").as("_entity")));
        List<Integer> states = new ArrayList<>();
        for (Measure measure : measures) {
            states.add(columns.size());
            columns.add(col(column(measure)));
        }
        return merged(parts.select(columns.toArray(Column[]::new)), new Merge(measures, states, days, zone));
    }

    private Dataset<Row> merged(Dataset<Row> rows, Merge merge) {
        JavaRDD<Row> merged = rows.repartition(col("_number"), col("_entity"))
                .sortWithinPartitions("_number", "_entity")
                .toJavaRDD()
                .mapPartitions(merge::over);
        return rows.sparkSession().createDataFrame(merged, schema());
    }

    /**
     * Merges neighbours of one period and entity.
     *
     * @param places for each measure where its value is in a row, or its partial; -1 of a value that is true in every row
     * @param days the length of the periods; only of single days are there values
     */
    private record Merge(List<Measure> measures, List<Integer> places, int days, ZoneId zone)
            implements java.io.Serializable {
        Iterator<Row> over(Iterator<Row> rows) {
            return new PartialsMerger(rows, Partials.aggregators(measures), this::partial, this::row);
        }

        private Object partial(Row row, int measure, Aggregator<?> aggregator) {
            int place = places.get(measure);
            Object cell = place < 0 ? true : row.get(place);
            return days == 1
                    ? Partials.of(cell, row.getLong(MICROS), aggregator)
                    : Partials.read((byte[]) cell, aggregator);
        }

        private Row row(int number, Object entity, List<byte[]> partials) {
            Period period = new Period(LocalDate.ofEpochDay((long) number * days), days);
            List<Object> cells = new ArrayList<>(List.of(
                    period.toString(),
                    entity,
                    Timestamp.from(CalendarDays.begin(period.first(), zone)),
                    Timestamp.from(CalendarDays.begin(period.next(), zone))));
            cells.addAll(partials);
            return RowFactory.create(cells.toArray());
        }
    }
}
