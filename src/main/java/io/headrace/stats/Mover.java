package io.headrace.stats;

/**
 * The interval of a difference or a sum of two independent estimates, from the intervals of each (method of variance estimates recovery).
 *
 * <p>{@code d − √((θ₁ − l₁)² + (u₂ − θ₂)²)} to {@code d + √((u₁ − θ₁)² + (θ₂ − l₂)²)} (G. Zou and A. Donner 2008). With Wilson's intervals of two shares
 * that is Newcombe's (Statistics in Medicine 17, 1998, method 10), with symmetric ones the normal interval of the difference.
 */
public final class Mover {
    private Mover() {}

    /** First minus second. */
    public static Interval difference(double first, Interval ofFirst, double second, Interval ofSecond) {
        double difference = first - second;
        return new Interval(
                difference - Math.hypot(first - ofFirst.lower(), ofSecond.upper() - second),
                difference + Math.hypot(ofFirst.upper() - first, second - ofSecond.lower()),
                ofFirst.confidence());
    }

    /** Half of both together. */
    public static Interval mean(double first, Interval ofFirst, double second, Interval ofSecond) {
        double mean = (first + second) / 2;
        return new Interval(
                mean - Math.hypot(first - ofFirst.lower(), second - ofSecond.lower()) / 2,
                mean + Math.hypot(ofFirst.upper() - first, ofSecond.upper() - second) / 2,
                ofFirst.confidence());
    }
}
