package io.headrace.model;

import java.io.Serializable;

/** Splits a raw score into the contributions of the features: {@code baseValue + Σ contributions = raw score}, up to rounding. */
interface Attribution extends Serializable {
    /** The raw score that contributions start from. */
    double baseValue();

    /**
     * Writes the contribution of each declared feature to the raw score of an encoded row.
     *
     * @param slots the encoded row
     * @param into receives one number per feature
     */
    void contributionsOf(double[] slots, double[] into);
}
