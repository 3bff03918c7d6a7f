package io.headrace.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import io.headrace.cipher.SubjectCipher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Marks columns whose values rest encrypted, as text, and decrypts them.
 *
 * <p>The mark says by which name a value was encrypted and of which type it is. Where a column was decrypted another mark stands instead, which
 * Spark hands on as it does that of personal columns ({@link PersonalLineage}).
 */
public final class EncryptedColumns {
    private static final String RESTS = "headrace.encrypted";
    private static final String TYPE = "headrace.encrypted-type";
    private static final String DECRYPTED = "headrace.decrypted";

    private EncryptedColumns() {}

    /**
     * How a column rests.
     *
     * @param name by which its values are encrypted
     * @param type of its values
     */
    public record Resting(String name, DataType type) {
        public Resting {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }

        /** Whether values rest as tokens: these are named by the column alone, others by their source too. */
        public boolean isToken() {
            return name.indexOf('.') < 0;
        }
    }

    /**
     * The column as it rests: text, marked.
     *
     * @param field as it is declared
     * @param name by which its values are encrypted
     */
    public static StructField resting(StructField field, String name) {
        Metadata metadata = new MetadataBuilder()
                .withMetadata(field.metadata())
                .remove(DECRYPTED)
                .putString(RESTS, name)
                .putString(TYPE, field.dataType().sql())
                .build();
        return new StructField(field.name(), DataTypes.StringType, true, metadata);
    }

    /** How the column rests; empty where it is not encrypted. */
    public static Optional<Resting> of(StructField field) {
        return field.metadata().contains(RESTS)
                ? Optional.of(new Resting(
                        field.metadata().getString(RESTS),
                        DataType.fromDDL(field.metadata().getString(TYPE))))
                : Optional.empty();
    }

    /** The columns that rest encrypted, sorted. */
    public static Set<String> in(StructType schema) {
        Set<String> names = new TreeSet<>();
        Stream.of(schema.fields()).filter(field -> of(field).isPresent()).forEach(field -> names.add(field.name()));
        return names;
    }

    /** Whether the marks are of a column that rests encrypted and was not decrypted. */
    static boolean isResting(Metadata metadata) {
        return metadata.contains(RESTS);
    }

    /** Whether the marks are of a column that was decrypted. */
    static boolean isDecrypted(Metadata metadata) {
        return metadata.contains(DECRYPTED);
    }

    /** The column as it is declared, marked as decrypted; others as they are. */
    public static StructField decrypted(StructField field) {
        return of(field)
                .map(resting -> new StructField(field.name(), resting.type(), true, decrypted(field.metadata())))
                .orElse(field);
    }

    /** A declared field, marked as one whose values are decrypted when they are read. */
    public static StructField marked(StructField field) {
        return new StructField(field.name(), field.dataType(), true, decrypted(field.metadata()));
    }

    /** Whether the values of the column are decrypted ones. */
    public static boolean isMarked(StructField field) {
        return isDecrypted(field.metadata());
    }

    /** Whether any column of the schema was decrypted. */
    public static boolean isAnyDecrypted(StructType schema) {
        return Stream.of(schema.fields()).anyMatch(EncryptedColumns::isMarked);
    }

    private static Metadata decrypted(Metadata metadata) {
        return new MetadataBuilder()
                .withMetadata(metadata)
                .remove(RESTS)
                .remove(TYPE)
                .putBoolean(DECRYPTED, true)
                .build();
    }

    /** The rows with the values of their encrypted columns; of persons whose keys were destroyed they are null. */
    public static Dataset<Row> decrypted(Dataset<Row> rows, Broadcast<SubjectCipher> cipher) {
        StructField[] fields = rows.schema().fields();
        if (Stream.of(fields).allMatch(field -> of(field).isEmpty())) {
            return rows;
        }
        return rows.select(Stream.of(fields)
                .map(field -> {
                    Column value = col("`" + field.name() + "`");
                    return of(field)
                            .map(resting ->
                                    decrypted(value, resting, cipher).as(field.name(), decrypted(field.metadata())))
                            .orElse(value);
                })
                .toArray(Column[]::new));
    }

    /** The value of what rests. */
    public static Column decrypted(Column rests, Resting resting, Broadcast<SubjectCipher> cipher) {
        String name = resting.name();
        UDF1<String, String> decrypt = text -> cipher.value().decrypted(name, text);
        Column text = udf(decrypt, DataTypes.StringType).apply(rests);
        if (resting.type() instanceof TimestampType) {
            return timestamp_micros(text.cast(DataTypes.LongType));
        }
        return resting.type().equals(DataTypes.StringType) ? text : text.cast(resting.type());
    }

    /** A value as the text that is encrypted: of a time its microseconds, which no zone changes. */
    public static Column text(Column value, DataType type) {
        return type instanceof TimestampType
                ? unix_micros(value).cast(DataTypes.StringType)
                : value.cast(DataTypes.StringType);
    }

    /** Names of columns that come from decrypted ones, in any spelling. */
    public static Set<String> revealing(Dataset<Row> rows) {
        return names(rows.columns(), PersonalLineage.of(rows, EncryptedColumns::isDecrypted));
    }

    /** Whether the rows use columns that rest encrypted and that nobody has decrypted. */
    public static boolean usesUndecrypted(Dataset<Row> rows) {
        return PersonalLineage.uses(rows, EncryptedColumns::isResting, EncryptedColumns::isDecrypted);
    }

    /** Whether the rows use columns that were decrypted. */
    public static boolean usesDecrypted(Dataset<Row> rows) {
        return PersonalLineage.uses(rows, EncryptedColumns::isDecrypted, metadata -> false);
    }

    private static Set<String> names(String[] columns, List<Boolean> are) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < columns.length; i++) {
            if (are.get(i)) {
                names.add(columns[i]);
            }
        }
        return names;
    }
}
