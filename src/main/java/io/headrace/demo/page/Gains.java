package io.headrace.demo.page;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How many of those who lapse are reached when the riskiest cases are contacted first.
 *
 * @param cases all test cases, 1 or more
 * @param lapsed those that lapsed, 1 or more
 * @param model points of the model, by rising number contacted; 1 or more
 * @param recencyRule the same of the recency rule
 * @param bestPossible the same of the true probabilities; empty where nobody knows them
 */
public record Gains(long cases, long lapsed, List<Point> model, List<Point> recencyRule, List<Point> bestPossible) {
    public Gains {
        if (lapsed < 1 || cases < lapsed) {
            throw new IllegalArgumentException(
                    "1 <= lapsed <= cases must hold, found lapsed " + lapsed + ", cases " + cases);
        }
        model = checked(model, "model", cases, lapsed);
        recencyRule = checked(recencyRule, "recencyRule", cases, lapsed);
        bestPossible = bestPossible.isEmpty() ? List.of() : checked(bestPossible, "bestPossible", cases, lapsed);
    }

    /**
     * One point of a curve.
     *
     * @param contacted cases contacted, riskiest first
     * @param found those among them that lapsed
     */
    public record Point(long contacted, long found) {
        public Point {
            Checked.count(found, "found");
            if (found > contacted) {
                throw new IllegalArgumentException(
                        "found must be at most contacted, found " + found + " of " + contacted);
            }
        }
    }

    /** The share of all cases contacted at a point, 0 to 1. */
    public double shareContacted(Point point) {
        return (double) point.contacted() / cases;
    }

    /** The share of all lapses found at a point, 0 to 1. */
    public double shareFound(Point point) {
        return (double) point.found() / lapsed;
    }

    /** The point of a curve whose share contacted lies nearest to the one given; the curve must not be empty. */
    public Point nearest(List<Point> curve, double shareContacted) {
        return curve.stream()
                .min(Comparator.comparingDouble(point -> Math.abs(shareContacted(point) - shareContacted)))
                .orElseThrow(() -> new IllegalArgumentException("curve must have a point"));
    }

    private static List<Point> checked(List<Point> curve, String name, long cases, long lapsed) {
        Objects.requireNonNull(curve, name);
        if (curve.isEmpty()) {
            throw new IllegalArgumentException(name + " must have a point");
        }
        Point previous = new Point(0, 0);
        for (Point point : curve) {
            if (point.contacted() < previous.contacted() || point.found() < previous.found()) {
                throw new IllegalArgumentException(name + " must not fall, found " + point + " after " + previous);
            }
            previous = point;
        }
        if (previous.contacted() > cases || previous.found() > lapsed) {
            throw new IllegalArgumentException(
                    name + " must stay within " + cases + " cases and " + lapsed + " lapsed, found " + previous);
        }
        return List.copyOf(curve);
    }
}
