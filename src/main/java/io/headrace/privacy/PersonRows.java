package io.headrace.privacy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.privacy.search.Needles;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.ChainedTables;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What stays of a table's rows when persons are erased. */
final class PersonRows {
    private static final String INSTEAD = "(erased)";
    private static final Pattern WITH_DECIMALS = Pattern.compile("\\d+\\.0+");

    /** What bronze keeps of an emptied row, so that each row still has its outcome. */
    private static final List<String> OF_EMPTIED = List.of(
            "_lines", EngineColumn.FILE, EngineColumn.ROW, EngineColumn.SOURCE_RUN_ID, EngineColumn.INGESTED_AT);

    private final SubjectColumns columns;
    private final String subject;
    private final Set<String> keys;
    private final Needles needles;

    PersonRows(SubjectColumns columns, String subject, Set<String> keys, Needles needles) {
        this.columns = Objects.requireNonNull(columns, "columns");
        this.subject = Objects.requireNonNull(subject, "subject");
        this.keys = Set.copyOf(keys);
        this.needles = Objects.requireNonNull(needles, "needles");
    }

    /** The rows that stay, in the same columns. */
    Dataset<Row> staying(TableName table, Dataset<Row> rows) {
        return switch (table.kind()) {
            case BRONZE -> emptied(rows);
            case QUARANTINE -> rows.where(not(tells(rows.schema())));
            default -> redacted(rows.where(not(isOf(rows.schema()))));
        };
    }

    /** Whether a row has the key of one of the persons. */
    Column isOf(StructType schema) {
        Set<String> wanted = keys;
        UDF1<String, Boolean> match = text -> text != null && wanted.contains(canonical(text));
        return columns.in(schema, subject).stream()
                .map(field -> udf(match, DataTypes.BooleanType)
                        .apply(col("`" + field.name() + "`").cast("string")))
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** A key as a number has it, whatever a file wrote. */
    static String canonical(String text) {
        String key = text.strip();
        return WITH_DECIMALS.matcher(key).matches() ? key.substring(0, key.indexOf('.')) : key;
    }

    /** Whether any text of a row tells one of the persons. */
    private Column tells(StructType schema) {
        return Stream.of(schema.fields())
                .filter(field -> field.dataType() instanceof StringType)
                .map(field -> tells(col("`" + field.name() + "`")))
                .reduce(Column::or)
                .orElse(lit(false));
    }

    private Column tells(Column text) {
        Needles wanted = needles;
        UDF1<String, Boolean> tells = value -> value != null && wanted.areIn(value);
        return udf(tells, DataTypes.BooleanType).apply(text);
    }

    private Dataset<Row> emptied(Dataset<Row> rows) {
        Column goes = isOf(rows.schema()).or(tells(rows.schema()));
        return rows.withColumn("_goes", goes)
                .select(Stream.of(rows.schema().fields())
                        .map(field -> emptied(field.name()).as(field.name()))
                        .toArray(Column[]::new));
    }

    private static Column emptied(String name) {
        Column value = col("`" + name + "`");
        if (OF_EMPTIED.contains(name)) {
            return value;
        }
        return name.equals(EngineColumn.OUTCOME)
                ? when(col("_goes"), lit("erased")).otherwise(value)
                : when(not(col("_goes")), value);
    }

    private Dataset<Row> redacted(Dataset<Row> rows) {
        return rows.select(Stream.of(rows.schema().fields())
                .map(field -> redacted(field).as(field.name()))
                .toArray(Column[]::new));
    }

    private Column redacted(StructField field) {
        Column value = col("`" + field.name() + "`");
        if (field.dataType() instanceof StringType) {
            Needles wanted = needles;
            UDF1<String, String> replaced = text -> text == null ? null : wanted.replacedIn(text, INSTEAD);
            return udf(replaced, DataTypes.StringType).apply(value);
        }
        boolean nested = field.dataType() instanceof StructType
                || field.dataType() instanceof ArrayType
                || field.dataType() instanceof MapType;
        if (nested) {
            return when(not(tells(to_json(value))), value);
        }
        return field.dataType() instanceof BinaryType ? when(not(tells(value.cast("string"))), value) : value;
    }

    /** Whether a table's rows name each other by digests, so that none may change. */
    static boolean isChain(TableName table, StructType schema) {
        return table.kind() == Layer.SYSTEM
                && Stream.of(schema.fieldNames()).anyMatch(name -> name.equals("digest") || ChainedTables.isLink(name));
    }
}
