package io.headrace.quality;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;

/** Whole numbers, dates and timestamps. */
final class LongCollector extends ColumnCollector {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** How the value stands in a row. */
    private interface Reader {
        long value(InternalRow row, int at);
    }

    private final Reader reader;
    private final long scale;
    private final WholeSum sum = new WholeSum();
    private final KllDoublesSketch ordered = KllDoublesSketch.newHeapInstance(ValueSketches.KLL_K);
    private double squares;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private boolean isEmpty = true;

    LongCollector(StructField field, boolean isPersonal) {
        super(field, field.dataType() instanceof NumericType ? Kind.NUMBER : Kind.TIME, isPersonal);
        this.reader = reader(field.dataType());
        this.scale = field.dataType() instanceof DateType ? MICROS_PER_DAY : 1;
    }

    private static Reader reader(DataType type) {
        if (type instanceof ByteType) {
            return InternalRow::getByte;
        }
        if (type instanceof ShortType) {
            return InternalRow::getShort;
        }
        return type instanceof IntegerType || type instanceof DateType ? InternalRow::getInt : InternalRow::getLong;
    }

    @Override
    void addValue(InternalRow row, int at) {
        long value = reader.value(row, at);
        isEmpty = false;
        sum.add(value);
        squares += (double) value * value;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        distinct().update(value * scale);
        if (keepsValues()) {
            ordered.update((double) (value * scale));
        }
    }

    @Override
    ColumnProfile profile() {
        boolean isNumber = type() instanceof NumericType;
        return profile(
                0,
                isNumber ? new BigDecimal(sum.total()) : null,
                isNumber ? squares : 0,
                isEmpty ? null : stored(least),
                isEmpty ? null : stored(greatest),
                ordered);
    }

    /** The value as Spark's literals have it. */
    private Object stored(long value) {
        if (type() instanceof ByteType) {
            return (byte) value;
        }
        if (type() instanceof ShortType) {
            return (short) value;
        }
        return type() instanceof IntegerType || type() instanceof DateType ? (Object) (int) value : (Object) value;
    }
}
