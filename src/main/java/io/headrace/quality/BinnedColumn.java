package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.TextBins;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column whose values are counted by bins: numbers as doubles, dates in days and times in microseconds since 1970, texts and truth values
 * as texts. Where the bins are not of the column's kind of values, as its type has changed since, every value is counted as missing.
 */
record BinnedColumn(String name, ColumnBins bins, DataType type) implements Serializable {
    /** Whether values of the type are counted as numbers. */
    static boolean isNumber(DataType type) {
        return type instanceof DoubleType
                || type instanceof FloatType
                || type instanceof LongType
                || type instanceof IntegerType
                || type instanceof ShortType
                || type instanceof ByteType
                || type instanceof DecimalType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
    }

    /** Whether values of the type are counted as texts. */
    static boolean isText(DataType type) {
        return type instanceof StringType || type instanceof BooleanType;
    }

    /** Counts the value of a row. */
    void count(InternalRow row, int at, ColumnCounter counter) {
        if (row.isNullAt(at)) {
            counter.addMissing();
        } else if (bins instanceof NumberBins) {
            countNumber(row, at, counter);
        } else if (bins instanceof TextBins) {
            countText(row, at, counter);
        } else {
            counter.addPresent();
        }
    }

    private void countNumber(InternalRow row, int at, ColumnCounter counter) {
        if (isNumber(type)) {
            counter.add(number(row, at));
        } else {
            counter.addMissing();
        }
    }

    private void countText(InternalRow row, int at, ColumnCounter counter) {
        if (isText(type)) {
            counter.add(type instanceof BooleanType ? Boolean.toString(row.getBoolean(at)) : row.getString(at));
        } else {
            counter.addMissing();
        }
    }

    /** The value as a double. */
    double number(InternalRow row, int at) {
        if (type instanceof DoubleType) {
            return row.getDouble(at);
        }
        if (type instanceof DecimalType decimal) {
            return row.getDecimal(at, decimal.precision(), decimal.scale()).toDouble();
        }
        if (type instanceof FloatType) {
            return row.getFloat(at);
        }
        return whole(row, at);
    }

    private long whole(InternalRow row, int at) {
        if (type instanceof IntegerType || type instanceof DateType) {
            return row.getInt(at);
        }
        if (type instanceof ShortType) {
            return row.getShort(at);
        }
        return type instanceof ByteType ? row.getByte(at) : row.getLong(at);
    }
}
