package io.headrace.stats.estimate;

import java.util.Arrays;

/**
 * How many times as dense a window's rows lie in each score bin as those of a reference.
 *
 * <p>Only the proportions of the weights matter. Immutable.
 */
public final class DensityRatio {
    private final double[] weights;
    private final double unseenShare;

    private DensityRatio(double[] weights, double unseenShare) {
        this.weights = weights;
        this.unseenShare = unseenShare;
    }

    /**
     * A ratio found elsewhere, such as by a classifier of window against reference, averaged over the reference rows of each
     * bin.
     *
     * @param weights one for each of {@link ScoreBins#COUNT} bins, 0 or more
     * @param unseenShare share of the window's rows where the reference has none, 0 to 1
     */
    public static DensityRatio of(double[] weights, double unseenShare) {
        if (weights.length != ScoreBins.COUNT) {
            throw new IllegalArgumentException("weights must be " + ScoreBins.COUNT + ", found " + weights.length);
        }
        for (int bin = 0; bin < weights.length; bin++) {
            if (!(weights[bin] >= 0 && Double.isFinite(weights[bin]))) {
                throw new IllegalArgumentException("weights[" + bin + "] must be 0 or more, found " + weights[bin]);
            }
        }
        if (!(unseenShare >= 0 && unseenShare <= 1)) {
            throw new IllegalArgumentException("unseenShare must lie between 0 and 1, found " + unseenShare);
        }
        return new DensityRatio(weights.clone(), unseenShare);
    }

    /**
     * The ratio by score: neighbouring bins form groups of about as many reference rows each, and each group has its window
     * rows over its reference rows.
     *
     * <p>Rows of the window below the lowest or above the highest score bin of the reference are unseen.
     *
     * @param reference at least one row
     * @param groups 1 or more; more follow the scores closer and vary more
     */
    public static DensityRatio ofScores(ScoreCounts reference, ScoreCounts window, int groups) {
        if (groups < 1 || reference.rows() < 1) {
            throw new IllegalArgumentException(
                    "groups and reference rows must be 1 or more, found " + groups + " and " + reference.rows());
        }
        int[] groupOfBin = groups(reference, groups);
        double[] ofReference = new double[groups];
        double[] ofWindow = new double[groups];
        long unseen = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            if (groupOfBin[bin] < 0) {
                unseen += window.rows(bin);
            } else {
                ofReference[groupOfBin[bin]] += reference.rows(bin);
                ofWindow[groupOfBin[bin]] += window.rows(bin);
            }
        }
        double[] weights = Arrays.stream(groupOfBin)
                .mapToDouble(group -> group < 0 ? 0 : ofWindow[group] / ofReference[group])
                .toArray();
        return new DensityRatio(weights, unseen == 0 ? 0 : (double) unseen / window.rows());
    }

    /** By bin, by the rows below it; −1 outside the reference's bins. A group ends with a bin that holds rows. */
    private static int[] groups(ScoreCounts reference, int groups) {
        int[] groupOfBin = new int[ScoreBins.COUNT];
        long all = reference.rows();
        long below = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            boolean inside = below < all && below + reference.rows(bin) > 0;
            groupOfBin[bin] = inside ? (int) Math.min(groups - 1, (double) below / all * groups) : -1;
            below += reference.rows(bin);
        }
        return groupOfBin;
    }

    /** The weight of a bin, counted from 0. */
    public double weight(int bin) {
        return weights[bin];
    }

    /** Share of the window's rows where the reference has none, 0 to 1. */
    public double unseenShare() {
        return unseenShare;
    }

    /** The weights with which a reference's rows add up to so many. */
    double[] addingUpTo(double rows, ScoreCounts reference) {
        double sum = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            sum += weights[bin] * reference.rows(bin);
        }
        double factor = sum > 0 ? rows / sum : 0;
        return Arrays.stream(weights).map(weight -> weight * factor).toArray();
    }
}
