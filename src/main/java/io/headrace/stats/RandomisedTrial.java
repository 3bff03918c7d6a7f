package io.headrace.stats;

import java.util.Arrays;
import java.util.Objects;

/**
 * What rows earned after chance decided who was treated, as with a random holdout.
 *
 * <p>Immutable; arrays are copied.
 */
public final class RandomisedTrial {
    private final boolean[] treated;
    private final double[] values;
    private final double[] propensities;

    private RandomisedTrial(boolean[] treated, double[] values, double[] propensities) {
        this.treated = treated;
        this.values = values;
        this.propensities = propensities;
    }

    /**
     * A trial in which every row had the same chance of treatment.
     *
     * @param treated one per row: whether it was treated
     * @param values one per row: what it earned, costs of the treatment already taken off; any unit, finite
     * @param propensity the chance of treatment by design, strictly between 0 and 1
     */
    public static RandomisedTrial of(boolean[] treated, double[] values, double propensity) {
        double[] propensities = new double[treated.length];
        Arrays.fill(propensities, Requirements.requireOpenShare("propensity", propensity));
        return of(treated, values, propensities);
    }

    /**
     * A trial whose chance of treatment differed between rows, in a known way.
     *
     * @param treated one per row: whether it was treated
     * @param values one per row: what it earned, costs of the treatment already taken off; any unit, finite
     * @param propensities one per row: the chance of treatment by design, strictly between 0 and 1
     */
    public static RandomisedTrial of(boolean[] treated, double[] values, double[] propensities) {
        Objects.requireNonNull(treated, "treated");
        Requirements.requireRows("A trial", treated.length);
        Requirements.requireSameLength("treated", treated.length, "values", values.length);
        Requirements.requireSameLength("treated", treated.length, "propensities", propensities.length);
        Requirements.requireFinite("values", values);
        for (int row = 0; row < propensities.length; row++) {
            Requirements.requireOpenShare("propensities[" + row + "]", propensities[row]);
        }
        return new RandomisedTrial(treated.clone(), values.clone(), propensities.clone());
    }

    /** Number of rows. */
    public int rows() {
        return treated.length;
    }

    /** Whether the row, counted from 0, was treated. */
    public boolean isTreated(int row) {
        return treated[row];
    }

    /** Whether every row had the same chance of treatment. */
    public boolean isOfOneChance() {
        return Arrays.stream(propensities).allMatch(chance -> chance == propensities[0]);
    }

    /** What the row, counted from 0, earned. */
    public double value(int row) {
        return values[row];
    }

    /** The chance the row had of getting what it got: the propensity if treated, else one minus it. */
    double chanceOfOwnArm(int row) {
        return treated[row] ? propensities[row] : 1 - propensities[row];
    }
}
