package io.headrace.stats.estimate;

import java.util.function.IntToDoubleFunction;

/**
 * How scores rank positives above negatives, from rows by score bin; rows of one bin are ties.
 *
 * <p>AUC is {@code Σ_b P_b·(N_{<b} + N_b/2) / (P·N)} (Mann and Whitney 1947). One more positive row moves it by
 * {@code (V₁₀ − AUC)/P}, one more negative by {@code (V₀₁ − AUC)/N}, with DeLong's placements V (DeLong, DeLong and
 * Clarke-Pearson 1988): the sum of squares over the rows is their variance of the AUC.
 */
final class Ranking {
    private final double[] positives;
    private final double[] negatives;
    private final double allPositives;
    private final double allNegatives;

    Ranking(ClassCells cells) {
        positives = ClassCells.byBin(cells.positives);
        negatives = ClassCells.byBin(cells.negatives);
        allPositives = ClassCells.sum(positives);
        allNegatives = ClassCells.sum(negatives);
    }

    double positives() {
        return allPositives;
    }

    double negatives() {
        return allNegatives;
    }

    /** The area; there must be positives and negatives. */
    double auc() {
        double[] outranked = placements(negatives, allNegatives);
        return sum(bin -> positives[bin] * outranked[bin]) / allPositives;
    }

    /** How far the area may be from that of the scores before they were put into bins. */
    double aucBinError() {
        return sum(bin -> positives[bin] * negatives[bin]) / (2 * allPositives * allNegatives);
    }

    ClassCells.Influence aucInfluence() {
        double auc = auc();
        double[] positive = placements(negatives, allNegatives);
        double[] negative = placements(positives, allPositives);
        for (int bin = 0; bin < positive.length; bin++) {
            positive[bin] = (positive[bin] - auc) / allPositives;
            negative[bin] = (1 - negative[bin] - auc) / allNegatives;
        }
        return ClassCells.Influence.ofBins(positive, negative);
    }

    /** DeLong's standard error of whole rows, with the sample variances of their placements; two rows of each class at least. */
    double aucStandardError() {
        double auc = auc();
        double[] outranked = placements(negatives, allNegatives);
        double[] below = placements(positives, allPositives);
        double ofPositives = sum(bin -> positives[bin] * square(outranked[bin] - auc));
        double ofNegatives = sum(bin -> negatives[bin] * square(1 - below[bin] - auc));
        return Math.sqrt(
                ofPositives / allPositives / (allPositives - 1) + ofNegatives / allNegatives / (allNegatives - 1));
    }

    private static double square(double number) {
        return number * number;
    }

    /** For each bin the share of rows below it, those in it counted half. */
    private static double[] placements(double[] rows, double all) {
        double[] shares = new double[rows.length];
        double below = 0;
        for (int bin = 0; bin < rows.length; bin++) {
            shares[bin] = (below + rows[bin] / 2) / all;
            below += rows[bin];
        }
        return shares;
    }

    /** {@code Σ P_b·C_b/M_b / P} from the highest bin, with C the positives and M the rows at or above it. */
    double averagePrecision() {
        double[] precision = precision();
        return sum(bin -> positives[bin] * precision[bin]) / allPositives;
    }

    private double[] precision() {
        double[] precision = new double[positives.length];
        double above = 0;
        double rows = 0;
        for (int bin = positives.length - 1; bin >= 0; bin--) {
            above += positives[bin];
            rows += positives[bin] + negatives[bin];
            precision[bin] = rows > 0 ? above / rows : 0;
        }
        return precision;
    }

    /** One more row in a bin moves the precision at it and at all lower bins; a positive one also adds a term. */
    ClassCells.Influence averagePrecisionInfluence() {
        double average = averagePrecision();
        double[] precision = precision();
        double[] positive = new double[positives.length];
        double[] negative = new double[positives.length];
        double rows = allPositives + allNegatives;
        double gained = 0;
        double lost = 0;
        for (int bin = 0; bin < positives.length; bin++) {
            if (rows > 0) {
                gained += positives[bin] / rows;
                lost += positives[bin] * precision[bin] / rows;
            }
            positive[bin] = (precision[bin] + gained - lost - average) / allPositives;
            negative[bin] = -lost / allPositives;
            rows -= positives[bin] + negatives[bin];
        }
        return ClassCells.Influence.ofBins(positive, negative);
    }

    private double sum(IntToDoubleFunction ofBin) {
        double sum = 0;
        for (int bin = 0; bin < positives.length; bin++) {
            sum += ofBin.applyAsDouble(bin);
        }
        return sum;
    }
}
