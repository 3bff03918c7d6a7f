package io.headrace.stats.trial;

import io.headrace.stats.StandardNormal;
import java.util.function.DoubleUnaryOperator;

/**
 * Bounds of a group-sequential test whose number of looks need not be known, only the share of the information at each.
 *
 * <p>Spends {@code α t²} of alpha by information share t (Lan and DeMets, Biometrika 70, 1983; Kim and DeMets 1987, power 2) and finds each
 * bound by the recursion of Armitage, McPherson and Rowe (1969). Two-sided is one-sided at half alpha. The share is of the planned end:
 * a trial that runs over it has no bounds left, for its alpha is spent; {@link ConfidenceSequence} has no end.
 *
 * @param alpha of the whole trial, strictly between 0 and 0.5
 */
public record AlphaSpending(double alpha) {
    private static final double FAR = 8;
    private static final int STEPS = 1_000;

    public AlphaSpending {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha must lie strictly between 0 and 0.5, found " + alpha);
        }
    }

    /**
     * The z beyond which a two-sided finding is one, by look.
     *
     * @param shares of the planned information, ascending, above 0 and at most 1
     */
    public double[] twoSidedBounds(double... shares) {
        double[] bounds = new double[shares.length];
        Walk walk = null;
        double before = 0;
        for (int look = 0; look < shares.length; look++) {
            double share = shares[look];
            if (!(share > before && share <= 1)) {
                throw new IllegalArgumentException("shares must ascend from above 0 to 1, found " + share);
            }
            double spent = alpha / 2 * (share * share - before * before);
            double edge = walk == null
                    ? -StandardNormal.quantile(spent) * Math.sqrt(share)
                    : walk.edge(spent, share - before);
            edge = Math.min(edge, FAR * Math.sqrt(share));
            bounds[look] = edge / Math.sqrt(share);
            walk = walk == null ? Walk.first(share, edge) : walk.next(share, edge, share - before);
            before = share;
        }
        return bounds;
    }

    /** The two-sided alpha that each look uses by itself. */
    public double[] twoSidedAlphas(double... shares) {
        double[] alphas = twoSidedBounds(shares);
        for (int look = 0; look < alphas.length; look++) {
            alphas[look] = StandardNormal.twoSidedPValue(alphas[look]);
        }
        return alphas;
    }

    /** The density of a Brownian walk that has not crossed a bound so far, by its trapezium weights. */
    private static final class Walk {
        private final double[] places;
        private final double[] weights;

        private Walk(double[] places, double[] weights) {
            this.places = places;
            this.weights = weights;
        }

        static Walk first(double share, double edge) {
            double deviation = Math.sqrt(share);
            return on(share, edge, place -> density(place / deviation) / deviation);
        }

        Walk next(double share, double edge, double step) {
            double deviation = Math.sqrt(step);
            return on(share, edge, place -> {
                double sum = 0;
                for (int i = 0; i < places.length; i++) {
                    sum += weights[i] * density((place - places[i]) / deviation);
                }
                return sum / deviation;
            });
        }

        /** The bound that the walk crosses with a chance after a step. */
        double edge(double chance, double step) {
            double low = -FAR;
            double high = FAR;
            for (int halving = 0; halving < 60; halving++) {
                double middle = (low + high) / 2;
                if (beyond(middle, step) > chance) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }

        private double beyond(double edge, double step) {
            double deviation = Math.sqrt(step);
            double sum = 0;
            for (int i = 0; i < places.length; i++) {
                sum += weights[i] * StandardNormal.cumulative((places[i] - edge) / deviation);
            }
            return sum;
        }

        private static Walk on(double share, double edge, DoubleUnaryOperator density) {
            double from = -FAR * Math.sqrt(share);
            double width = (edge - from) / STEPS;
            double[] places = new double[STEPS + 1];
            double[] weights = new double[STEPS + 1];
            for (int i = 0; i <= STEPS; i++) {
                places[i] = from + i * width;
                weights[i] = density.applyAsDouble(places[i]) * width * (i == 0 || i == STEPS ? 0.5 : 1);
            }
            return new Walk(places, weights);
        }

        private static double density(double z) {
            return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        }
    }
}
