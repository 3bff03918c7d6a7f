package io.headrace.quality;

import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.headrace.job.JobStage;
import io.headrace.run.Faults;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ColumnProfile.Lengths;
import io.headrace.stats.ValueSketches;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.OutsideTable;
import io.headrace.table.RunTable;
import io.headrace.table.StagedTable;
import io.headrace.table.TableDescription;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.profiles}: the profile of the rows that each run wrote, one row for each column. */
public final class ProfileTable {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("profiles");

    /** The shares whose quantiles stand in the table. */
    public static final List<Double> QUANTILES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    private static final int SHOWN = 10;
    private static final DataType FREQUENT = DataType.fromDDL("array<struct<value:string,rows:bigint>>");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        field(RUN_ID, DataTypes.StringType, "Run that wrote the rows"),
        field("logical_date", DataTypes.DateType, "Its logical date"),
        field("profiled", DataTypes.StringType, "The table"),
        field("column", DataTypes.StringType, "The column"),
        field("kind", DataTypes.StringType, "number, time or text"),
        field("rows", DataTypes.LongType, "Rows"),
        field("nulls", DataTypes.LongType, "Rows without a value"),
        field("nans", DataTypes.LongType, "Rows whose value is not a finite number"),
        field("least", DataTypes.StringType, "Minimum, null for personal columns"),
        field("greatest", DataTypes.StringType, "Maximum, null for personal columns"),
        field("mean", DataTypes.DoubleType, "Mean of the numbers"),
        field("deviation", DataTypes.DoubleType, "Their standard deviation"),
        field("distinct", DataTypes.LongType, "Distinct count, relative standard error 1.6 %"),
        field(
                "quantiles",
                DataTypes.createArrayType(DataTypes.DoubleType),
                "Quantiles at 0.01, 0.05, 0.25, 0.5, 0.75, 0.95 and 0.99, to within 1.7 % of the ranks; times in microseconds"),
        field("top_values", FREQUENT, "Frequent values of texts, with approximate counts"),
        field("top_shapes", FREQUENT, "Frequent shapes of texts: letters A or a, digits 9, of the first 32 characters"),
        field("shortest", DataTypes.LongType, "Characters of the shortest text"),
        field("longest", DataTypes.LongType, "Characters of the longest text"),
        field("characters", DataTypes.LongType, "Characters of all texts"),
        field("sum", DataTypes.StringType, "State: sum of the numbers, exact"),
        field("squares", DataTypes.DoubleType, "State: sum of their squares"),
        field("hll", DataTypes.BinaryType, "State: HLL sketch of Apache DataSketches"),
        field("kll", DataTypes.BinaryType, "State: KLL sketch of doubles, likewise"),
        field("items", DataTypes.BinaryType, "State: sketch of frequent values, likewise"),
        field("forms", DataTypes.BinaryType, "State: sketch of frequent shapes, likewise")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "the profile of a column of the rows that a run wrote", SCHEMA, RUN_ID, "profiled", "column");

    private ProfileTable() {}

    private static StructField field(String name, DataType type, String comment) {
        return Lake.field(name, type, comment);
    }

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** The profiles of a run, to be recorded. */
    public static JobStage.Finding finding(Lake lake, TableName profiled, List<ColumnProfile> profiles) {
        return run -> in(lake).append(
                        run,
                        profiles.stream()
                                .map(profile -> row(run, profiled, profile))
                                .toList());
    }

    private static Row row(RunId run, TableName profiled, ColumnProfile profile) {
        List<Object> cells = new ArrayList<>();
        cells.add(run.toString());
        cells.add(Date.valueOf(run.date()));
        cells.add(profiled.toString());
        cells.add(profile.column());
        cells.add(profile.kind().name().toLowerCase(java.util.Locale.ROOT));
        cells.addAll(List.of(profile.rows(), profile.nulls(), profile.nans()));
        cells.add(profile.least());
        cells.add(profile.greatest());
        cells.add(orNull(profile.mean()));
        cells.add(orNull(profile.deviation()));
        cells.add(profile.distinct());
        cells.add(quantiles(profile));
        cells.add(frequent(profile.topValues(SHOWN)));
        cells.add(frequent(profile.topShapes(SHOWN)));
        cells.addAll(List.of(
                profile.lengths().shortest(),
                profile.lengths().longest(),
                profile.lengths().total()));
        cells.add(profile.sum() == null ? null : profile.sum().toPlainString());
        cells.add(profile.squares());
        cells.add(profile.sketches().hll());
        cells.add(profile.sketches().kll());
        cells.add(profile.sketches().items());
        cells.add(profile.sketches().forms());
        return RowFactory.create(cells.toArray());
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }

    private static Object quantiles(ColumnProfile profile) {
        return seq(QUANTILES.stream()
                .map(profile::quantile)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList());
    }

    private static Object frequent(List<Map.Entry<String, Long>> values) {
        return seq(values.stream()
                .map(value -> RowFactory.create(value.getKey(), value.getValue()))
                .toList());
    }

    private static Object seq(List<?> values) {
        return scala.jdk.javaapi.CollectionConverters.asScala(values).toSeq();
    }

    /** How many profiles of columns of a table tell values. */
    public static long telling(Lake lake, TableName profiled, Set<String> columns) {
        return columns.isEmpty()
                ? 0
                : in(lake).rows(Map.of("profiled", Set.of(profiled.toString()), "column", columns)).stream()
                        .filter(ProfileTable::tellsValues)
                        .count();
    }

    private static boolean tellsValues(Row row) {
        return Stream.of("least", "greatest", "mean").anyMatch(column -> row.getAs(column) != null)
                || Stream.of("top_values", "top_shapes")
                        .map(row::fieldIndex)
                        .anyMatch(column ->
                                !row.isNullAt(column) && !row.getList(column).isEmpty());
    }

    /**
     * Removes the profiles of columns of a table, as they have become personal, also from older versions and the log; those of other columns stay.
     * Does nothing where there are none.
     */
    public static void forget(Lake lake, TableName profiled, Set<String> columns) {
        while (telling(lake, profiled, columns) > 0) {
            StagedTable staged = lake.stage(TABLE)
                    .rewrite(
                            lake.files(TABLE, lake.version(TABLE), Map.of()).stream()
                                    .map(OutsideTable.DataFile::path)
                                    .collect(Collectors.toSet()),
                            rows -> rows.where(not(col("profiled")
                                    .equalTo(profiled.toString())
                                    .and(col("column").isin(columns.toArray())))));
            staged.publishUnlessChanged(Map.of(), "profiles of personal columns removed");
            Faults.reach("profiles of personal columns removed");
        }
        if (lake.has(TABLE)) {
            lake.forget(TABLE);
        }
    }

    /**
     * The profiles that finished runs kept of a table, newest date first, one for each date; each by column.
     *
     * @param before only runs for earlier dates
     * @param most how many dates at most
     */
    public static List<Map<String, ColumnProfile>> last(
            Lake lake, Ledger ledger, TableName profiled, LocalDate before, int most) {
        Map<LocalDate, String> newest = new TreeMap<>(Comparator.reverseOrder());
        ledger.done().stream()
                .filter(done ->
                        done.run().date().isBefore(before) && done.outputs().containsKey(profiled.toString()))
                .forEach(done -> newest.put(done.run().date(), done.run().toString()));
        List<String> runs = newest.values().stream().limit(most).toList();
        Map<String, Map<String, ColumnProfile>> byRun = new TreeMap<>(Comparator.comparing(runs::indexOf));
        in(lake).rows(Map.of("profiled", Set.of(profiled.toString()), RUN_ID, Set.copyOf(runs)))
                .forEach(row -> byRun.computeIfAbsent(row.getAs(RUN_ID), run -> new TreeMap<>())
                        .put(row.getAs("column"), profile(row)));
        return List.copyOf(byRun.values());
    }

    /** One profile of all rows together for each column that all of them have. */
    public static Map<String, ColumnProfile> merged(List<Map<String, ColumnProfile>> profiles) {
        return profiles.stream()
                .flatMap(each -> each.values().stream())
                .collect(Collectors.toMap(
                        profile -> profile.column() + " " + profile.kind(),
                        profile -> profile,
                        ColumnProfile::merge,
                        TreeMap::new))
                .values()
                .stream()
                .collect(Collectors.toMap(ColumnProfile::column, profile -> profile, (a, b) -> a, TreeMap::new));
    }

    private static ColumnProfile profile(Row row) {
        String sum = row.getAs("sum");
        return new ColumnProfile(
                row.getAs("column"),
                Kind.valueOf(row.<String>getAs("kind").toUpperCase(java.util.Locale.ROOT)),
                row.<Long>getAs("rows"),
                row.<Long>getAs("nulls"),
                row.<Long>getAs("nans"),
                sum == null ? null : new BigDecimal(sum),
                row.<Double>getAs("squares"),
                row.getAs("least"),
                row.getAs("greatest"),
                new Lengths(row.<Long>getAs("shortest"), row.<Long>getAs("longest"), row.<Long>getAs("characters")),
                new ValueSketches(row.getAs("hll"), row.getAs("kll"), row.getAs("items"), row.getAs("forms")));
    }
}
