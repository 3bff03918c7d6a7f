package io.headrace.ingest;

import static io.headrace.spec.EngineColumn.FILE;
import static io.headrace.spec.EngineColumn.ROW;
import static org.apache.spark.sql.functions.expr;

import io.headrace.run.ColumnDefinitions;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SubjectMark;
import io.headrace.table.TableDescription;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the three tables of a source. */
public final class SourceTables {
    /** The type of reasons in bronze and quarantine. */
    static final ArrayType REASONS =
            (ArrayType) DataType.fromDDL("array<struct<rule:string,version:string,column:string,message:string>>");

    /** The type of the names of rules. */
    static final ArrayType NAMES = DataTypes.createArrayType(DataTypes.StringType);

    /** Where a row stands; derived columns may use it, as a key for example. */
    private static final List<StructField> WHERE = List.of(
            field("_file", DataTypes.StringType, "Raw file below the landing folder"),
            field("_row", DataTypes.LongType, "Line of the file where the row begins"));

    private static final List<StructField> PROVENANCE = List.of(
            WHERE.get(0),
            WHERE.get(1),
            field("_run_id", DataTypes.StringType, "Run that took the row in"),
            field("_ingested_at", DataTypes.TimestampType, "When that run began"));

    private final IngestSpec spec;

    public SourceTables(IngestSpec spec) {
        this.spec = spec;
    }

    /** What the parser yields. */
    StructType parsed() {
        List<StructField> fields = texts();
        fields.add(field("_problem", DataTypes.StringType, ""));
        fields.add(field("_superseded", DataTypes.BooleanType, ""));
        fields.add(field("_file", DataTypes.StringType, ""));
        fields.add(field("_row", DataTypes.LongType, ""));
        fields.add(field("_lines", DataTypes.IntegerType, ""));
        return schema(fields);
    }

    /** Bronze: rows as received, each with its outcome. */
    TableLayout bronze() {
        List<StructField> fields = texts();
        fields.add(field("_outcome", DataTypes.StringType, String.join(", ", RowOutcome.words())));
        fields.add(field("_reasons", REASONS, "Every rule for which the row was refused"));
        fields.add(field("_warnings", NAMES, "Warning rules it broke"));
        fields.add(field("_rule_errors", NAMES, "Rules that failed with an error on it"));
        fields.add(field("_lines", DataTypes.IntegerType, "How many lines of the file the row takes"));
        fields.addAll(PROVENANCE);
        // Minimum and maximum of numbers and times as text help no reader, and texts may be personal.
        return TableLayout.plain(spec.bronze(), schema(fields))
                .withoutStatisticsOn(texts().stream().map(StructField::name).toList());
    }

    private List<StructField> texts() {
        List<StructField> fields = new ArrayList<>();
        spec.columns()
                .forEach(column -> fields.add(
                        resting(marked(field(column.name(), DataTypes.StringType, column.comment()), column), column)));
        fields.add(resting(PersonalLineage.marked(
                field("_extra", DataTypes.StringType, "Undeclared columns of the file as a JSON object"))));
        fields.add(PersonalLineage.marked(
                field("_unreadable", DataTypes.StringType, "The row as received where it does not fit the file")));
        return fields;
    }

    /** Silver: declared types and derived columns. */
    TableLayout silver(SparkSession spark) {
        return TableLayout.plain(spec.silver(), silverSchema(spark));
    }

    private StructField resting(StructField field, SourceColumn column) {
        return column.isEncrypted() ? EncryptedColumns.resting(field, RestingColumns.name(spec, column)) : field;
    }

    /** A column of a source with encrypted columns that is so as well. */
    private StructField resting(StructField field) {
        return spec.isEncrypted() ? EncryptedColumns.resting(field, RestingColumns.name(spec, field.name())) : field;
    }

    /** The three tables as they are without any data. */
    List<TableDescription> described(SparkSession spark) {
        return Stream.of(bronze(), TableLayout.plain(spec.silver(), resting(knownSchema(spark))), quarantine())
                .map(layout -> TableDescription.of(
                        layout, spec.header().owner(), layout.table().kind().row(), FILE, ROW))
                .toList();
    }

    /** What decides about the values of each column of silver; checks and cleaning are applied again by a replay or by force. */
    ColumnDefinitions definitions() {
        Map<String, String> texts = new TreeMap<>(spec.derived());
        spec.columns()
                .forEach(column -> texts.put(
                        column.name(),
                        column.type().sql() + " from " + column.names() + " written as " + column.formats()));
        return ColumnDefinitions.of(texts);
    }

    private static StructField marked(StructField field, SourceColumn column) {
        StructField marked = marked(field, column.personal());
        return column.subject()
                .map(subject -> SubjectMark.marked(marked, subject))
                .orElse(marked);
    }

    private static StructField marked(StructField field, boolean isPersonal) {
        return isPersonal ? PersonalLineage.marked(field) : field;
    }

    /** The schema of silver as it rests, personal columns marked; resolves the derived expressions without reading data. */
    public StructType silverSchema(SparkSession spark) {
        Dataset<Row> derived = rowsBeforeDerived(spark)
                .select(spec.derived().entrySet().stream()
                        .map(entry -> expr(entry.getValue()).as(entry.getKey()))
                        .toArray(Column[]::new));
        StructType schema = PersonalLineage.schema(derived);
        Set<String> secret = EncryptedColumns.revealing(derived);
        return resting(silver(
                name -> secret.contains(name) ? EncryptedColumns.marked(schema.apply(name)) : schema.apply(name)));
    }

    /** What was decrypted rests encrypted again; columns that SQL derives from encrypted ones do so too. */
    private StructType resting(StructType clear) {
        return new StructType(Stream.of(clear.fields())
                .map(field -> EncryptedColumns.isMarked(field)
                        ? declared(field.name())
                                .map(column -> resting(field, column))
                                .orElseGet(() -> resting(field))
                        : field)
                .toArray(StructField[]::new));
    }

    private Optional<SourceColumn> declared(String name) {
        return spec.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** The same where expressions may be wrong: a derived column that cannot be resolved has no type. */
    public StructType knownSchema(SparkSession spark) {
        return silver(name -> {
            try {
                Dataset<Row> derived = rowsBeforeDerived(spark)
                        .select(expr(spec.derived().get(name)).as(name));
                StructField found = PersonalLineage.schema(derived).apply(0);
                return EncryptedColumns.revealing(derived).isEmpty() ? found : EncryptedColumns.marked(found);
            } catch (Exception unresolved) {
                // Spark throws its checked AnalysisException from methods that declare none.
                return field(name, DataTypes.NullType, "");
            }
        });
    }

    private Dataset<Row> rowsBeforeDerived(SparkSession spark) {
        List<StructField> usable = declaredFields();
        usable.addAll(WHERE);
        return spark.createDataFrame(List.<Row>of(), schema(usable));
    }

    private List<StructField> declaredFields() {
        List<StructField> fields = new ArrayList<>();
        spec.columns().forEach(column -> {
            StructField field =
                    marked(field(column.name(), DataType.fromDDL(column.type().sql()), column.comment()), column);
            fields.add(column.isEncrypted() ? EncryptedColumns.marked(field) : field);
        });
        return fields;
    }

    /** @param derived gives the type of a derived column, and whether it is marked */
    private StructType silver(Function<String, StructField> derived) {
        List<StructField> fields = declaredFields();
        spec.derived().forEach((name, sql) -> {
            StructField found = derived.apply(name);
            StructField field =
                    marked(field(name, found.dataType(), "Derived: " + sql), PersonalLineage.isMarked(found));
            fields.add(EncryptedColumns.isMarked(found) ? EncryptedColumns.marked(field) : field);
        });
        fields.addAll(PROVENANCE);
        return schema(fields);
    }

    /** Quarantine: refused rows. */
    TableLayout quarantine() {
        return TableLayout.plain(spec.quarantine(), refused());
    }

    /** The columns of quarantine, the same for every source for ever. */
    public static StructType refused() {
        List<StructField> fields = new ArrayList<>();
        fields.add(PersonalLineage.marked(
                field("payload", DataTypes.StringType, "The row as received: JSON of its fields; may be personal")));
        fields.add(field("reasons", REASONS, "Every rule for which the row was refused"));
        fields.addAll(PROVENANCE);
        return schema(fields);
    }

    private static StructField field(String name, DataType type, String comment) {
        return Lake.field(name, type, comment);
    }

    private static StructType schema(List<StructField> fields) {
        return new StructType(fields.toArray(StructField[]::new));
    }
}
