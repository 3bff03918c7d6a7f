package io.headrace.stats.drift;

import java.util.Arrays;

/**
 * The Wasserstein-1 distance of two samples counted by the same bins, {@code ∫|F − G| dx}, in the unit of the column.
 *
 * <p>It is computed as if rows lay evenly within a bin. The error is a bound: least and greatest number, the edges, and the
 * difference of the means, which are exact, leave the true distance no place outside {@code distance ± error}.
 *
 * @param distance 0 or more
 * @param error 0 or more
 */
public record WassersteinDistance(double distance, double error) {
    /** Of counts by the bins; both have finite numbers. */
    public static WassersteinDistance of(NumberBins bins, ColumnCounts reference, ColumnCounts now) {
        return new Integral(bins, reference, now).distance();
    }

    /** In standard deviations of the reference (n in the denominator); infinite where the reference does not vary. */
    public WassersteinDistance dividedBy(double deviation) {
        return deviation == 0
                ? new WassersteinDistance(distance == 0 ? 0 : Double.POSITIVE_INFINITY, 0)
                : new WassersteinDistance(distance / deviation, error / deviation);
    }

    /** One distribution function: known at edges, below the least and from the greatest number on. */
    private static final class Side {
        private final ColumnCounts counts;
        private final double rows;
        private final double least;
        private final double greatest;
        private double low;
        private double high;
        private double start;
        private double width;

        Side(ColumnCounts counts) {
            this.counts = counts;
            this.rows = SharedBins.total("either side", counts.counts());
            this.least = counts.least().orElseThrow();
            this.greatest = counts.greatest().orElseThrow();
        }

        private long below;

        /** Enters the next bin. */
        void enter(int bin, double lower, double upper) {
            low = below / rows;
            below += counts.count(bin);
            high = below / rows;
            start = Math.max(lower, least);
            width = Math.min(upper, greatest) - start;
        }

        double least(double from, double to) {
            return to <= least ? 0 : from >= greatest ? 1 : low;
        }

        double most(double from, double to) {
            return to <= least ? 0 : from >= greatest ? 1 : high;
        }

        /** As if rows lay evenly; at a point mass from its left or its right, as the piece lies. */
        double even(double x, boolean fromRight) {
            if (width <= 0) {
                return x > start || (x == start && fromRight) ? high : low;
            }
            return low + (high - low) * Math.min(1, Math.max(0, (x - start) / width));
        }
    }

    /** The integral, piece by piece. */
    private static final class Integral {
        private final NumberBins bins;
        private final Side before;
        private final Side after;
        private final double[] turns;
        private final double meansApart;
        private double least;
        private double most;
        private double even;

        Integral(NumberBins bins, ColumnCounts reference, ColumnCounts now) {
            this.bins = bins;
            before = new Side(reference);
            after = new Side(now);
            turns = new double[] {before.least, before.greatest, after.least, after.greatest};
            Arrays.sort(turns);
            meansApart = Math.abs(reference.mean().orElseThrow() - now.mean().orElseThrow());
        }

        WassersteinDistance distance() {
            for (int bin = 0; bin < bins.size(); bin++) {
                double lower = Math.max(bins.lower(bin), turns[0]);
                double upper = Math.min(bins.upper(bin), turns[3]);
                before.enter(bin, bins.lower(bin), bins.upper(bin));
                after.enter(bin, bins.lower(bin), bins.upper(bin));
                if (lower < upper) {
                    bin(lower, upper);
                }
            }
            double atLeast = Math.max(least, Math.min(meansApart, most));
            double distance = Math.min(most, Math.max(atLeast, even));
            return new WassersteinDistance(distance, Math.max(most - distance, distance - atLeast));
        }

        private void bin(double lower, double upper) {
            double from = lower;
            for (double turn : turns) {
                if (turn > from && turn < upper) {
                    piece(from, turn);
                    from = turn;
                }
            }
            piece(from, upper);
        }

        private void piece(double from, double to) {
            double width = to - from;
            double f0 = before.least(from, to);
            double f1 = before.most(from, to);
            double g0 = after.least(from, to);
            double g1 = after.most(from, to);
            least += width * Math.max(0, Math.max(f0 - g1, g0 - f1));
            most += width * Math.max(f1 - g0, g1 - f0);
            even += width
                    * meanGap(
                            before.even(from, true) - after.even(from, true),
                            before.even(to, false) - after.even(to, false));
        }

        /** The mean of |x| along a straight line. */
        private static double meanGap(double from, double to) {
            if (from * to >= 0) {
                return Math.abs(from + to) / 2;
            }
            return (from * from + to * to) / (2 * (Math.abs(from) + Math.abs(to)));
        }
    }
}
