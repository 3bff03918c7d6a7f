package io.headrace.table;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.headrace.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows that are in this process anyway, written by Delta Kernel to a data file that no reader sees yet. A job of Spark's
 * would cost some forty times as much.
 *
 * @param path absolute, as Hadoop writes it
 * @param bytes its size
 * @param modified milliseconds since 1970
 * @param statistics number of rows, minima, maxima and nulls, as Delta's log has them
 */
record KernelFile(String path, long bytes, long modified, String statistics) {
    /** As many columns at the beginning of a table have statistics where the table says nothing else. */
    private static final int WITH_STATISTICS = 32;

    /** As many characters of a text are kept as its minimum or maximum. */
    private static final int LONGEST_TEXT = 32;

    /** No character comes after it. */
    private static final String ABOVE_ALL = Character.toString(Character.MAX_CODE_POINT);

    /** Writes the rows of a table below its folder; to several files where they are many. */
    static List<KernelFile> write(String folder, TableLayout layout, List<Row> rows, Configuration hadoop) {
        StructType schema =
                DataTypeJsonSerDe.deserializeStructType(layout.schema().json());
        List<StructField> counted = Stream.of(layout.schema().fields())
                .limit(WITH_STATISTICS)
                .filter(layout::hasStatistics)
                .map(field -> schema.get(field.name()))
                .toList();
        List<Column> statistics =
                counted.stream().map(field -> new Column(field.getName())).toList();
        FilteredColumnarBatch batch = new FilteredColumnarBatch(new Batch(schema, rows), Optional.empty());
        try (CloseableIterator<DataFileStatus> files = DefaultEngine.create(hadoop)
                .getParquetHandler()
                .writeParquetFiles(folder, Utils.singletonCloseableIterator(batch), statistics)) {
            List<KernelFile> written = new ArrayList<>();
            files.forEachRemaining(file -> written.add(new KernelFile(
                    file.getPath(),
                    file.getSize(),
                    file.getModificationTime(),
                    cut(file.getStatistics().orElseThrow()).serializeAsJson(new StructType(counted)))));
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statistics with long texts cut, as Delta's own writer cuts them; Kernel would put them whole into the log. */
    private static DataFileStatistics cut(DataFileStatistics all) {
        return new DataFileStatistics(
                all.getNumRecords(),
                cut(all.getMinValues(), ""),
                cut(all.getMaxValues(), ABOVE_ALL),
                all.getNullCount(),
                all.getTightBounds());
    }

    private static Map<Column, Literal> cut(Map<Column, Literal> ends, String after) {
        Map<Column, Literal> cut = new LinkedHashMap<>();
        ends.forEach((column, end) -> cut.put(
                column,
                end.getValue() instanceof String text && text.codePointCount(0, text.length()) > LONGEST_TEXT
                        ? Literal.ofString(text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + after)
                        : end));
        return cut;
    }

    /** Values of a column of Spark's rows. */
    static ColumnVector vector(DataType type, Stream<?> values) {
        return new KernelVector(
                type,
                values.map(value -> value == null ? null : value(type, value)).toList());
    }

    private static Object value(DataType type, Object value) {
        if (type instanceof TimestampType) {
            return RunContext.micros(((java.sql.Timestamp) value).toInstant());
        }
        if (type instanceof DateType) {
            return Math.toIntExact(((java.sql.Date) value).toLocalDate().toEpochDay());
        }
        if (type instanceof ArrayType array) {
            return new KernelVector.Elements(vector(array.getElementType(), elements(value)));
        }
        if (type instanceof MapType map) {
            Map<?, ?> entries = value instanceof Map<?, ?> plain
                    ? plain
                    : CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
            return new KernelVector.Entries(
                    vector(map.getKeyType(), entries.keySet().stream()),
                    vector(map.getValueType(), entries.values().stream()));
        }
        return value;
    }

    private static Stream<?> elements(Object value) {
        if (value instanceof Object[] array) {
            return Stream.of(array);
        }
        Iterable<?> all = value instanceof Iterable<?> plain
                ? plain
                : CollectionConverters.asJava((scala.collection.Iterable<?>) value);
        return StreamSupport.stream(all.spliterator(), false);
    }

    /** The rows of Spark's as columns of Kernel's. */
    private record Batch(StructType schema, List<Row> rows) implements ColumnarBatch {
        @Override
        public StructType getSchema() {
            return schema;
        }

        @Override
        public ColumnVector getColumnVector(int place) {
            return vector(schema.at(place).getDataType(), rows.stream().map(row -> row.get(place)));
        }

        @Override
        public int getSize() {
            return rows.size();
        }
    }
}
