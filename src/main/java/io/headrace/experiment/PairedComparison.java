package io.headrace.experiment;

import io.headrace.stats.AucComparison;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DeLong;
import io.headrace.stats.McNemar;
import io.headrace.stats.PairedMean;
import java.util.function.IntToDoubleFunction;

/**
 * Champion and challenger on the same rows: a fraction of the rows that a split would need.
 *
 * <p>Only where the decision leaves the outcome as it is. For one look at a set of rows fixed beforehand.
 *
 * @param ranking AUCs and their difference, challenger less champion (DeLong)
 * @param decisions rows on which only the challenger is right, and only the champion (McNemar)
 * @param brier difference of squared errors of probabilities by row, champion less challenger: positive is a better challenger
 * @param value difference of value by row, challenger less champion
 */
public record PairedComparison(AucComparison ranking, McNemar decisions, PairedMean brier, PairedMean value) {
    /**
     * What a decision earns.
     *
     * @param truePositive for acting on a positive row, as the three others in one unit
     */
    public record Worth(double truePositive, double falsePositive, double falseNegative, double trueNegative) {
        double of(boolean acts, boolean positive) {
            return acts ? (positive ? truePositive : falsePositive) : (positive ? falseNegative : trueNegative);
        }
    }

    /**
     * Compares two models.
     *
     * @param effect refused where the decision changes the outcome
     * @param champion probabilities and labels
     * @param challenger of the same rows in the same order
     * @param threshold acts on this probability or a higher one
     */
    public static PairedComparison of(
            DecisionEffect effect, BinaryOutcomes champion, BinaryOutcomes challenger, double threshold, Worth worth) {
        effect.require(DecisionEffect.Design.PAIRED);
        AucComparison ranking = DeLong.compare(challenger, champion);
        long onlyChallenger = 0;
        long onlyChampion = 0;
        for (int row = 0; row < champion.rows(); row++) {
            boolean positive = champion.isPositive(row);
            boolean first = (challenger.score(row) >= threshold) == positive;
            boolean second = (champion.score(row) >= threshold) == positive;
            onlyChallenger += first && !second ? 1 : 0;
            onlyChampion += second && !first ? 1 : 0;
        }
        return new PairedComparison(
                ranking,
                new McNemar(onlyChallenger, onlyChampion),
                mean(champion.rows(), row -> squaredError(champion, row) - squaredError(challenger, row)),
                mean(
                        champion.rows(),
                        row -> worth.of(challenger.score(row) >= threshold, champion.isPositive(row))
                                - worth.of(champion.score(row) >= threshold, champion.isPositive(row))));
    }

    private static double squaredError(BinaryOutcomes outcomes, int row) {
        double error = outcomes.score(row) - (outcomes.isPositive(row) ? 1 : 0);
        return error * error;
    }

    private static PairedMean mean(int rows, IntToDoubleFunction difference) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += difference.applyAsDouble(row);
        }
        double mean = sum / rows;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            double deviation = difference.applyAsDouble(row) - mean;
            squares += deviation * deviation;
        }
        return new PairedMean(rows, mean, squares / (rows - 1));
    }
}
