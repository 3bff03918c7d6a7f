package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;

/**
 * How mean and spread have moved, in the unit of the reference's standard deviation.
 *
 * <p>The mean's test is Welch's, with the normal law. The standard error of the spread is that of normal numbers; of a column
 * with heavy tails it is larger, so the p value of the spread is too small there.
 *
 * @param difference mean now less mean before, in the column's unit
 * @param standardError of the difference, 0 or more
 * @param inDeviations the difference in standard deviations of the reference; infinite where it does not vary
 * @param logRatio the logarithm of the standard deviation now by that before: 0.1 is a tenth more; infinite where one is 0
 * @param logRatioError the standard error of it
 */
public record MeanShift(
        double difference, double standardError, double inDeviations, double logRatio, double logRatioError) {
    /** Of counts with finite numbers. */
    public static MeanShift of(ColumnCounts reference, ColumnCounts now) {
        return of(
                reference.mean().orElseThrow(),
                reference.variance().orElseThrow(),
                reference.values(),
                now.mean().orElseThrow(),
                now.variance().orElseThrow(),
                now.values());
    }

    static MeanShift of(double mean, double variance, long n, double meanNow, double varianceNow, long m) {
        double difference = meanNow - mean;
        double ratio = varianceNow == variance ? 0 : Math.log(varianceNow / variance) / 2;
        return new MeanShift(
                difference,
                Math.sqrt(variance / n + varianceNow / m),
                difference == 0 ? 0 : difference / Math.sqrt(variance),
                ratio,
                Math.sqrt(0.5 / n + 0.5 / m));
    }

    /** The chance of a difference of the means this large or larger without a shift. */
    public double meanPValue() {
        return difference == 0 ? 1 : StandardNormal.twoSidedPValue(difference / standardError);
    }

    /** The chance of a ratio of the spreads this far from 1 or farther without a shift. */
    public double spreadPValue() {
        return StandardNormal.twoSidedPValue(logRatio / logRatioError);
    }
}
