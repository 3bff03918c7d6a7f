package io.headrace.stats.trial;

import io.headrace.stats.ExactSum;
import io.headrace.stats.drift.ExactTotal;

/** Counts the entities of one arm in one pass, without rounding. Mutable, for one thread. */
public final class ArmCounter {
    private final ExactSum values = new ExactSum();
    private final ExactSum valueSquares = new ExactSum();
    private final ExactSum bases = new ExactSum();
    private final ExactSum baseSquares = new ExactSum();
    private final ExactSum covariates = new ExactSum();
    private final ExactSum covariateSquares = new ExactSum();
    private final ExactSum valueBases = new ExactSum();
    private final ExactSum valueCovariates = new ExactSum();
    private final ExactSum baseCovariates = new ExactSum();
    private long entities;

    /** Adds an entity by its outcome; its base is 1 and it has no covariate. */
    public void add(double value) {
        add(value, 1, 0);
    }

    /**
     * Adds an entity.
     *
     * @param value its outcome, the numerator of a ratio; finite
     * @param base the denominator of a ratio, 1 for a mean; finite
     * @param covariate what was known before the trial began, 0 where there is none; finite
     */
    public void add(double value, double base, double covariate) {
        requireFinite("value", value);
        requireFinite("base", base);
        requireFinite("covariate", covariate);
        entities++;
        values.add(value);
        valueSquares.addSquare(value);
        bases.add(base);
        baseSquares.addSquare(base);
        valueBases.addProduct(value, base);
        if (covariate != 0) {
            covariates.add(covariate);
            covariateSquares.addSquare(covariate);
            valueCovariates.addProduct(value, covariate);
            baseCovariates.addProduct(base, covariate);
        }
    }

    /** Adds all entities that another counter has counted. */
    public void add(ArmTotals totals) {
        entities += totals.entities();
        totals.values().addTo(values);
        totals.valueSquares().addTo(valueSquares);
        totals.bases().addTo(bases);
        totals.baseSquares().addTo(baseSquares);
        totals.covariates().addTo(covariates);
        totals.covariateSquares().addTo(covariateSquares);
        totals.valueBases().addTo(valueBases);
        totals.valueCovariates().addTo(valueCovariates);
        totals.baseCovariates().addTo(baseCovariates);
    }

    /** What was counted so far. */
    public ArmTotals totals() {
        return new ArmTotals(
                entities,
                ExactTotal.of(values),
                ExactTotal.of(valueSquares),
                ExactTotal.of(bases),
                ExactTotal.of(baseSquares),
                ExactTotal.of(covariates),
                ExactTotal.of(covariateSquares),
                ExactTotal.of(valueBases),
                ExactTotal.of(valueCovariates),
                ExactTotal.of(baseCovariates));
    }

    private static void requireFinite(String name, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(name + " must be finite, found " + number);
        }
    }
}
