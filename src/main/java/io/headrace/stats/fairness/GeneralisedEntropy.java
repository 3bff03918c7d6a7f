package io.headrace.stats.fairness;

import io.headrace.stats.DecisionCounts;
import java.util.Arrays;

/**
 * How unequal benefits are among persons (T. Speicher and others, KDD 2018).
 *
 * <p>With b the benefit of a person and μ the mean: {@code GE(α) = Σ((b/μ)^α − 1) / (n·α·(α − 1))}; GE(1) is Theil's T, {@code Σ(b/μ)·ln(b/μ) / n}; GE(0) is Theil's L,
 * {@code −Σln(b/μ) / n}. 0 where all have the same.
 */
public final class GeneralisedEntropy {
    private GeneralisedEntropy() {}

    /**
     * Of benefits.
     *
     * @param benefits one or more, 0 or more, not all 0; above 0 for an exponent of 0 or less
     */
    public static double of(double[] benefits, double exponent) {
        double[] rows = new double[benefits.length];
        Arrays.fill(rows, 1);
        return of(benefits, rows, exponent);
    }

    /**
     * Of decisions: a person has the benefit {@code decision − label + 1}, 0 if refused what was deserved, 2 if given what was not, else 1, as in AIF360.
     *
     * @param rows oriented so that the positive decision is the favourable one
     */
    public static double of(DecisionCounts rows, double exponent) {
        return of(
                new double[] {0, 1, 2},
                new double[] {rows.misses(), (double) rows.hits() + rows.rest(), rows.falseAlarms()},
                exponent);
    }

    private static double of(double[] benefits, double[] rows, double exponent) {
        double all = 0;
        double sum = 0;
        for (int i = 0; i < benefits.length; i++) {
            if (!(benefits[i] >= 0 && Double.isFinite(benefits[i]))) {
                throw new IllegalArgumentException(
                        "benefits[" + i + "] must be finite and 0 or more, found " + benefits[i]);
            }
            all += rows[i];
            sum += rows[i] * benefits[i];
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("some benefit must be above 0, found none of " + all + " rows");
        }
        double entropy = 0;
        for (int i = 0; i < benefits.length; i++) {
            if (rows[i] > 0) {
                entropy += rows[i] * term(benefits[i] * all / sum, exponent);
            }
        }
        return entropy / all;
    }

    private static double term(double relative, double exponent) {
        if (exponent <= 0 && relative == 0) {
            throw new IllegalArgumentException("an exponent of " + exponent + " needs benefits above 0, found 0");
        }
        if (exponent == 0) {
            return -Math.log(relative);
        }
        if (exponent == 1) {
            return relative == 0 ? 0 : relative * Math.log(relative);
        }
        return (Math.pow(relative, exponent) - 1) / (exponent * (exponent - 1));
    }
}
