package io.headrace.stats;

import java.util.Arrays;

/**
 * P values adjusted so that the chance of any false finding is at most the level, however the tests depend on each other.
 *
 * <p>{@code max over j <= i of min(1, (k − j + 1)·p(j))}, p in ascending order (S. Holm, Scandinavian Journal of Statistics 6, 1979).
 */
public final class Holm {
    private Holm() {}

    /** The adjusted value of each p value; one that is NaN stays NaN and does not count. */
    public static double[] adjusted(double[] pValues) {
        double[] ascending =
                Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).sorted().toArray();
        double[] byRank = new double[ascending.length];
        double greatest = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            greatest = Math.max(greatest, Math.min(1, ascending[rank] * (ascending.length - rank)));
            byRank[rank] = greatest;
        }
        // The first of equal p values has the greatest factor, and the others take it over.
        return Arrays.stream(pValues)
                .map(p -> Double.isNaN(p) ? p : byRank[Arrays.binarySearch(ascending, p)])
                .toArray();
    }
}
