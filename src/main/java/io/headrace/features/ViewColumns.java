package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.headrace.features.windows.WindowColumns;
import io.headrace.run.HeadraceException;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Windows;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SqlClock;
import io.headrace.table.TableLayout;
import io.headrace.table.query.QueryRules;
import io.headrace.table.query.SqlFault;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a feature view at any as-ofs; the same code for training and scoring.
 *
 * <p>The view's SQL never sees its tables, only copies cut off before each as-of: a row of an input appears once for
 * every as-of that is later than its time.
 */
public final class ViewColumns {
    private static final StructType AS_OFS = new StructType(
            new StructField[] {Lake.field(AS_OF, DataTypes.TimestampType, "Moment before which data may be used")});

    private final FeatureView view;

    public ViewColumns(FeatureView view) {
        this.view = view;
    }

    /**
     * The features at the as-ofs, one row for each entity and as-of that the SQL returns.
     *
     * @param zone the project's time zone, which defines calendar days and months
     * @param inputs gives the rows of the inputs
     */
    public Dataset<Row> at(SparkSession spark, ZoneId zone, List<Instant> asOfs, InputColumns inputs) {
        return queried(spark, zone, shownAt(spark, zone, asOfs, inputs));
    }

    private BiFunction<String, FeatureView.Input, Dataset<Row>> shownAt(
            SparkSession spark, ZoneId zone, List<Instant> asOfs, InputColumns inputs) {
        Dataset<Row> moments = spark.createDataFrame(
                asOfs.stream()
                        .sorted(Comparator.naturalOrder())
                        .map(asOf -> RowFactory.create(java.sql.Timestamp.from(asOf)))
                        .toList(),
                AS_OFS);
        return (alias, input) -> input.windows().isPresent()
                ? aggregated(
                        alias,
                        input,
                        zone,
                        columns -> inputs.tiles(input, asOfs)
                                .map(tiles -> columns.at(inputs.rows(input), asOfs, tiles))
                                .orElseGet(() -> columns.at(inputs.rows(input), asOfs)))
                : known(plain(input, inputs.rows(input), zone), input, moments, zone);
    }

    /**
     * The features at moments of each entity, as the SQL returns them for these entities alone.
     *
     * @param moments the entity, in a column of that name, and {@code as_of}, each pair once; none of them null
     */
    public Dataset<Row> at(SparkSession spark, ZoneId zone, Dataset<Row> moments, InputColumns inputs) {
        return queried(
                spark,
                zone,
                (alias, input) -> input.windows().isPresent()
                        ? aggregated(alias, input, zone, columns -> columns.at(inputs.rows(input), moments))
                        : knownToEach(plain(input, inputs.rows(input), zone), input, moments, zone));
    }

    /**
     * The features at moments of rows, as the SQL returns them for the entities of these alone.
     *
     * @return the row's key in the column of the entity, {@code as_of} and the features
     */
    Dataset<Row> at(SparkSession spark, ZoneId zone, Moments moments, InputColumns inputs) {
        if (moments.place().isEmpty()) {
            return at(spark, zone, moments.rows(), inputs);
        }
        Moments.Place place = moments.place().get();
        return queried(
                spark,
                zone,
                (alias, input) -> input.windows().isPresent()
                        ? aggregated(
                                alias,
                                input,
                                zone,
                                columns -> columns.atRows(
                                        inputs.rows(input),
                                        moments.rows(),
                                        Moments.ROW,
                                        Moments.ORDER,
                                        place.of().isPlacedIn(input)
                                                ? new WindowColumns.Order(
                                                        EventRowColumns.order(place), place.includesRow())
                                                : WindowColumns.Order.NONE))
                        : knownToEachRow(plain(input, inputs.rows(input), zone), input, moments.rows(), zone));
    }

    /** As {@link #knownToEach}, with the row's key in place of the entity. */
    private Dataset<Row> knownToEachRow(Dataset<Row> rows, FeatureView.Input input, Dataset<Row> moments, ZoneId zone) {
        if (!List.of(rows.columns()).contains(view.entity())) {
            return known(rows, input, moments.select(AS_OF).distinct(), zone);
        }
        Dataset<Row> own = moments.select(col("`" + view.entity() + "`").as("_of"), col(AS_OF), col(Moments.ROW));
        Column isOwn = col("`" + view.entity() + "`").equalTo(col("_of"));
        return LatestColumns.without(rows.join(
                        own, isKnown(rows, input, zone).map(isOwn::and).orElse(isOwn)))
                .drop("_of")
                .drop(view.entity())
                .withColumnRenamed(Moments.ROW, view.entity());
    }

    private Dataset<Row> queried(
            SparkSession spark, ZoneId zone, BiFunction<String, FeatureView.Input, Dataset<Row>> shown) {
        refuse(written(spark));
        return overInputs(
                shown,
                () -> SqlClock.of(spark, zone, () -> {
                    Dataset<Row> rows = query(spark);
                    refuse(QueryRules.resolved(rows, view.inputs().keySet(), AS_OF));
                    return allowed(declared(rows));
                }));
    }

    /** Refuses rows of a view that need values which rest encrypted, where nobody has decrypted them or they are to rest in clear and nobody said so. */
    Dataset<Row> allowed(Dataset<Row> rows) {
        if (EncryptedColumns.usesUndecrypted(rows)) {
            throw FeatureErrors.noPurpose(view.name());
        }
        List<String> secret = EncryptedColumns.revealing(rows).stream()
                .filter(name ->
                        view.column(name).map(column -> !column.inClear()).orElse(true))
                .toList();
        if (!secret.isEmpty()) {
            throw FeatureErrors.inClear(view.name(), secret);
        }
        return rows;
    }

    /** Whether the view needs values that rest encrypted; throws if it cannot be resolved. */
    public boolean needsDecrypted(SparkSession spark, Map<String, StructType> schemas) {
        return view.rows().isEmpty()
                && EncryptedColumns.usesDecrypted(
                        at(spark, ZoneOffset.UTC, List.of(Instant.EPOCH), empty(spark, schemas)));
    }

    private <T> T overInputs(BiFunction<String, FeatureView.Input, Dataset<Row>> shown, Supplier<T> work) {
        SparkSession spark = null;
        synchronized (ViewColumns.class) {
            try {
                for (Map.Entry<String, FeatureView.Input> input : view.inputs().entrySet()) {
                    Dataset<Row> rows = shown.apply(input.getKey(), input.getValue());
                    spark = rows.sparkSession();
                    rows.createOrReplaceTempView(input.getKey());
                }
                return work.get();
            } finally {
                if (spark != null) {
                    view.inputs().keySet().forEach(spark.catalog()::dropTempView);
                }
            }
        }
    }

    private List<SqlFault> written(SparkSession spark) {
        return QueryRules.written(spark, view.sql(), view.inputs().keySet(), AS_OF);
    }

    private void refuse(List<SqlFault> faults) {
        if (!faults.isEmpty()) {
            throw FeatureErrors.refusedSql(view.name(), faults);
        }
    }

    /** What the SQL does that it may not, by line, judged against schemas without reading data; throws if it cannot be resolved. */
    public List<SqlFault> faults(SparkSession spark, Map<String, StructType> schemas) {
        if (view.rows().isPresent()) {
            return List.of();
        }
        List<SqlFault> written = written(spark);
        return written.isEmpty()
                ? overInputs(
                        shownAt(spark, ZoneOffset.UTC, List.of(Instant.EPOCH), empty(spark, schemas)),
                        () -> QueryRules.resolved(query(spark), view.inputs().keySet(), AS_OF))
                : written;
    }

    private static InputColumns empty(SparkSession spark, Map<String, StructType> schemas) {
        return input ->
                spark.createDataFrame(List.<Row>of(), schemas.get(input.table().toString()));
    }

    private Dataset<Row> plain(FeatureView.Input input, Dataset<Row> rows, ZoneId zone) {
        if (Stream.of(rows.columns()).anyMatch(AS_OF::equalsIgnoreCase)) {
            throw FeatureErrors.ownAsOf(view.name(), input.table().toString());
        }
        return LatestColumns.with(rows, input, zone);
    }

    private static Dataset<Row> known(Dataset<Row> rows, FeatureView.Input input, Dataset<Row> moments, ZoneId zone) {
        return isKnown(rows, input, zone)
                .map(known -> LatestColumns.without(rows.join(broadcast(moments), known)))
                .orElseGet(() -> rows.crossJoin(broadcast(moments)));
    }

    /** Rows without an entity column are visible at all moments, others at the moments of their entity. */
    private Dataset<Row> knownToEach(Dataset<Row> rows, FeatureView.Input input, Dataset<Row> moments, ZoneId zone) {
        if (!List.of(rows.columns()).contains(view.entity())) {
            return known(rows, input, moments.select(AS_OF).distinct(), zone);
        }
        Dataset<Row> own = moments.select(col("`" + view.entity() + "`").as("_of"), col(AS_OF));
        Column isOwn = col("`" + view.entity() + "`").equalTo(col("_of"));
        return LatestColumns.without(rows.join(
                        own, isKnown(rows, input, zone).map(isOwn::and).orElse(isOwn)))
                .drop("_of");
    }

    /**
     * When a row is visible at {@code as_of}; empty if it always is. A row valid until an instant is visible just before it.
     *
     * @param rows of {@link LatestColumns#with}
     */
    private static Optional<Column> isKnown(Dataset<Row> rows, FeatureView.Input input, ZoneId zone) {
        Optional<Column> isLatest = input.latest().map(latest -> LatestColumns.isLatest());
        return Stream.concat(isInTime(rows, input, zone).stream(), isLatest.stream())
                .reduce(Column::and);
    }

    /** When a row's times let it be visible at {@code as_of}, whatever other rows there are; empty if it always is. */
    static Optional<Column> isInTime(Dataset<Row> rows, FeatureView.Input input, ZoneId zone) {
        List<Column> conditions = new ArrayList<>();
        input.time().map(time -> InstantColumns.of(rows, time, zone)).ifPresent(time -> {
            conditions.add(time.lt(col(AS_OF)));
            input.lookbackDays()
                    .ifPresent(days -> conditions.add(time.geq(InstantColumns.daysBefore(col(AS_OF), days, zone))));
        });
        input.until()
                .map(until -> InstantColumns.of(rows, until, zone))
                .ifPresent(until -> conditions.add(until.isNull().or(until.geq(col(AS_OF)))));
        return conditions.stream().reduce(Column::and);
    }

    private Dataset<Row> aggregated(
            String alias, FeatureView.Input input, ZoneId zone, Function<WindowColumns, Dataset<Row>> at) {
        refuseWindows(alias, input.windows().orElseThrow());
        try {
            return at.apply(new WindowColumns(
                    input.windows().orElseThrow(), view.entity(), input.time().orElseThrow(), zone));
        } catch (IllegalArgumentException e) {
            throw FeatureErrors.badAggregates(view.name(), alias, e);
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                throw FeatureErrors.badAggregates(view.name(), alias, e);
            }
            throw e;
        }
    }

    private void refuseWindows(String alias, Windows windows) {
        List<String> faults = Stream.concat(Stream.of(windows.where()), windows.values().stream())
                .filter(sql -> !sql.equals(Windows.ROW))
                .flatMap(sql -> QueryRules.writtenExpression(SparkSession.active(), sql, Optional.empty()).stream())
                .map(SqlFault::message)
                .distinct()
                .toList();
        if (!faults.isEmpty()) {
            throw FeatureErrors.refusedAggregates(view.name(), alias, faults);
        }
    }

    private Dataset<Row> query(SparkSession spark) {
        try {
            return spark.sql(view.sql());
        } catch (RuntimeException e) {
            throw FeatureErrors.badSql(view.name(), e);
        } catch (Exception e) {
            if (e instanceof AnalysisException) {
                throw FeatureErrors.badSql(view.name(), e);
            }
            throw new IllegalStateException(e);
        }
    }

    /** The declared columns in the declared types; refuses missing and undeclared ones. */
    private Dataset<Row> declared(Dataset<Row> rows) {
        List<String> wanted = columns();
        List<String> found = List.of(rows.columns());
        if (found.size() != wanted.size() || !found.containsAll(wanted)) {
            throw FeatureErrors.wrongColumns(view.name(), String.join(", ", found), String.join(", ", wanted));
        }
        List<Column> columns = new ArrayList<>();
        columns.add(col(view.entity()));
        columns.add(col(AS_OF));
        view.columns()
                .forEach(column -> columns.add(
                        named(column, col(column.name()).cast(column.type().sql()))));
        return rows.select(columns.toArray(Column[]::new));
    }

    private static Column named(FeatureView.FeatureColumn column, Column value) {
        return column.personal() ? value.as(column.name(), PersonalLineage.mark()) : value.as(column.name());
    }

    /** Entity, as_of and the features, in order. */
    public List<String> columns() {
        List<String> names = new ArrayList<>(List.of(view.entity(), AS_OF));
        view.columns().forEach(column -> names.add(column.name()));
        return names;
    }

    /** The table of the view; its entity has the type that the SQL gives it. */
    TableLayout layout(DataType entity) {
        List<StructField> fields = new ArrayList<>();
        fields.add(Lake.field(view.entity(), entity, "Entity that the features describe"));
        fields.add(Lake.field(AS_OF, DataTypes.TimestampType, "Only data before this moment was used"));
        view.columns()
                .forEach(column -> fields.add(
                        Lake.field(column.name(), DataType.fromDDL(column.type().sql()), described(column))));
        fields.add(Lake.field(FEATURE_VERSION, DataTypes.StringType, "Digest of the view's definition"));
        fields.add(Lake.field(RUN_ID, DataTypes.StringType, "Run that computed the row"));
        return TableLayout.plain(view.table(), new StructType(fields.toArray(StructField[]::new)))
                .partitionedBy(AS_OF);
    }

    /** Meaning, unit and owner in words. */
    public static String described(FeatureView.FeatureColumn column) {
        String unit = column.unit().isEmpty() ? "" : " [" + column.unit() + "]";
        return column.comment() + unit + (column.owner().isEmpty() ? "" : " (" + column.owner() + ")");
    }

    /** Resolves the aggregates of one input against its table's schema without reading data; throws if they cannot be resolved. */
    public void resolve(SparkSession spark, String alias, StructType table) {
        aggregated(
                alias,
                view.inputs().get(alias),
                ZoneOffset.UTC,
                columns -> columns.at(spark.createDataFrame(List.<Row>of(), table), List.of(Instant.EPOCH)));
    }

    /** Resolves the SQL against schemas without reading data, personal columns marked; throws if it cannot be resolved. */
    public StructType resolve(SparkSession spark, Map<String, StructType> schemas) {
        return view.rows().isPresent()
                ? resolveRows(spark, schemas)
                : PersonalLineage.schema(at(spark, ZoneOffset.UTC, List.of(Instant.EPOCH), empty(spark, schemas)));
    }

    /** Looks up by keys of an opaque type too: a view whose SQL reads the entity as a value cannot be asked by row. */
    private StructType resolveRows(SparkSession spark, Map<String, StructType> schemas) {
        String table = view.rows().orElseThrow().table().toString();
        Dataset<Row> rows = spark.createDataFrame(List.<Row>of(), schemas.get(table));
        InputColumns inputs = empty(spark, schemas);
        EventRowColumns.LookedUp resolved = (other, moments) -> {
            Dataset<Row> found = new ViewColumns(other).at(spark, ZoneOffset.UTC, moments, inputs);
            Dataset<Row> hidden = moments.rows().withColumn(Moments.ROW, functions.struct(col(Moments.ROW)));
            try {
                new ViewColumns(other).at(spark, ZoneOffset.UTC, moments.with(hidden), inputs);
            } catch (HeadraceException computed) {
                throw FeatureErrors.notByRow(other, computed);
            }
            return found;
        };
        return PersonalLineage.schema(
                allowed(new EventRowColumns(view, rows, ZoneOffset.UTC, resolved).at(List.of(Instant.EPOCH))));
    }
}
