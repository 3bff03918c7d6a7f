package io.headrace.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Round marks around some values.
 *
 * @param least the first mark
 * @param most the last
 * @param step from one to the next, more than 0
 */
record Axis(double least, double most, double step) {
    private static final double SLACK = 1e-9;

    /**
     * Marks that hold some values; those of shares stay within 0 and 1.
     *
     * @param low the least value
     * @param high the greatest
     * @param marks about how many, 2 or more
     */
    static Axis around(double low, double high, int marks) {
        double step = step((high - low) / (marks - 1), Math.max(Math.abs(low), Math.abs(high)));
        double least = Math.floor(low / step - SLACK) * step;
        double most = Math.ceil(high / step + SLACK) * step;
        if (low >= 0 && high <= 1) {
            least = Math.max(0, least);
            most = Math.min(1, most);
        }
        return new Axis(least, most <= least ? least + step : most, step);
    }

    /** The smallest of 1, 2, 5, 10 ... that is no smaller; without a spread a tenth of the size. */
    private static double step(double spread, double size) {
        double wanted = spread > 0 ? spread : size > 0 ? size / 10 : 1;
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= wanted * (1 - SLACK)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The marks, ascending. */
    List<Double> marks() {
        return LongStream.rangeClosed(0, (long) Math.floor((most - least) / step + 0.5))
                .mapToObj(i -> least + i * step)
                .map(at -> Math.abs(at) < step * SLACK ? 0.0 : at)
                .toList();
    }

    /**
     * A mark in words.
     *
     * @param decimals the fewest, where the step is not whole
     */
    String label(double at, int decimals) {
        return step >= 1
                ? DisplayFormat.count(Math.round(at))
                : DisplayFormat.decimals(at, Math.max(decimals, (int) Math.ceil(-Math.log10(step) - SLACK)));
    }

    /**
     * Where a value stands in a drawing.
     *
     * @param from where the first mark stands
     * @param to where the last one does
     */
    double place(double value, double from, double to) {
        return from + (to - from) * (value - least) / (most - least);
    }
}
