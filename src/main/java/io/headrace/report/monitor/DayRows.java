package io.headrace.report.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.report.DisplayFormat;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RecordedRows;
import io.headrace.report.RecordedRows.Column;
import io.headrace.report.RecordedRows.Recorded;
import io.headrace.report.RowReference;
import io.headrace.table.TableDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows of a table, whatever its columns are, as the pages of runs show them: of each run the gravest.
 *
 * <p>Those that pages lead to before others, those that decide before others, verdicts that say something is wrong before others, then by
 * importance times effect, where the table has such columns.
 */
final class DayRows {
    /** Rows of a table on a page. */
    static final int MOST = 200;

    private static final int LONGEST = 300;
    private static final Set<String> GRAVE = Set.of("drift", "worse", "breach", "roll_back", "unhealthy");

    private final TableDescription description;
    private final StructType schema;
    private final Set<RowReference> first;
    private final int most;
    private final Map<String, PriorityQueue<Ranked>> kept = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();

    DayRows(TableDescription description) {
        this(description, Set.of(), MOST);
    }

    /**
     * @param first rows that pages lead to
     * @param most rows of a run that are shown
     */
    DayRows(TableDescription description, Set<RowReference> first, int most) {
        this.description = description;
        this.schema = readable(description);
        this.first = first;
        this.most = most;
    }

    /** The columns that people read: what programs keep for themselves, as JSON or as bytes, may be long. */
    private static StructType readable(TableDescription description) {
        return new StructType(Stream.of(description.schema().fields())
                .filter(field -> !field.getComment().getOrElse(() -> "").endsWith("as JSON"))
                .filter(field -> !field.dataType().equals(DataTypes.BinaryType))
                .toArray(StructField[]::new));
    }

    /** The columns that are read. */
    StructType schema() {
        return schema;
    }

    /** A row with what decides whether it is shown. */
    private record Ranked(Row row, boolean isLedTo, boolean decides, boolean isGrave, double weight, String key) {
        static final Comparator<Ranked> GRAVEST_FIRST = Comparator.comparing(Ranked::isLedTo)
                .thenComparing(Ranked::decides)
                .thenComparing(Ranked::isGrave)
                .thenComparingDouble(Ranked::weight)
                .reversed()
                .thenComparing(Ranked::key);
    }

    /** A row of the table. */
    void add(Row row) {
        String run = row.getAs(RUN_ID);
        counts.merge(run, 1L, Long::sum);
        PriorityQueue<Ranked> rows =
                kept.computeIfAbsent(run, name -> new PriorityQueue<>(Ranked.GRAVEST_FIRST.reversed()));
        rows.add(ranked(row));
        if (rows.size() > most) {
            rows.remove();
        }
    }

    private Ranked ranked(Row row) {
        boolean decides = !has("decides") || row.<Boolean>getAs("decides");
        boolean isGrave = has("verdict") && GRAVE.contains(row.<String>getAs("verdict"));
        return new Ranked(
                row,
                !first.isEmpty() && first.contains(reference(description, row)),
                decides,
                isGrave,
                number(row, "importance") * number(row, "effect"),
                String.join(" ", key(description, row).values()));
    }

    private boolean has(String column) {
        return schema.getFieldIndex(column).isDefined();
    }

    private double number(Row row, String column) {
        Double number = has(column) ? row.<Double>getAs(column) : null;
        return number == null ? 0 : number;
    }

    /** What tells a row from the others of its run. */
    private static Map<String, String> key(TableDescription description, Row row) {
        Map<String, String> key = new LinkedHashMap<>();
        description.key().stream()
                .filter(column -> !column.equals(RUN_ID))
                .forEach(column -> key.put(column, text(row.getAs(column))));
        return key;
    }

    /** The row, to be referred to. */
    static RowReference reference(TableDescription description, Row row) {
        return new RowReference(description.table().toString(), row.getAs(RUN_ID), key(description, row));
    }

    /** Whether a run has recorded a row. */
    boolean has(Run run) {
        return counts.containsKey(run.id());
    }

    /** What is shown of a run. */
    RecordedRows of(String run) {
        List<Ranked> rows = new ArrayList<>(kept.getOrDefault(run, new PriorityQueue<>(Ranked.GRAVEST_FIRST)));
        rows.sort(Ranked.GRAVEST_FIRST);
        return new RecordedRows(
                description.table().toString(),
                description.row(),
                Stream.of(schema.fields()).map(this::column).toList(),
                rows.stream().map(Ranked::row).map(this::recorded).toList(),
                counts.getOrDefault(run, 0L) - rows.size());
    }

    private Column column(StructField field) {
        return new Column(
                field.name(),
                field.getComment().getOrElse(() -> ""),
                field.dataType() instanceof NumericType,
                description.key().contains(field.name()) && !field.name().equals(RUN_ID));
    }

    private Recorded recorded(Row row) {
        return new Recorded(
                reference(description, row),
                Stream.of(schema.fields())
                        .map(field -> shown(field, row.getAs(field.name())))
                        .toList());
    }

    private static String shown(StructField field, Object value) {
        if (value instanceof Double number) {
            return DisplayFormat.significant(number);
        }
        if (value instanceof Number number && !field.dataType().equals(DataTypes.StringType)) {
            return DisplayFormat.count(number.longValue());
        }
        String text = text(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof scala.collection.Iterable<?> many) {
            return CollectionConverters.asJava(many.toSeq()).stream()
                    .map(DayRows::text)
                    .collect(Collectors.joining("; "));
        }
        return value.toString();
    }
}
