package io.headrace.ingest.landing;

import io.headrace.ingest.text.RawFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * What stands at the end of a Parquet file.
 *
 * @param rows how many rows it holds
 */
public record ParquetFooter(MessageType schema, long rows) {
    /** Reads it; a file that is none raises a {@link RawFormatException}. */
    public static ParquetFooter of(Configuration hadoop, Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return new ParquetFooter(reader.getFileMetaData().getSchema(), reader.getRecordCount());
        } catch (RuntimeException e) {
            throw new RawFormatException("is no Parquet file that can be read: " + e.getMessage());
        }
    }

    /** The names of its columns. */
    List<String> names() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /** Why the file cannot be read with a declared column; empty where it can. */
    Optional<String> problem(Set<String> declared) {
        for (Type column : schema.getFields()) {
            if (declared.contains(column.getName())) {
                Optional<String> twin = twin(column);
                if (twin.isPresent()) {
                    return Optional.of("has the columns " + column.getName() + " and " + twin.get()
                            + ", which differ in upper and lower case only");
                }
                if (!isRead(column)) {
                    return Optional.of("has the column " + column.getName() + " of Parquet's type " + typeName(column)
                            + ", which is not read");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> twin(Type column) {
        return names().stream()
                .filter(name -> !name.equals(column.getName()) && name.equalsIgnoreCase(column.getName()))
                .findFirst();
    }

    /** The columns that can be read: without those of other types, and those whose names differ in case only. */
    public MessageType readable() {
        return new MessageType(
                schema.getName(),
                schema.getFields().stream()
                        .filter(column -> isRead(column) && twin(column).isEmpty())
                        .toList());
    }

    /** The columns that hold moments in nanoseconds, and whether as instants. */
    public Map<String, Boolean> nanos() {
        return schema.getFields().stream()
                .filter(column -> unit(column) == TimeUnit.NANOS)
                .collect(Collectors.toMap(
                        Type::getName,
                        column -> ((TimestampLogicalTypeAnnotation) column.getLogicalTypeAnnotation())
                                .isAdjustedToUTC()));
    }

    /** The unit of a column of moments; null of any other. */
    private static TimeUnit unit(Type column) {
        return column.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation moment
                ? moment.getUnit()
                : null;
    }

    private static boolean isRead(Type column) {
        return column.isPrimitive()
                ? isRead(column.asPrimitiveType().getPrimitiveTypeName(), column.getLogicalTypeAnnotation())
                : column.asGroupType().getFields().stream()
                        .allMatch(part -> isRead(part) && unit(part) != TimeUnit.NANOS);
    }

    private static boolean isRead(PrimitiveTypeName type, LogicalTypeAnnotation meaning) {
        boolean isDecimal = meaning instanceof DecimalLogicalTypeAnnotation;
        boolean isPlain = meaning == null || meaning instanceof IntLogicalTypeAnnotation || isDecimal;
        return switch (type) {
            case BOOLEAN, FLOAT, DOUBLE, INT96 -> true;
            case INT32 -> isPlain || meaning instanceof DateLogicalTypeAnnotation;
            case INT64 -> isPlain || meaning instanceof TimestampLogicalTypeAnnotation;
            case BINARY -> true;
            case FIXED_LEN_BYTE_ARRAY -> meaning == null || isDecimal;
        };
    }

    private static String typeName(Type column) {
        String meaning =
                column.getLogicalTypeAnnotation() == null ? "" : " (" + column.getLogicalTypeAnnotation() + ")";
        return column.isPrimitive() ? column.asPrimitiveType().getPrimitiveTypeName() + meaning : "group" + meaning;
    }
}
