package io.headrace.stats.value;

import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.Side;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What acting on more and more rows is worth, the highest scores first.
 *
 * @param points from acting on none to acting on all
 */
public record ProfitCurve(List<Point> points) {
    public ProfitCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("points must not be empty");
        }
    }

    /**
     * One rule.
     *
     * @param threshold above which rows are acted on; over depth the edge below the lowest bin that is acted on
     * @param depth share of rows acted on, 0 to 1
     * @param worth of all rows
     */
    public record Point(double threshold, double depth, Worth worth) {}

    /**
     * By threshold, on edges of bins: exact.
     *
     * @param steps between thresholds 1 and 0, a divisor of {@link ScoreBins#COUNT}
     */
    public static ProfitCurve overThresholds(ValueBins bins, int steps) {
        if (steps < 1 || ScoreBins.COUNT % steps != 0) {
            throw new IllegalArgumentException("steps must divide " + ScoreBins.COUNT + ", found " + steps);
        }
        int wide = ScoreBins.COUNT / steps;
        return new ProfitCurve(IntStream.rangeClosed(0, steps)
                .mapToObj(step -> {
                    double threshold = ScoreBins.edge(ScoreBins.COUNT - step * wide);
                    DecisionRule rule = DecisionRule.above(threshold);
                    return new Point(threshold, bins.acted(rule) / bins.rows(), bins.worth(rule));
                })
                .toList());
    }

    /**
     * By share of the rows; rows of one bin share the places that are left.
     *
     * @param steps between none and all, at most one a row
     */
    public static ProfitCurve overDepths(ValueBins bins, int steps) {
        if (steps < 1 || steps > bins.rows()) {
            throw new IllegalArgumentException(
                    "steps must lie between 1 and the rows, " + bins.rows() + ", found " + steps);
        }
        return new ProfitCurve(IntStream.rangeClosed(0, steps)
                .mapToObj(step -> {
                    long rows = Math.multiplyExact(bins.rows(), (long) step) / steps;
                    return new Point(
                            threshold(bins.ofHighest(rows)), (double) rows / bins.rows(), bins.worthAtCapacity(rows));
                })
                .toList());
    }

    private static double threshold(DecisionRule rule) {
        return IntStream.range(0, ScoreBins.COUNT)
                .filter(bin -> rule.share(bin, Side.POSITIVE) > 0)
                .mapToDouble(ScoreBins::edge)
                .findFirst()
                .orElse(1);
    }

    /** The point of most worth; of equal ones the one that acts on the fewest rows. */
    public Point best() {
        Point best = points.get(0);
        for (Point point : points) {
            best = point.worth().total() > best.worth().total() ? point : best;
        }
        return best;
    }
}
