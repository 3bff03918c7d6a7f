package io.headrace.model;

import java.io.Serializable;

/** Tells what the features of a row contribute to its raw score: {@code baseValue + Σ contributions = raw score}, up to rounding. */
interface Attribution extends Serializable {
    /** The raw score that contributions are counted from. */
    double baseValue();

    /**
     * Writes the contribution of each declared feature to the raw score of an encoded row.
     *
     * @param slots the encoded row
     * @param into receives one number per feature
     */
    void contributionsOf(double[] slots, double[] into);
}
