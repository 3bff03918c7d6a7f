package io.headrace.stats;

import java.util.Arrays;

/**
 * P values adjusted for their number: of all columns whose q is at most a level, at most that share is found without drift, and
 * without any drift the chance of finding a column is at most the level.
 *
 * <p>{@code q(i) = min over j >= i of p(j) k / j}, p in ascending order (Benjamini and Hochberg, JRSS B 57, 1995).
 */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /** The q of each p value; one that is NaN stays NaN and does not count. */
    public static double[] adjusted(double[] pValues) {
        double[] ascending =
                Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).sorted().toArray();
        double[] byRank = new double[ascending.length];
        double least = 1;
        for (int rank = ascending.length; rank > 0; rank--) {
            least = Math.min(least, ascending[rank - 1] * ascending.length / rank);
            byRank[rank - 1] = least;
        }
        // Equal p values have equal q, so any of their ranks will do.
        return Arrays.stream(pValues)
                .map(p -> Double.isNaN(p) ? p : byRank[Arrays.binarySearch(ascending, p)])
                .toArray();
    }
}
