package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;
import io.headrace.stats.StudentT;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How far the rows of a window are from those of the windows before.
 *
 * <p>Without a change, logarithms of counts are taken to be normal with one mean and spread, both unknown: the difference of the present
 * one and the mean of k earlier ones, divided by {@code s √(1 + 1/k)}, has Student's t distribution with k − 1 degrees. The variance s²
 * is that of the earlier ones, and at least that of a count that varies by chance alone, 1 / their mean (Poisson). Half a row is added
 * to each count, so that none has a logarithm. A rhythm, such as that of the week, is part of the spread.
 *
 * @param usual geometric mean of the earlier counts
 * @param logRatio logarithm of the present count divided by it
 * @param error of the logarithm, without a change
 * @param degrees of freedom
 */
public record VolumeChange(double usual, double logRatio, double error, int degrees) {
    /** Earlier windows below which nothing is said. */
    public static final int LEAST_WINDOWS = 4;

    private static final double HALF = 0.5;

    /**
     * Of counts.
     *
     * @param earlier rows of windows before it, 0 or more each, {@value #LEAST_WINDOWS} or more
     * @param now 0 or more
     */
    public static VolumeChange of(List<Long> earlier, long now) {
        int windows = earlier.size();
        if (windows < LEAST_WINDOWS || now < 0 || earlier.stream().anyMatch(rows -> rows < 0)) {
            throw new IllegalArgumentException("counts must be 0 or more, those of " + LEAST_WINDOWS
                    + " earlier windows or more, found " + earlier + " and " + now);
        }
        double[] logs =
                earlier.stream().mapToDouble(rows -> Math.log(rows + HALF)).toArray();
        double mean = 0;
        for (double log : logs) {
            mean += log / windows;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double rows = LongStream.of(earlier.stream().mapToLong(Long::longValue).toArray())
                .average()
                .orElse(0);
        double variance = Math.max(squares / (windows - 1), 1 / (rows + HALF));
        return new VolumeChange(
                Math.exp(mean) - HALF,
                Math.log(now + HALF) - mean,
                Math.sqrt(variance * (1 + 1.0 / windows)),
                windows - 1);
    }

    /** The share by which the smaller of the two is less than the larger: 0.5 for half and for twice as many. */
    public double effect() {
        return effect(logRatio);
    }

    /** The chance of such an effect, or a larger one, without a change. */
    public double pValue() {
        return StudentT.twoSidedPValue(logRatio / error, degrees);
    }

    /** The effect that stays below with this probability without a change. */
    public double quantile(double probability) {
        return effect(StudentT.twoSidedCritical(probability, degrees) * error);
    }

    /** About the chance that a test of this level sees an effect. */
    public double power(double effect, double level) {
        double room = -Math.log1p(-effect) / error;
        return StandardNormal.cumulative(room - StudentT.twoSidedCritical(1 - level, degrees));
    }

    /** About the effect that a test of this level sees with this power. */
    public double detectable(double level, double power) {
        return effect((StudentT.twoSidedCritical(1 - level, degrees) + StandardNormal.quantile(power)) * error);
    }

    private static double effect(double logRatio) {
        return -Math.expm1(-Math.abs(logRatio));
    }
}
