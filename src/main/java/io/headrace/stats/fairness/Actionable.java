package io.headrace.stats.fairness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A feature that a person can change, as declared.
 *
 * @param feature its place in the row, from 0
 * @param name for readers
 * @param direction in which it can change
 * @param step the least change that means something, above 0; changes are whole steps
 * @param lowest value it can take
 * @param highest value it can take
 * @param scale a change of this size counts as a distance of 1, above 0
 */
public record Actionable(
        int feature, String name, Direction direction, double step, double lowest, double highest, double scale) {
    private static final double MOST_STEPS = 1e6;

    /** Where a feature can go. */
    public enum Direction {
        UP,
        DOWN,
        EITHER
    }

    public Actionable {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        if (feature < 0) {
            throw new IllegalArgumentException("feature must be 0 or more, found " + feature);
        }
        if (!(Double.isFinite(lowest) && Double.isFinite(highest) && lowest <= highest)) {
            throw new IllegalArgumentException(
                    name + " must have a finite range in order, found " + lowest + " to " + highest);
        }
        if (!(step > 0 && Double.isFinite(step) && (highest - lowest) / step <= MOST_STEPS)) {
            throw new IllegalArgumentException(
                    name + " must have a step above 0, at most a million in its range, found " + step);
        }
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException(name + " must have a scale above 0, found " + scale);
        }
    }

    /** A value it may be changed to, at this distance. */
    record Target(double value, double distance) {}

    /** All that it may be changed to from a value, the nearest first, of equal ones the lower; none from what is no number. */
    List<Target> targets(double from) {
        List<Target> targets = new ArrayList<>();
        if (!Double.isFinite(from)) {
            return targets;
        }
        if (direction != Direction.UP) {
            addTargets(targets, from, -step);
        }
        if (direction != Direction.DOWN) {
            addTargets(targets, from, step);
        }
        targets.sort(Comparator.comparingDouble(Target::distance).thenComparingDouble(Target::value));
        return targets;
    }

    private void addTargets(List<Target> targets, double from, double by) {
        double outside = by > 0 ? lowest - from : from - highest;
        long first = Math.max(1, (long) Math.ceil(outside / step));
        for (long count = first; ; count++) {
            double value = from + count * by;
            if (value < lowest || value > highest) {
                return;
            }
            targets.add(new Target(value, count * step / scale));
        }
    }
}
