package io.headrace.metric;

import io.headrace.spec.Gates;
import io.headrace.stats.AucComparison;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.AveragePrecision;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.GainsTable;
import io.headrace.stats.Interval;
import io.headrace.stats.KolmogorovSmirnov;
import io.headrace.stats.MeanEstimate;
import io.headrace.stats.PairedMean;
import io.headrace.stats.ProbabilityLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a model that predicts yes or no.
 *
 * @param rows test rows
 * @param positives positives among them
 * @param auc area under the ROC curve, exact for the scores it is given, ties counted half
 * @param averagePrecision area under the precision-recall curve by steps
 * @param logLoss mean log loss, natural logarithm
 * @param brier mean squared difference of probability and outcome
 * @param calibrationError expected calibration error over ten bins of equal mass
 * @param calibrationErrorByWidth the same over ten bins of equal width
 * @param kolmogorovSmirnov largest distance between the score distributions of both classes
 * @param aucError by how much the AUC may differ from that of scores that were not rounded; 0 where they were not
 * @param gains ten bins from the highest score
 * @param calibration ten bins of equal mass
 * @param overBaseline paired comparison with the baseline on the same rows
 * @param overChampion paired comparison with the champion on the same rows
 * @param logLossOverChampion the champion's log loss minus the model's, row by row
 * @param slices the slices that hold enough rows of each answer, with their AUC
 * @param value what decisions are worth
 * @param shift population stability index of the scores, training against test
 */
public record BinaryEvaluation(
        int rows,
        int positives,
        AucEstimate auc,
        double averagePrecision,
        double logLoss,
        double brier,
        double calibrationError,
        double calibrationErrorByWidth,
        double kolmogorovSmirnov,
        double aucError,
        GainsTable gains,
        CalibrationTable calibration,
        Optional<AucComparison> overBaseline,
        Optional<AucComparison> overChampion,
        Optional<PairedMean> logLossOverChampion,
        List<Slice<SliceFigures>> slices,
        Optional<ValueFigures> value,
        OptionalDouble shift)
        implements Evaluation {
    private static final double PER = 1000;

    public BinaryEvaluation {
        slices = List.copyOf(slices);
    }

    /** AUC and calibration of a slice. */
    public record SliceFigures(int rows, AucEstimate auc, double meanScore, double rate) {}

    /**
     * Evaluates a model's probabilities.
     *
     * @param tested what is known of the test rows
     */
    public static BinaryEvaluation of(Tested tested) {
        BinaryOutcomes model = tested.model();
        int bins = Math.min(BINS, model.rows());
        CalibrationTable calibration = CalibrationTable.equalMass(model, bins);
        return new BinaryEvaluation(
                model.rows(),
                model.positives(),
                DeLong.estimate(model),
                AveragePrecision.of(model),
                ProbabilityLoss.logLoss(model),
                ProbabilityLoss.brier(model),
                calibration.expectedCalibrationError(),
                CalibrationTable.equalWidth(model, BINS).expectedCalibrationError(),
                KolmogorovSmirnov.of(model).distance(),
                tested.isRounded() ? tieError(model) : 0,
                GainsTable.of(model, bins),
                calibration,
                tested.baseline().map(other -> DeLong.compare(model, other)),
                tested.champion().map(other -> DeLong.compare(model, other)),
                tested.champion().map(other -> ProbabilityLoss.logLossGain(model, other)),
                tested.slices().stream()
                        .filter(slice -> slice.outcomes().positives() >= Slice.LEAST_OF_EACH
                                && slice.outcomes().negatives() >= Slice.LEAST_OF_EACH)
                        .map(slice -> new Slice<>(slice.feature(), slice.value(), figures(slice.outcomes())))
                        .toList(),
                tested.value(),
                tested.shift());
    }

    private static SliceFigures figures(BinaryOutcomes outcomes) {
        CalibrationTable.Bin all =
                CalibrationTable.equalMass(outcomes, 1).bins().get(0);
        return new SliceFigures(outcomes.rows(), DeLong.estimate(outcomes), all.meanScore(), all.observedRate());
    }

    /** Half the pairs of both answers that share a score, as a share of all pairs. */
    private static double tieError(BinaryOutcomes model) {
        double tied = 0;
        for (int group = 0; group < model.groups(); group++) {
            tied += (double) model.positives(group) * model.negatives(group);
        }
        return tied / 2 / ((double) model.positives() * model.negatives());
    }

    /**
     * What is known of the test rows: groups in the same order in all three.
     *
     * @param isRounded whether scores were rounded, so that rows share a score that did not
     */
    public record Tested(
            BinaryOutcomes model,
            Optional<BinaryOutcomes> baseline,
            Optional<BinaryOutcomes> champion,
            boolean isRounded,
            List<Slice<BinaryOutcomes>> slices,
            Optional<ValueFigures> value,
            OptionalDouble shift) {
        public Tested {
            slices = List.copyOf(slices);
        }

        /** Scores and nothing else. */
        public static Tested of(
                BinaryOutcomes model, Optional<BinaryOutcomes> baseline, Optional<BinaryOutcomes> champion) {
            return new Tested(model, baseline, champion, false, List.of(), Optional.empty(), OptionalDouble.empty());
        }
    }

    @Override
    public String headline() {
        return String.format(Locale.ROOT, "AUC %.4f", auc.auc());
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(interval("auc", auc.auc(), auc.interval(CONFIDENCE)));
        figures.add(plain("average_precision", averagePrecision));
        figures.add(plain("log_loss", logLoss));
        figures.add(plain("brier", brier));
        figures.add(plain("ece_equal_mass_10", calibrationError));
        figures.add(plain("ece_equal_width_10", calibrationErrorByWidth));
        figures.add(plain("ks", kolmogorovSmirnov));
        figures.add(plain("positive_rate", (double) positives / rows));
        if (aucError > 0) {
            figures.add(plain("auc_error_at_most", aucError));
        }
        overBaseline.ifPresent(other -> addComparison(figures, "baseline", other));
        overChampion.ifPresent(other -> addComparison(figures, "champion", other));
        logLossOverChampion.ifPresent(
                gain -> figures.add(interval("log_loss_gain_over_champion", gain.mean(), gain.interval(CONFIDENCE))));
        shift.ifPresent(index -> figures.add(plain("score_shift_from_training", index)));
        value.ifPresent(worth -> addValue(figures, worth));
        slices.forEach(slice -> addSlice(figures, slice));
        gains.bins().forEach(bin -> {
            figures.add(binned("gains_rate", bin.position(), bin.rate(), bin.rows()));
            figures.add(binned("gains_cumulative", bin.position(), bin.cumulativeGain(), bin.rows()));
        });
        figures.addAll(calibrationFigures(calibration));
        return figures;
    }

    /** Mean score and observed rate of each bin. */
    static List<Figure> calibrationFigures(CalibrationTable calibration) {
        List<Figure> figures = new ArrayList<>();
        calibration.bins().forEach(bin -> {
            Interval observed = bin.observedRateInterval(CONFIDENCE);
            figures.add(binned("calibration_mean_score", bin.position(), bin.meanScore(), bin.rows()));
            figures.add(new Figure(
                    "calibration_observed",
                    "",
                    bin.position(),
                    bin.observedRate(),
                    observed.lower(),
                    observed.upper(),
                    bin.rows()));
        });
        return figures;
    }

    private void addComparison(List<Figure> figures, String other, AucComparison comparison) {
        figures.add(interval(
                other + "_auc", comparison.second().auc(), comparison.second().interval(CONFIDENCE)));
        figures.add(
                interval("auc_gain_over_" + other, comparison.difference(), comparison.differenceInterval(CONFIDENCE)));
    }

    private void addValue(List<Figure> figures, ValueFigures worth) {
        if (!Double.isNaN(worth.threshold())) {
            figures.add(plain("threshold", worth.threshold()));
        }
        figures.add(plain("acted_share", worth.acted()));
        figures.add(perThousand("value_per_1000", worth.perRow(), worth.rows()));
        figures.add(perThousand("value_per_1000_over_none", worth.overNone(), worth.rows()));
        figures.add(perThousand("value_per_1000_over_all", worth.overAll(), worth.rows()));
        worth.overChampion()
                .ifPresent(gain -> figures.add(perThousand("value_per_1000_over_champion", gain, worth.rows())));
        worth.onlyRight().ifPresent(test -> figures.add(plain("decisions_p_value_over_champion", test.pValue())));
    }

    private static Figure perThousand(String name, MeanEstimate mean, long rows) {
        Interval interval = mean.interval();
        return new Figure(name, "", 0, PER * mean.mean(), PER * interval.lower(), PER * interval.upper(), rows);
    }

    private static void addSlice(List<Figure> figures, Slice<SliceFigures> slice) {
        SliceFigures of = slice.outcomes();
        Interval interval = of.auc().interval(CONFIDENCE);
        figures.add(new Figure("auc", slice.name(), 0, of.auc().auc(), interval.lower(), interval.upper(), of.rows()));
        figures.add(
                new Figure("mean_score", slice.name(), 0, of.meanScore(), of.meanScore(), of.meanScore(), of.rows()));
        figures.add(new Figure("positive_rate", slice.name(), 0, of.rate(), of.rate(), of.rate(), of.rows()));
    }

    @Override
    public Measured measured(Gates.Kind kind) {
        return switch (kind) {
            case TEST_ROWS_AT_LEAST -> new Measured(rows, "test rows");
            case AUC_AT_LEAST -> new Measured(auc.auc(), "AUC on the test rows");
            case AVERAGE_PRECISION_AT_LEAST -> new Measured(averagePrecision, "average precision on the test rows");
            case LOG_LOSS_AT_MOST -> new Measured(logLoss, "log loss on the test rows");
            case BRIER_AT_MOST -> new Measured(brier, "Brier score on the test rows");
            case CALIBRATION_ERROR_AT_MOST ->
                new Measured(calibrationError, "expected calibration error over ten bins of equal mass");
            case GAIN_OVER_BASELINE_AT_LEAST -> gain(overBaseline, "the baseline");
            case GAIN_OVER_CHAMPION_AT_LEAST -> gain(overChampion, "the champion");
            case WORST_SLICE_AUC_AT_LEAST -> worstSlice();
            case SCORE_SHIFT_AT_MOST -> Measured.shift(shift);
            case VALUE_PER_1000_AT_LEAST -> worth(value.map(ValueFigures::perRow), "value per 1,000 rows");
            case VALUE_GAIN_OVER_CHAMPION_AT_LEAST ->
                worth(value.flatMap(ValueFigures::overChampion), "value per 1,000 rows over the champion's");
            case ACCURACY_AT_LEAST,
                    WORST_SLICE_ACCURACY_AT_LEAST,
                    RMSE_AT_MOST,
                    MAE_AT_MOST,
                    R2_AT_LEAST,
                    WORST_SLICE_RMSE_AT_MOST -> Measured.none("is not known of answers of yes or no");
        };
    }

    private static Measured gain(Optional<AucComparison> comparison, String other) {
        return comparison
                .map(found -> new Measured(
                        found.differenceInterval(CONFIDENCE).lower(),
                        String.format(
                                Locale.ROOT,
                                "lower 95 %% end of the AUC gain of %.4f over %s",
                                found.difference(),
                                other)))
                .orElse(Measured.none("cannot be compared with " + other));
    }

    private static Measured worth(Optional<MeanEstimate> mean, String words) {
        return mean.map(found -> new Measured(
                        PER * found.interval().lower(),
                        String.format(Locale.ROOT, "lower 95 %% end of the %s of %.4f", words, PER * found.mean())))
                .orElse(Measured.none("the value of decisions is not known"));
    }

    private Measured worstSlice() {
        return slices.stream()
                .min(Comparator.comparingDouble(slice -> slice.outcomes().auc().auc()))
                .map(worst -> new Measured(worst.outcomes().auc().auc(), "AUC of the worst slice, " + worst.name()))
                .orElse(Measured.none("no slice holds " + Slice.LEAST_OF_EACH + " rows of each answer"));
    }

    private Figure plain(String name, double value) {
        return Figure.plain(name, value, rows);
    }

    private static Figure binned(String name, int bin, double value, long of) {
        return new Figure(name, "", bin, value, value, value, of);
    }

    private Figure interval(String name, double value, Interval interval) {
        return new Figure(name, "", 0, value, interval.lower(), interval.upper(), rows);
    }
}
