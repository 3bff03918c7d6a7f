package io.headrace.stats.estimate;

import io.headrace.stats.IsotonicCurve;

/**
 * The rate of positives at each score bin, as a reference shows it: the rising curve that fits best in squares.
 *
 * <p>Neighbouring bins whose rates fall share one rate, and so one error. A bin without reference rows has a rate between those beside it,
 * and the error of the one below.
 */
public final class BinRates {
    private final double[] rates = new double[ScoreBins.COUNT];
    private final int[] blocks = new int[ScoreBins.COUNT];
    private final double[] blockRows = new double[ScoreBins.COUNT];

    private BinRates() {}

    /** Fits the curve; there must be a row, and no more than 2³¹ of them. */
    public static BinRates of(LabelledCounts reference) {
        if (reference.rows() < 1) {
            throw new IllegalArgumentException("calibration needs at least 1 row, found 0");
        }
        IsotonicCurve curve = IsotonicCurve.fit(reference.binned());
        BinRates rates = new BinRates();
        int block = 0;
        double last = curve.at(0);
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            rates.rates[bin] = curve.at(bin);
            long rows = rows(reference, bin);
            if (rows > 0 && rates.rates[bin] != last) {
                last = rates.rates[bin];
                block++;
            }
            rates.blocks[bin] = block;
            rates.blockRows[block] += rows;
        }
        return rates;
    }

    private static long rows(LabelledCounts reference, int bin) {
        return reference.positives().rows(bin) + reference.negatives().rows(bin);
    }

    /** The rate of a bin, counted from 0; 0 to 1. */
    public double rate(int bin) {
        return rates[bin];
    }

    /**
     * The variance that the reference brings into a sum over bins.
     *
     * <p>That of a rate is taken at (positives + ½)/(rows + 1), so that a few rows of one class do not pass for certainty.
     *
     * @param weights of each bin's rate in the sum
     */
    public double variance(double[] weights) {
        double[] ofBlock = new double[ScoreBins.COUNT];
        double[] rateOfBlock = new double[ScoreBins.COUNT];
        for (int bin = ScoreBins.COUNT - 1; bin >= 0; bin--) {
            ofBlock[blocks[bin]] += weights[bin];
            rateOfBlock[blocks[bin]] = rates[bin];
        }
        double variance = 0;
        for (int block = 0; block < ScoreBins.COUNT && blockRows[block] > 0; block++) {
            double rate = (rateOfBlock[block] * blockRows[block] + 0.5) / (blockRows[block] + 1);
            variance += ofBlock[block] * ofBlock[block] * rate * (1 - rate) / blockRows[block];
        }
        return variance;
    }
}
