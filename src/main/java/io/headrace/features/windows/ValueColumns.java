package io.headrace.features.windows;

import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import io.headrace.spec.Aggregate.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How values of one of Spark's types come to the aggregators and go back: whole numbers, dates and timestamps as long, real numbers as
 * double, the others as they are.
 */
record ValueColumns(DataType type) {
    private static final int SUM_DIGITS = 38;

    ValueColumns {
        if (!(isWhole(type) || isReal(type) || isItself(type))) {
            throw new IllegalArgumentException("a value of type " + type.sql() + " cannot be aggregated");
        }
    }

    private static boolean isWhole(DataType type) {
        return type instanceof IntegralType || type instanceof DateType || type instanceof TimestampType;
    }

    private static boolean isReal(DataType type) {
        return type instanceof DoubleType || type instanceof FloatType;
    }

    private static boolean isItself(DataType type) {
        return type instanceof DecimalType || type instanceof StringType || type instanceof BooleanType;
    }

    /** The type in which aggregators know the values. */
    DataType simple() {
        return isWhole(type) ? DataTypes.LongType : isReal(type) ? DataTypes.DoubleType : type;
    }

    /** The value in that type. */
    Column simple(Column value) {
        if (type instanceof DateType) {
            return unix_date(value).cast("bigint");
        }
        return type instanceof TimestampType ? unix_micros(value) : value.cast(simple());
    }

    /** The type in which a function of such values comes from the aggregators. */
    DataType resultType(Function function) {
        return switch (function) {
            case COUNT, DISTINCT, APPROX_DISTINCT -> DataTypes.LongType;
            case MEAN, VARIANCE, DEVIATION, SINCE -> DataTypes.DoubleType;
            case SUM -> isReal(type) ? DataTypes.DoubleType : DataTypes.createDecimalType(SUM_DIGITS, scale());
            case MIN, MAX, FIRST, LAST, QUANTILE, TOP -> simple();
        };
    }

    private int scale() {
        return type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    /** The aggregators' results in the type of the values; sums of whole numbers are whole numbers. */
    Column result(Function function, Column computed) {
        return switch (function) {
            case SUM -> type instanceof IntegralType ? computed.cast("bigint") : computed;
            case MIN, MAX, FIRST, LAST, QUANTILE, TOP -> original(computed);
            case COUNT, DISTINCT, APPROX_DISTINCT, MEAN, VARIANCE, DEVIATION, SINCE -> computed;
        };
    }

    private Column original(Column computed) {
        if (type instanceof DateType) {
            return date_from_unix_date(computed.cast("int"));
        }
        return type instanceof TimestampType ? timestamp_micros(computed) : computed.cast(type);
    }
}
