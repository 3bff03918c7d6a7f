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
 * the MAD of normal values their standard deviation; where the MAD is 0, as more than half of the values are equal, the mean
 * absolute deviation by 1.2533 takes its place. The number itself is never among the earlier ones: a mean and a
 * deviation that already hold it can never be far from it.
 */
public final class RobustDeviation {
    /** 1 / the third quartile of the standard normal distribution. */
    private static final double NORMAL = 1.4826022185056018;

    /** The square root of half of pi. */
    private static final double NORMAL_OF_MEAN = 1.2533141373155001;

    private RobustDeviation() {}

    /**
     * The deviation of a number in robust standard deviations, negative below the median.
     *
     * <p>Where all earlier numbers are equal, the same number deviates by 0, any other by plus or minus infinity.
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
        List<Double> distances = taken.stream().map(x -> Math.abs(x - median)).toList();
        double deviation = median(distances);
        double mean = distances.stream().mapToDouble(x -> x).average().orElseThrow();
        double spread = deviation > 0 ? NORMAL * deviation : NORMAL_OF_MEAN * mean;
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
