package io.headrace.evaluate;

import io.headrace.stats.AucComparison;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.AveragePrecision;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.GainsTable;
import io.headrace.stats.Interval;
import io.headrace.stats.KolmogorovSmirnov;
import io.headrace.stats.ProbabilityLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The figures of a model on its test rows.
 *
 * @param rows test rows
 * @param positives positives among them
 * @param auc area under the ROC curve, exact, ties counted half
 * @param averagePrecision area under the precision-recall curve by steps
 * @param logLoss mean log loss, natural logarithm
 * @param brier mean squared difference of probability and outcome
 * @param calibrationError expected calibration error over ten bins of equal mass
 * @param kolmogorovSmirnov largest distance between the score distributions of both classes
 * @param gains ten bins from the highest score
 * @param calibration ten bins of equal mass
 * @param overBaseline paired comparison with the baseline on the same rows
 * @param overChampion paired comparison with the champion on the same rows
 */
public record Evaluation(
        int rows,
        int positives,
        AucEstimate auc,
        double averagePrecision,
        double logLoss,
        double brier,
        double calibrationError,
        double kolmogorovSmirnov,
        GainsTable gains,
        CalibrationTable calibration,
        Optional<AucComparison> overBaseline,
        Optional<AucComparison> overChampion) {
    /** Confidence of all intervals. */
    public static final double CONFIDENCE = 0.95;

    private static final int BINS = 10;

    /** Evaluates the model's probabilities, compared with others on the same rows where they are given. */
    public static Evaluation of(
            BinaryOutcomes model, Optional<BinaryOutcomes> baseline, Optional<BinaryOutcomes> champion) {
        int bins = Math.min(BINS, model.rows());
        CalibrationTable calibration = CalibrationTable.equalMass(model, bins);
        return new Evaluation(
                model.rows(),
                model.positives(),
                DeLong.estimate(model),
                AveragePrecision.of(model),
                ProbabilityLoss.logLoss(model),
                ProbabilityLoss.brier(model),
                calibration.expectedCalibrationError(),
                KolmogorovSmirnov.of(model).distance(),
                GainsTable.of(model, bins),
                calibration,
                baseline.map(other -> DeLong.compare(model, other)),
                champion.map(other -> DeLong.compare(model, other)));
    }

    /** The figures as rows for {@code headrace.metrics}. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(interval("auc", auc.auc(), auc.interval(CONFIDENCE)));
        figures.add(plain("average_precision", averagePrecision));
        figures.add(plain("log_loss", logLoss));
        figures.add(plain("brier", brier));
        figures.add(plain("ece_equal_mass_10", calibrationError));
        figures.add(plain("ks", kolmogorovSmirnov));
        figures.add(plain("positive_rate", (double) positives / rows));
        overBaseline.ifPresent(other -> {
            figures.add(interval(
                    "baseline_auc", other.second().auc(), other.second().interval(CONFIDENCE)));
            figures.add(interval("auc_gain_over_baseline", other.difference(), other.differenceInterval(CONFIDENCE)));
        });
        overChampion.ifPresent(other -> {
            figures.add(interval(
                    "champion_auc", other.second().auc(), other.second().interval(CONFIDENCE)));
            figures.add(interval("auc_gain_over_champion", other.difference(), other.differenceInterval(CONFIDENCE)));
        });
        gains.bins().forEach(bin -> {
            figures.add(new Figure("gains_rate", bin.position(), bin.rate(), bin.rate(), bin.rate(), bin.rows()));
            figures.add(new Figure(
                    "gains_cumulative",
                    bin.position(),
                    bin.cumulativeGain(),
                    bin.cumulativeGain(),
                    bin.cumulativeGain(),
                    bin.rows()));
        });
        calibration.bins().forEach(bin -> {
            Interval observed = bin.observedRateInterval(CONFIDENCE);
            figures.add(new Figure(
                    "calibration_mean_score",
                    bin.position(),
                    bin.meanScore(),
                    bin.meanScore(),
                    bin.meanScore(),
                    bin.rows()));
            figures.add(new Figure(
                    "calibration_observed",
                    bin.position(),
                    bin.observedRate(),
                    observed.lower(),
                    observed.upper(),
                    bin.rows()));
        });
        return figures;
    }

    private Figure plain(String name, double value) {
        return new Figure(name, 0, value, value, value, rows);
    }

    private Figure interval(String name, double value, Interval interval) {
        return new Figure(name, 0, value, interval.lower(), interval.upper(), rows);
    }

    /**
     * One figure.
     *
     * @param bin 1 or more for a figure of a bin, else 0
     * @param lower lower end of the 95 % interval; the value itself where none is known
     * @param upper upper end of it
     * @param rows rows it was computed from
     */
    public record Figure(String name, int bin, double value, double lower, double upper, long rows) {}
}
