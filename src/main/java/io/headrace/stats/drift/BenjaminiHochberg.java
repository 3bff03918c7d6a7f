package io.headrace.stats.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

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
        int[] known = IntStream.range(0, pValues.length)
                .filter(i -> !Double.isNaN(pValues[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        Arrays.fill(adjusted, Double.NaN);
        double least = 1;
        for (int rank = known.length; rank > 0; rank--) {
            int i = known[rank - 1];
            least = Math.min(least, pValues[i] * known.length / rank);
            adjusted[i] = least;
        }
        return adjusted;
    }
}
