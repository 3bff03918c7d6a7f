package io.headrace.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Percentile intervals of a mean by drawing rows anew (Efron 1979).
 *
 * <p>Each resample draws as many rows as there are, with replacement; the interval runs from the {@code (1−c)/2} to the
 * {@code (1+c)/2} quantile of the resampled means, linear between order statistics. Two models are compared by the
 * differences within each row, so what both share cancels. The same values in the same order with the same seed give the
 * same interval everywhere. Too narrow for a few dozen rows; assumes that rows are independent.
 *
 * @param resamples 100 or more; 2,000 steady the ends of a 95 % interval
 * @param seed seed of the draws
 */
public record PairedBootstrap(int resamples, long seed) {
    private static final int FEWEST_RESAMPLES = 100;

    public PairedBootstrap {
        if (resamples < FEWEST_RESAMPLES) {
            throw new IllegalArgumentException(
                    "resamples must be " + FEWEST_RESAMPLES + " or more, found " + resamples);
        }
    }

    /**
     * The mean of one value per row.
     *
     * @param values one or more, finite
     * @param confidence strictly between 0 and 1
     */
    public MeanEstimate mean(double[] values, double confidence) {
        Requirements.requireRows("A bootstrap", values.length);
        Requirements.requireFinite("values", values);
        Requirements.requireOpenShare("confidence", confidence);
        double[] means = resampledMeans(values);
        Arrays.sort(means);
        Interval interval =
                new Interval(quantile(means, (1 - confidence) / 2), quantile(means, (1 + confidence) / 2), confidence);
        return new MeanEstimate(DoubleStream.of(values).sum() / values.length, interval);
    }

    private double[] resampledMeans(double[] values) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            double sum = 0;
            for (int draw = 0; draw < values.length; draw++) {
                sum += values[random.nextInt(values.length)];
            }
            means[resample] = sum / values.length;
        }
        return means;
    }

    private static double quantile(double[] ascending, double share) {
        double position = share * (ascending.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
