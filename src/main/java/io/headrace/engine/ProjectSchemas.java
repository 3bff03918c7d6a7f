package io.headrace.engine;

import io.headrace.features.ViewColumns;
import io.headrace.job.JobKind;
import io.headrace.job.TableSchemas;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.table.TableCatalog;
import io.headrace.table.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a project's tables as its jobs and views declare them, resolved when they are wanted. */
public final class ProjectSchemas implements TableSchemas {
    private final Project project;
    private final SparkSession spark;
    private final Map<TableName, Optional<StructType>> known = new TreeMap<>();

    /** The schemas of the project's tables; the session only parses and resolves. */
    public ProjectSchemas(Project project, SparkSession spark) {
        this.project = project;
        this.spark = spark;
    }

    @Override
    public Project project() {
        return project;
    }

    @Override
    public SparkSession spark() {
        return spark;
    }

    @Override
    public Optional<StructType> of(TableName table) {
        Optional<StructType> schema = known.get(table);
        if (schema == null) {
            schema = view(table).map(this::schema).orElseGet(() -> written(table));
            known.put(table, schema);
        }
        return schema;
    }

    /** The schemas of a view's inputs by table; empty unless all are known. */
    Optional<Map<String, StructType>> inputs(FeatureView view) {
        Map<String, StructType> schemas = new TreeMap<>();
        view.tables().forEach(table -> of(table).ifPresent(schema -> schemas.put(table.toString(), schema)));
        return Optional.of(schemas).filter(all -> all.size() == view.tables().size());
    }

    /** The view of a table. */
    Optional<FeatureView> view(TableName table) {
        return project.views().values().stream()
                .filter(view -> view.table().equals(table))
                .findFirst();
    }

    /** Every table that the project's jobs write, and Headrace's own. */
    public TableCatalog catalog() {
        return TableCatalog.system()
                .and(project.jobs().values().stream()
                        .flatMap(job -> tables(job).stream())
                        .toList());
    }

    /** The tables that a job writes. */
    <J extends JobSpec> List<TableDescription> tables(J job) {
        return JobKind.of(job).tables(job, this);
    }

    private Optional<StructType> schema(FeatureView view) {
        return inputs(view).flatMap(inputs -> {
            try {
                return Optional.of(new ViewColumns(view).resolve(spark, inputs));
            } catch (Exception unresolved) {
                // Spark throws its checked AnalysisException from methods that declare none.
                return declared(view, inputs);
            }
        });
    }

    /** What the view's file says; the entity has the type of the first input that has it. */
    private static Optional<StructType> declared(FeatureView view, Map<String, StructType> inputs) {
        return inputs.values().stream()
                .map(input -> type(input, view.entity()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(entity -> {
                    List<StructField> fields = new ArrayList<>();
                    fields.add(DataTypes.createStructField(view.entity(), entity, true));
                    fields.add(DataTypes.createStructField(EngineColumn.AS_OF, DataTypes.TimestampType, true));
                    view.columns()
                            .forEach(column -> fields.add(DataTypes.createStructField(
                                    column.name(),
                                    DataType.fromDDL(column.type().sql()),
                                    true)));
                    return new StructType(fields.toArray(StructField[]::new));
                });
    }

    private static DataType type(StructType schema, String column) {
        return List.of(schema.fieldNames()).contains(column)
                ? schema.apply(column).dataType()
                : null;
    }

    private Optional<StructType> written(TableName table) {
        return project.jobs().values().stream()
                .filter(job -> job.writes().contains(table))
                .findFirst()
                .flatMap(job -> schema(job, table));
    }

    private <J extends JobSpec> Optional<StructType> schema(J job, TableName table) {
        return JobKind.of(job).schema(job, table, this);
    }
}
