package io.headrace.stats.estimate;

import io.headrace.stats.Interval;
import java.util.Optional;

/**
 * The logistic line of outcomes over the log-odds of their probabilities: {@code logit P(y) = intercept + slope·logit p}.
 *
 * <p>Fitted by Newton's method to the rows of each score bin at their mean probability (Cox 1958), with log-odds cut at half a
 * bin from 0 and 1.
 *
 * @param intercept 0 if calibrated
 * @param slope 1 if calibrated
 * @param slopeInterval normal, from the information matrix
 */
public record CalibrationSlope(double intercept, double slope, Interval slopeInterval) {
    private static final double LOWEST = 0.5 / ScoreBins.COUNT;
    private static final int STEPS = 50;
    private static final double ENOUGH = 1e-10;
    private static final double STEEPEST = 1000;

    /** The line; empty where rows are of one class, of one score, or perfectly parted by it, for then no line is best. */
    static Optional<CalibrationSlope> of(LabelledCounts counts, double confidence) {
        double intercept = 0;
        double slope = 1;
        for (int step = 0; step < STEPS; step++) {
            Fit fit = Fit.at(counts, intercept, slope);
            double determinant = fit.determinant();
            if (!(determinant > ENOUGH * fit.weight * fit.weightSquared) || Math.abs(slope) > STEEPEST) {
                return Optional.empty();
            }
            double slopeStep =
                    (fit.weight * fit.slopeGradient - fit.weightLinear * fit.interceptGradient) / determinant;
            double interceptStep =
                    (fit.weightSquared * fit.interceptGradient - fit.weightLinear * fit.slopeGradient) / determinant;
            intercept += interceptStep;
            slope += slopeStep;
            if (Math.abs(slopeStep) + Math.abs(interceptStep) < ENOUGH) {
                double error = Math.sqrt(fit.weight / determinant);
                return Optional.of(new CalibrationSlope(intercept, slope, Interval.normal(slope, error, confidence)));
            }
        }
        return Optional.empty();
    }

    /** Gradient and information of the likelihood at a line. */
    private static final class Fit {
        private double interceptGradient;
        private double slopeGradient;
        private double weight;
        private double weightLinear;
        private double weightSquared;

        private static Fit at(LabelledCounts counts, double intercept, double slope) {
            Fit fit = new Fit();
            for (int cell = 0; cell < ScoreCounts.CELLS; cell++) {
                long positives = counts.positives().rowsAt(cell);
                long rows = positives + counts.negatives().rowsAt(cell);
                if (rows > 0) {
                    double sum =
                            counts.positives().sum(cell) + counts.negatives().sum(cell);
                    fit.add(logOdds(sum / rows), rows, positives, intercept, slope);
                }
            }
            return fit;
        }

        private void add(double x, long rows, long positives, double intercept, double slope) {
            double rate = 1 / (1 + Math.exp(-intercept - slope * x));
            double residual = positives - rows * rate;
            double ofRows = rows * rate * (1 - rate);
            interceptGradient += residual;
            slopeGradient += residual * x;
            weight += ofRows;
            weightLinear += ofRows * x;
            weightSquared += ofRows * x * x;
        }

        private double determinant() {
            return weight * weightSquared - weightLinear * weightLinear;
        }

        private static double logOdds(double probability) {
            double cut = Math.min(Math.max(probability, LOWEST), 1 - LOWEST);
            return Math.log(cut) - Math.log1p(-cut);
        }
    }
}
