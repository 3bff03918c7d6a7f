package io.headrace.testing;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.engine.ProjectSchemas;
import io.headrace.features.ViewColumns;
import io.headrace.spec.FeatureView;
import io.headrace.spec.NearestName;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.SqlClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs the example of every feature view of a project: the view's SQL on the given rows must return the expected ones.
 *
 * <p>Given values take the types of the tables that the view reads, as the ingest specs declare them. A column left out
 * is null, an {@code as_of} left out is the example's. Times without an offset are of the
 * project's zone.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> everyExampleHolds() {
 *     return ViewExamples.of(Path.of(""));
 * }
 * }</pre>
 */
public final class ViewExamples {

    private final SparkSession spark;
    private final ZoneId zone;
    private final ProjectSchemas schemas;

    private ViewExamples(Project project, SparkSession spark) {
        this.spark = spark;
        this.zone = project.places().zone();
        this.schemas = new ProjectSchemas(project, spark);
    }

    /** A test for each view of the project, read with {@code conf/local.conf}; a view without example is skipped. */
    public static Stream<DynamicTest> of(Path project) {
        Project read =
                ProjectReader.read(project, "local", List.of(), System.getenv()).projectOrThrow();
        ViewExamples examples = new ViewExamples(read, LakeExtension.session());
        return read.views().values().stream()
                .map(view -> DynamicTest.dynamicTest(view.name(), () -> examples.run(view)));
    }

    private void run(FeatureView view) {
        Assumptions.assumeTrue(view.example().isPresent(), "features/" + view.name() + ".conf has no example");
        FeatureView.Example example = view.example().orElseThrow();
        IdentityHashMap<FeatureView.Input, Dataset<Row>> given = new IdentityHashMap<>();
        view.inputs()
                .forEach((alias, input) -> given.put(
                        input,
                        rows(
                                "the example's " + alias,
                                example.inputs().getOrDefault(alias, List.of()),
                                schema(input.table()))));
        Dataset<Row> found = new ViewColumns(view).at(spark, zone, List.of(asOf(example)), given::get);
        TableAssert.assertThat(found)
                .hasSameRowsAs(rows("what the example expects", withAsOf(example), found.schema()));
    }

    private Instant asOf(FeatureView.Example example) {
        String text = example.asOf();
        String moment = text.length() == 10 ? text + "T00:00:00" : text.replace(' ', 'T');
        return LocalDateTime.parse(moment).atZone(zone).toInstant();
    }

    private static List<Map<String, Object>> withAsOf(FeatureView.Example example) {
        return example.expected().stream()
                .map(row -> {
                    Map<String, Object> complete = new LinkedHashMap<>(row);
                    complete.putIfAbsent(AS_OF, example.asOf());
                    return complete;
                })
                .toList();
    }

    /** The columns of a table as a job of the project, or a view, declares them. */
    private StructType schema(TableName table) {
        return schemas.of(table)
                .orElseThrow(() -> new IllegalArgumentException(
                        "an example can give rows of silver tables and of views, not of " + table));
    }

    /** The values as texts, then cast to the types of the schema. */
    private Dataset<Row> rows(String what, List<Map<String, Object>> rows, StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        rows.forEach(row -> requireKnown(what, row, names));
        List<Row> texts = rows.stream()
                .map(row -> RowFactory.create(
                        names.stream().map(name -> text(row.get(name))).toArray()))
                .toList();
        StructField[] fields = names.stream()
                .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
                .toArray(StructField[]::new);
        List<Column> typed = new ArrayList<>();
        Arrays.stream(schema.fields())
                .forEach(field -> typed.add(
                        functions.col(field.name()).cast(field.dataType()).as(field.name())));
        return SqlClock.of(
                spark,
                zone,
                () -> spark.createDataFrame(texts, new StructType(fields)).select(typed.toArray(Column[]::new)));
    }

    private static void requireKnown(String what, Map<String, Object> row, List<String> names) {
        row.keySet().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(what + " has a column \"" + name + "\" that the table does not have"
                    + NearestName.hint(name, names));
        });
    }

    private static Object text(Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value.toString();
    }
}
