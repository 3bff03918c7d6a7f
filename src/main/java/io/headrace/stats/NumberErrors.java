package io.headrace.stats;

/**
 * How far predicted numbers lie from those that came, by sums that add up over parts.
 *
 * @param rows 1 or more
 * @param sum of predicted minus actual
 * @param absolute sum of the distances
 * @param squared sum of the squared distances
 * @param fourth sum of the fourth powers of the distances
 * @param actualMean mean of the actual numbers
 * @param actualSquared sum of squared distances of the actual numbers from their mean
 */
public record NumberErrors(
        long rows,
        double sum,
        double absolute,
        double squared,
        double fourth,
        double actualMean,
        double actualSquared) {
    public NumberErrors {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be 1 or more, found " + rows);
        }
    }

    /** The errors of predicted numbers, one for each actual number. */
    public static NumberErrors of(double[] predicted, double[] actual) {
        Requirements.requireSameLength("predicted", predicted.length, "actual", actual.length);
        Requirements.requireRows("An error", actual.length);
        double mean = java.util.stream.DoubleStream.of(actual).sum() / actual.length;
        double[] sums = new double[5];
        for (int row = 0; row < actual.length; row++) {
            double error = predicted[row] - actual[row];
            sums[0] += error;
            sums[1] += Math.abs(error);
            sums[2] += error * error;
            sums[3] += error * error * error * error;
            sums[4] += (actual[row] - mean) * (actual[row] - mean);
        }
        return new NumberErrors(actual.length, sums[0], sums[1], sums[2], sums[3], mean, sums[4]);
    }

    /** Root of the mean squared error, in the unit of the number. */
    public double rootMeanSquared() {
        return Math.sqrt(squared / rows);
    }

    /** Mean absolute error, in the unit of the number. */
    public double meanAbsolute() {
        return absolute / rows;
    }

    /** Mean of predicted minus actual. */
    public double bias() {
        return sum / rows;
    }

    /** Share of the variance explained, 1 − Σe²/Σ(y − ȳ)²; 0 is as good as the mean, negative worse; NaN for constant numbers. */
    public double explained() {
        return actualSquared == 0 ? Double.NaN : 1 - squared / actualSquared;
    }

    /** The interval of {@link #rootMeanSquared}, by the normal interval of the mean squared error. */
    public Interval rootMeanSquaredInterval(double confidence) {
        double mean = squared / rows;
        double error = Math.sqrt(Math.max(0, fourth / rows - mean * mean) / rows);
        Interval interval = Interval.normal(mean, error, confidence);
        return new Interval(Math.sqrt(Math.max(0, interval.lower())), Math.sqrt(interval.upper()), confidence);
    }

    /** The interval of {@link #meanAbsolute}. */
    public Interval meanAbsoluteInterval(double confidence) {
        double mean = absolute / rows;
        double error = Math.sqrt(Math.max(0, squared / rows - mean * mean) / rows);
        return Interval.normal(mean, error, confidence);
    }
}
