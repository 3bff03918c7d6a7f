package io.headrace.quality;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;

/** Doubles and floats; NaN and the infinities are counted, and are in no sum. */
final class DoubleCollector extends ColumnCollector {
    /** A hash costs far less than the digits of a number. The seed is that of {@code xxhash64} in Spark's SQL. */
    static final long SEED = 42;

    private final boolean isFloat;
    private final KllDoublesSketch ordered = KllDoublesSketch.newHeapInstance(ValueSketches.KLL_K);
    private long nans;
    private double sum;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    DoubleCollector(StructField field, boolean isPersonal) {
        super(field, Kind.NUMBER, isPersonal);
        this.isFloat = field.dataType() instanceof FloatType;
    }

    @Override
    void addValue(InternalRow row, int at) {
        double value = isFloat ? row.getFloat(at) : row.getDouble(at);
        // Both zeros are one value.
        distinct().update(XXH64.hashLong(value == 0 ? 0 : Double.doubleToLongBits(value), SEED));
        if (keepsValues()) {
            ordered.update(value);
        }
        if (Double.isFinite(value)) {
            sum += value;
            squares += value * value;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        } else {
            nans++;
        }
    }

    @Override
    ColumnProfile profile() {
        boolean isEmpty = least > greatest;
        return profile(
                nans,
                Double.isFinite(sum) ? new BigDecimal(Double.toString(sum)) : null,
                squares,
                isEmpty ? null : stored(least),
                isEmpty ? null : stored(greatest),
                ordered);
    }

    private Object stored(double value) {
        return isFloat ? (Object) (float) value : (Object) value;
    }
}
