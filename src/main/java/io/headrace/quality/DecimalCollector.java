package io.headrace.quality;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/** Decimals. */
final class DecimalCollector extends ColumnCollector {
    /** The digits that a sum may have. */
    private static final int MOST_DIGITS = 38;

    /** A double holds every whole number of so many digits. */
    private static final int SAFE_DIGITS = 15;

    private final DecimalType decimals;
    private final double unit;
    private final WholeSum units = new WholeSum();
    private final KllDoublesSketch ordered = KllDoublesSketch.newHeapInstance(ValueSketches.KLL_K);
    private BigDecimal sum = BigDecimal.ZERO;
    private double squares;
    private Decimal least;
    private Decimal greatest;

    DecimalCollector(StructField field, boolean isPersonal) {
        super(field, Kind.NUMBER, isPersonal);
        this.decimals = (DecimalType) field.dataType();
        this.unit = Math.pow(10, decimals.scale());
    }

    @Override
    void addValue(InternalRow row, int at) {
        Decimal value = row.getDecimal(at, decimals.precision(), decimals.scale());
        boolean isShort = decimals.precision() <= SAFE_DIGITS;
        // Of two numbers that doubles hold exactly, the quotient is the nearest double.
        double number = isShort ? value.toUnscaledLong() / unit : value.toDouble();
        if (isShort) {
            units.add(value.toUnscaledLong());
        } else {
            sum = sum.add(value.toJavaBigDecimal());
        }
        squares += number * number;
        least = least == null || value.compare(least) < 0 ? value : least;
        greatest = greatest == null || value.compare(greatest) > 0 ? value : greatest;
        distinct().update(XxHash64Function.hash(value, decimals, DoubleCollector.SEED));
        if (keepsValues()) {
            ordered.update(number);
        }
    }

    @Override
    ColumnProfile profile() {
        BigDecimal total = sum.add(new BigDecimal(units.total(), decimals.scale()));
        return profile(0, total.precision() > MOST_DIGITS ? null : total, squares, least, greatest, ordered);
    }
}
