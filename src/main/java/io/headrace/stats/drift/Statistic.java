package io.headrace.stats.drift;

/**
 * What is said of a column's drift. Each has a value, an effect that a tolerance bounds, and a p value; the form stands in every
 * row, because libraries mean different things by one name.
 */
public enum Statistic {
    /** Of numbers: value and effect are D, from all fine bins. */
    KOLMOGOROV_SMIRNOV("kolmogorov-smirnov", "largest gap of the distribution functions, two-sample", "", 0.1),
    /** Of numbers: the value is in the column's unit, the effect in standard deviations of the reference. */
    WASSERSTEIN(
            "wasserstein", "Wasserstein-1, effect by the reference's sd (ddof 0), p of Kolmogorov-Smirnov", "", 0.1),
    /** Value and effect are PSI over coarse bins, rows without a value left out. */
    POPULATION_STABILITY("psi", "sum (q - p) ln(q / p) over coarse bins, missing left out", "e", 0.1),
    /** Value and effect are the distance over coarse bins. */
    JENSEN_SHANNON("jensen-shannon", "distance, the root of the divergence, over coarse bins", "2", 0.1),
    /**
     * The value is Pearson's statistic, the effect the total variation: of numbers over coarse bins, of texts over levels, all others,
     * and those that are new.
     */
    CHI_SQUARE("chi-square", "two-sample, rare bins as one; effect total variation", "", 0.1),
    /** Value and effect are the distance, over the bins of the chi-square test and with its p value. */
    HELLINGER("hellinger", "root of half the sum (sqrt p - sqrt q)^2, p of chi-square", "", 0.1),
    /** Value and effect are the largest shift of a bin's share, over the bins of the chi-square test and with its p value. */
    LARGEST_SHIFT("largest-shift", "largest |p - q|, p of chi-square", "", 0.1),
    /** The value is the share of rows without a usable value now less that before, the effect its size. */
    MISSING("missing", "difference of shares of null, NaN and infinite, two-proportion, Yates", "", 0.05),
    /**
     * Of texts: the value is the share of rows now whose level the reference does not have, less the share of its rows whose level no other
     * of its rows has; without drift a new row has a new level as often (Good 1953). The effect is the value, 0 where it fell.
     */
    UNSEEN_LEVELS("unseen-levels", "rows of new levels, less the reference's of levels of one row, Yates", "", 0.05),
    /** Of numbers: the value is the difference of means, the effect its size in standard deviations of the reference. */
    MEAN("mean", "difference of means, Welch; effect by the reference's sd (ddof 0)", "", 0.1),
    /** Of numbers: the value is the ratio of standard deviations, the effect the size of its logarithm. */
    SPREAD("spread", "ratio of sd (ddof 0), normal error; effect |ln ratio|", "e", 0.1);

    private final String word;
    private final String form;
    private final String base;
    private final double tolerance;

    Statistic(String word, String form, String base, double tolerance) {
        this.word = word;
        this.form = form;
        this.base = base;
        this.tolerance = tolerance;
    }

    /** Its name in rows. */
    public String word() {
        return word;
    }

    /** Which of the definitions in use it is. */
    public String form() {
        return form;
    }

    /** Base of its logarithm, empty without one. */
    public String base() {
        return base;
    }

    /** The effect that is tolerated unless something else is said. */
    public double standardTolerance() {
        return tolerance;
    }

    boolean isOfTextsOnly() {
        return this == UNSEEN_LEVELS;
    }

    boolean isOfNumbersOnly() {
        return this == KOLMOGOROV_SMIRNOV || this == WASSERSTEIN || this == MEAN || this == SPREAD;
    }
}
