package io.headrace.privacy.search;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Looks for values in the columns of a Parquet file, and among the least and greatest values of its footer and indexes. */
final class ParquetSearch {
    private final Needles needles;
    private final Configuration hadoop;

    ParquetSearch(Needles needles, Configuration hadoop) {
        this.needles = Objects.requireNonNull(needles, "needles");
        this.hadoop = Objects.requireNonNull(hadoop, "hadoop");
    }

    /** What the file holds. */
    List<Hit> search(FileStatus file, String name) throws IOException {
        Map<String, Tally> columns = new TreeMap<>();
        Map<String, Tally> footers = new TreeMap<>();
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
            for (BlockMetaData block : reader.getRowGroups()) {
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    ends(reader, chunk, tally(footers, chunk.getPath().toArray()));
                }
            }
            String writer = reader.getFileMetaData().getCreatedBy();
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null) {
                ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                        pages, new Ignoring(), reader.getFileMetaData().getSchema(), writer);
                for (ColumnDescriptor column :
                        reader.getFileMetaData().getSchema().getColumns()) {
                    long values = pages.getPageReader(column).getTotalValueCount();
                    values(store.getColumnReader(column), values, column, tally(columns, column.getPath()));
                }
                pages = reader.readNextRowGroup();
            }
        }
        List<Hit> hits = new ArrayList<>();
        columns.forEach((column, tally) -> hits.addAll(tally.hits(name, Hit.Place.COLUMN, column)));
        footers.forEach((column, tally) -> hits.addAll(tally.hits(name, Hit.Place.FOOTER, column)));
        return hits;
    }

    private static Tally tally(Map<String, Tally> tallies, String[] path) {
        return tallies.computeIfAbsent(String.join(".", path), first -> new Tally());
    }

    private void ends(ParquetFileReader reader, ColumnChunkMetaData chunk, Tally found) throws IOException {
        Statistics<?> statistics = chunk.getStatistics();
        PrimitiveType type = chunk.getPrimitiveType();
        if (statistics != null && statistics.hasNonNullValue()) {
            value(type, statistics.genericGetMin(), found);
            value(type, statistics.genericGetMax(), found);
        }
        ColumnIndex index = reader.readColumnIndex(chunk);
        if (index != null) {
            Stream.concat(index.getMinValues().stream(), index.getMaxValues().stream())
                    .filter(ByteBuffer::hasRemaining)
                    .forEach(bytes -> value(type, decoded(type, bytes), found));
        }
    }

    private static Object decoded(PrimitiveType type, ByteBuffer bytes) {
        ByteBuffer plain = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> plain.getInt();
            case INT64 -> plain.getLong();
            case FLOAT -> plain.getFloat();
            case DOUBLE -> plain.getDouble();
            case BOOLEAN -> plain.get() != 0;
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> Binary.fromConstantByteBuffer(plain);
        };
    }

    private void values(ColumnReader reader, long values, ColumnDescriptor column, Tally found) {
        PrimitiveType type = column.getPrimitiveType();
        for (long i = 0; i < values; i++) {
            if (reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                value(type, current(reader, type), found);
            }
            reader.consume();
        }
    }

    private static Object current(ColumnReader reader, PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> reader.getInteger();
            case INT64 -> reader.getLong();
            case FLOAT -> reader.getFloat();
            case DOUBLE -> reader.getDouble();
            case BOOLEAN -> reader.getBoolean();
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> reader.getBinary();
        };
    }

    private void value(PrimitiveType type, Object value, Tally found) {
        if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            needles.equalTo(type.getName(), new BigDecimal(unscaled(value), decimal.getScale()), found);
        } else if (type.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation) {
            needles.in(text(LocalDate.ofEpochDay((Integer) value).toString()), found);
        } else if (value instanceof Binary binary) {
            byte[] bytes = binary.getBytesUnsafe();
            needles.in(bytes, found);
            needles.asWhole(type.getName(), new String(bytes, StandardCharsets.UTF_8), found);
        } else if (value instanceof Integer || value instanceof Long) {
            needles.equalTo(type.getName(), BigDecimal.valueOf(((Number) value).longValue()), found);
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            needles.equalTo(type.getName(), BigDecimal.valueOf(number.doubleValue()), found);
        }
    }

    private static BigInteger unscaled(Object value) {
        return value instanceof Binary binary
                ? new BigInteger(binary.getBytesUnsafe())
                : BigInteger.valueOf(((Number) value).longValue());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes no values: they are read column by column. */
    private static final class Ignoring extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new Nested();
        }

        @Override
        public void start() {
            // Rows are not put together.
        }

        @Override
        public void end() {
            // Rows are not put together.
        }
    }

    /** A converter of a column at any depth. */
    private static final class Nested extends PrimitiveConverter {
        @Override
        public GroupConverter asGroupConverter() {
            return new Ignoring();
        }
    }
}
