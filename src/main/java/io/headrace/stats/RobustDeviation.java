package io.headrace.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How unusual a number is beside earlier ones, by median and median absolute deviation (MAD), which a few outliers among
 * them do not move.
 *
 * <p>Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993: (x - median) / (1.4826 MAD), where 1.4826 makes
 * the MAD of normal values their standard deviation. The number itself is never among the earlier ones: a mean and a
 * deviation that already hold it can never be far from it.
 */
public final class RobustDeviation {
    /** 1 / the third quartile of the standard normal distribution. */
    private static final double NORMAL = 1.4826022185056018;

    private RobustDeviation() {}

    /**
     * The deviation of a number in robust standard deviations, negative below the median.
     *
     * <p>Where more than half of the earlier numbers are equal, the MAD is 0: the same number then deviates by 0, any other
     * by plus or minus infinity.
     *
     * @param history earlier numbers, oldest first
     * @param season only those are taken whose distance from the number is a multiple of this, 1 or more; the last one of
     *     the history has distance 1
     * @param least with fewer numbers left there is no result, 1 or more
     */
    public static OptionalDouble of(double number, List<Double> history, int season, int least) {
        if (season < 1) {
            throw new IllegalArgumentException("season must be 1 or more, found " + season);
        }
        List<Double> taken = new ArrayList<>();
        for (int i = history.size() - season; i >= 0; i -= season) {
            taken.add(history.get(i));
        }
        if (taken.size() < Math.max(1, least)) {
            return OptionalDouble.empty();
        }
        double median = median(taken);
        double spread =
                NORMAL * median(taken.stream().map(x -> Math.abs(x - median)).toList());
        double distance = number - median;
        return OptionalDouble.of(distance == 0 ? 0 : distance / spread);
    }

    private static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
