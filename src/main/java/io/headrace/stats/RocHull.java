package io.headrace.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * The upper convex hull of the ROC curve: the best rates that thresholds, and chance between two of them, can reach.
 *
 * <p>From acting on no row to acting on all, in falling score; rows of one score are acted on together. Only vertices are kept, so each
 * edge is steeper than the next. A score that ranks no better than chance has the diagonal (F. Provost and T. Fawcett, "Robust
 * classification for imprecise environments", 2001).
 *
 * @param vertices two or more
 */
public record RocHull(List<Vertex> vertices) {
    public RocHull {
        vertices = List.copyOf(vertices);
    }

    /**
     * A threshold.
     *
     * @param lowestScore of the rows acted on; infinite where there are none
     * @param positives rows acted on that are positive
     * @param negatives rows acted on that are negative
     * @param truePositiveRate share of all positives, 0 to 1
     * @param falsePositiveRate share of all negatives, 0 to 1
     */
    public record Vertex(
            double lowestScore, long positives, long negatives, double truePositiveRate, double falsePositiveRate) {}

    /** A place on an edge: at random the one vertex or the other. */
    public record Place(Vertex lower, Vertex upper, double shareOfUpper) {
        public double truePositiveRate() {
            return lower.truePositiveRate() + shareOfUpper * (upper.truePositiveRate() - lower.truePositiveRate());
        }

        public double falsePositiveRate() {
            return lower.falsePositiveRate() + shareOfUpper * (upper.falsePositiveRate() - lower.falsePositiveRate());
        }
    }

    /** The hull; refuses outcomes of one class. */
    public static RocHull of(BinaryOutcomes outcomes) {
        outcomes.requireOfEachClass("A ROC curve", 1);
        ScoreLevels levels = ScoreLevels.of(outcomes);
        List<Vertex> hull = new ArrayList<>();
        hull.add(new Vertex(Double.POSITIVE_INFINITY, 0, 0, 0, 0));
        long positives = 0;
        long negatives = 0;
        for (int level = 0; level < levels.count(); level++) {
            positives += levels.positives(level);
            negatives += levels.negatives(level);
            Vertex next = new Vertex(
                    levels.score(level),
                    positives,
                    negatives,
                    (double) positives / outcomes.positives(),
                    (double) negatives / outcomes.negatives());
            while (hull.size() > 1 && !turnsDown(hull.get(hull.size() - 2), hull.get(hull.size() - 1), next)) {
                hull.remove(hull.size() - 1);
            }
            hull.add(next);
        }
        return new RocHull(hull);
    }

    /** Whether the edge to the last is steeper than the one from it on. */
    private static boolean turnsDown(Vertex before, Vertex last, Vertex next) {
        return (last.positives - before.positives) * (next.negatives - last.negatives)
                > (next.positives - last.positives) * (last.negatives - before.negatives);
    }

    /** The place of a false positive rate, the highest where an edge stands upright. */
    public Place at(double falsePositiveRate) {
        if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1)) {
            throw new IllegalArgumentException(
                    "falsePositiveRate must lie between 0 and 1, found " + falsePositiveRate);
        }
        int upper = 1;
        while (upper < vertices.size() - 1 && vertices.get(upper).falsePositiveRate() < falsePositiveRate) {
            upper++;
        }
        while (upper < vertices.size() - 1 && vertices.get(upper + 1).falsePositiveRate() <= falsePositiveRate) {
            upper++;
        }
        Vertex low = vertices.get(upper - 1);
        Vertex high = vertices.get(upper);
        double wide = high.falsePositiveRate() - low.falsePositiveRate();
        double share = wide > 0 ? (falsePositiveRate - low.falsePositiveRate()) / wide : 1;
        return new Place(low, high, Math.min(1, Math.max(0, share)));
    }

    /** The area under the hull, at least that under the curve. */
    public double area() {
        double area = 0;
        for (int i = 1; i < vertices.size(); i++) {
            Vertex low = vertices.get(i - 1);
            Vertex high = vertices.get(i);
            area += (high.falsePositiveRate() - low.falsePositiveRate())
                    * (high.truePositiveRate() + low.truePositiveRate())
                    / 2;
        }
        return area;
    }
}
