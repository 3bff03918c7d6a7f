package io.headrace.quality;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ColumnProfile.Lengths;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;

/** Collects the profile of one column from the rows of one task. Not for several threads. */
abstract class ColumnCollector {
    private final StructField field;
    private final Kind kind;
    private final boolean isPersonal;
    private final HllSketch distinct = new HllSketch(ValueSketches.LOG_REGISTERS, TgtHllType.HLL_8);
    private long rows;
    private long nulls;

    ColumnCollector(StructField field, Kind kind, boolean isPersonal) {
        this.field = field;
        this.kind = kind;
        this.isPersonal = isPersonal;
    }

    /** @param isPersonal whether values of the column must not be kept */
    static ColumnCollector of(StructField field, boolean isPersonal) {
        DataType type = field.dataType();
        if (type instanceof StringType || type instanceof BooleanType) {
            return new TextCollector(field, isPersonal);
        }
        if (type instanceof DoubleType || type instanceof FloatType) {
            return new DoubleCollector(field, isPersonal);
        }
        return type instanceof DecimalType
                ? new DecimalCollector(field, isPersonal)
                : new LongCollector(field, isPersonal);
    }

    /** Whether columns of the type have a profile. */
    static boolean isPlain(DataType type) {
        return type instanceof NumericType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof StringType
                || type instanceof BooleanType;
    }

    /** Takes in the value of a row. */
    final void add(InternalRow row, int at) {
        rows++;
        if (row.isNullAt(at)) {
            nulls++;
        } else {
            addValue(row, at);
        }
    }

    /** Takes in a value that is there. */
    abstract void addValue(InternalRow row, int at);

    /** The profile of the values so far. */
    abstract ColumnProfile profile();

    final DataType type() {
        return field.dataType();
    }

    final boolean keepsValues() {
        return !isPersonal;
    }

    final HllSketch distinct() {
        return distinct;
    }

    /**
     * The profile with what only the kind of the column knows.
     *
     * @param least null where there is no value; not kept where the column is personal
     */
    final ColumnProfile profile(
            long nans,
            BigDecimal sum,
            double squares,
            String least,
            String greatest,
            Lengths lengths,
            ValueSketches further) {
        return new ColumnProfile(
                field.name(),
                kind,
                rows,
                nulls,
                nans,
                sum,
                squares,
                isPersonal ? null : least,
                isPersonal ? null : greatest,
                lengths,
                new ValueSketches(
                        distinct.toUpdatableByteArray(),
                        isPersonal ? null : further.kll(),
                        isPersonal ? null : further.items(),
                        isPersonal ? null : further.forms()));
    }

    /** The profile of numbers or times, which have quantiles. */
    final ColumnProfile profile(
            long nans, BigDecimal sum, double squares, Object least, Object greatest, KllDoublesSketch ordered) {
        return profile(
                nans,
                sum,
                squares,
                text(least),
                text(greatest),
                Lengths.NONE,
                new ValueSketches(null, ordered.toByteArray(), null, null));
    }

    /** A value as Spark's SQL writes it. */
    private String text(Object value) {
        if (value == null) {
            return null;
        }
        return new Cast(
                        new Literal(value, type()),
                        DataTypes.StringType,
                        Option.apply(SQLConf.get().sessionLocalTimeZone()),
                        Cast.apply$default$4())
                .eval(null)
                .toString();
    }
}
