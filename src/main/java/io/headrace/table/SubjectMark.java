package io.headrace.table;

import java.util.Optional;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * Marks columns whose values are keys of persons. Spark hands the mark on where a query passes the column along, by any name; it ends where the
 * query computes another value of it.
 */
public final class SubjectMark {
    private static final String KEY = "headrace.subject";

    private SubjectMark() {}

    /** The column, marked as holding keys of such subjects. */
    public static StructField marked(StructField field, String subject) {
        return new StructField(
                field.name(),
                field.dataType(),
                field.nullable(),
                new MetadataBuilder()
                        .withMetadata(field.metadata())
                        .putString(KEY, subject)
                        .build());
    }

    /** Whose keys the column holds, if it is marked. */
    public static Optional<String> of(StructField field) {
        return field.metadata().contains(KEY) ? Optional.of(field.metadata().getString(KEY)) : Optional.empty();
    }
}
