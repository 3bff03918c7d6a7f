package io.headrace.zones;

import io.headrace.spec.Mask;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The ranges that numbers are generalised to, as readers see them. */
final class Ranges {
    private static final String NOT_A_NUMBER = "NaN";

    private Ranges() {}

    /**
     * The range of a number as Spark writes it; what is no finite number, such as {@code NaN} or {@code Infinity}, stays; null stays null.
     *
     * @param width of each range
     */
    static String of(String number, Mask.Width width) {
        if (number == null || isNotFinite(number)) {
            return number;
        }
        BigDecimal ranges = new BigDecimal(number).divide(width.width(), 0, RoundingMode.FLOOR);
        BigDecimal from = ranges.multiply(width.width());
        return "[" + shown(from) + ", " + shown(from.add(width.width())) + ")";
    }

    /** The same between edges. */
    static String of(String number, Mask.Edges edges) {
        if (number == null || isNotFinite(number)) {
            return number;
        }
        List<BigDecimal> all = edges.edges();
        BigDecimal value = new BigDecimal(number);
        int above = 0;
        while (above < all.size() && value.compareTo(all.get(above)) >= 0) {
            above++;
        }
        if (above == 0) {
            return "< " + shown(all.get(0));
        }
        return above == all.size()
                ? ">= " + shown(all.get(above - 1))
                : "[" + shown(all.get(above - 1)) + ", " + shown(all.get(above)) + ")";
    }

    private static boolean isNotFinite(String number) {
        return number.equals(NOT_A_NUMBER) || number.endsWith("Infinity");
    }

    private static String shown(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
