package io.headrace.model;

import java.util.stream.IntStream;

/**
 * Points and weights by which a polynomial is integrated from 0 to 1 without error but rounding (Gauss–Legendre).
 *
 * <p>n points integrate polynomials up to degree 2n − 1. Points are zeros of the Legendre polynomial, found by Newton's method.
 */
final class Quadrature {
    private static final int KEPT = 16;
    private static final Quadrature[] SMALL =
            IntStream.rangeClosed(1, KEPT).mapToObj(Quadrature::new).toArray(Quadrature[]::new);
    private static final int STEPS = 100;
    private static final double CLOSE = 1e-16;

    private final double[] points;
    private final double[] weights;

    private Quadrature(int count) {
        this.points = new double[count];
        this.weights = new double[count];
        for (int i = 0; i < count; i++) {
            double x = StrictMath.cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 1;
            for (int step = 0; step < STEPS; step++) {
                double before = 1;
                double value = x;
                for (int degree = 2; degree <= count; degree++) {
                    double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
                    before = value;
                    value = next;
                }
                slope = count * (x * value - before) / (x * x - 1);
                double move = value / slope;
                x -= move;
                if (Math.abs(move) <= CLOSE) {
                    break;
                }
            }
            points[i] = (1 - x) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    /** The least points that integrate polynomials of a degree, 0 or more. */
    static Quadrature ofDegree(int degree) {
        int count = degree / 2 + 1;
        return count <= KEPT ? SMALL[count - 1] : new Quadrature(count);
    }

    int count() {
        return points.length;
    }

    /** A point, more than 0 and less than 1. */
    double point(int i) {
        return points[i];
    }

    /** Its weight; all weights sum to 1. */
    double weight(int i) {
        return weights[i];
    }
}
