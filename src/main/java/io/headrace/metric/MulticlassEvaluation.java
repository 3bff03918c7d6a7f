package io.headrace.metric;

import io.headrace.spec.Gates;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.ClassConfusion;
import io.headrace.stats.ClassErrors;
import io.headrace.stats.Interval;
import io.headrace.stats.McNemar;
import io.headrace.stats.PairedMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a model that predicts one of several classes.
 *
 * <p>The gain over the champion is the share by which the log loss is less, so that 0 is as good and 0.1 a tenth better; its interval comes
 * from the differences row by row, divided by the champion's loss as if it were known exactly. A baseline names a class, so the gain over
 * it is the difference of the shares of rows that are predicted.
 *
 * @param errors of the model
 * @param confusion rows by the class that came and the one predicted
 * @param aucs by class: the area under the ROC curve of its probability, the class against all others
 * @param calibration of the probability of the class predicted, in bins of equal mass
 * @param calibrationErrorByWidth the same probability's expected calibration error over ten bins of equal width
 * @param baseline comparison with the plain rule
 * @param champion comparison with the champion
 * @param slices errors by slice
 * @param shift population stability index of the probability of the class predicted, training against test
 */
public record MulticlassEvaluation(
        ClassErrors errors,
        ClassConfusion confusion,
        SortedMap<String, AucEstimate> aucs,
        CalibrationTable calibration,
        double calibrationErrorByWidth,
        Optional<Other> baseline,
        Optional<Other> champion,
        List<Slice<ClassErrors>> slices,
        OptionalDouble shift)
        implements Evaluation {
    /** What a slice begins with that stands for the rows of a class. */
    public static final String OF_CLASS = "label=";

    /** What a figure begins with that counts the rows of a class for which another, or it, was predicted. */
    public static final String FORESEEN_AS = "rows_predicted_as=";

    public MulticlassEvaluation {
        aucs = new TreeMap<>(aucs);
        slices = List.copyOf(slices);
    }

    /**
     * Another model, or a plain rule, on the same rows.
     *
     * @param right rows whose class it predicts
     * @param logLoss its mean log loss; not a number for a rule
     * @param accuracyGain 1, 0 or −1 for each row: whether the model alone is right, neither or both, or the other alone
     * @param logLossGain its log loss minus the model's, row by row; empty for a rule
     * @param differences rows on which one alone is right
     */
    public record Other(
            long right,
            double logLoss,
            PairedMean accuracyGain,
            Optional<PairedMean> logLossGain,
            McNemar differences) {}

    @Override
    public int rows() {
        return Math.toIntExact(errors.rows());
    }

    @Override
    public String headline() {
        return String.format(Locale.ROOT, "accuracy %.4f, log loss %.4f", errors.accuracy(), errors.logLoss());
    }

    /** The mean over the classes of the area under the ROC curve of each against all others. */
    public double meanAuc() {
        return aucs.values().stream().mapToDouble(AucEstimate::auc).average().orElse(Double.NaN);
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        addErrors(figures, "", errors);
        figures.add(plain("auc", meanAuc()));
        figures.add(plain("macro_f1", confusion.macroF1()));
        figures.add(plain("accuracy_of_most_frequent", confusion.mostFrequentShare()));
        figures.add(plain("log_loss_of_shares", confusion.logLossOfShares()));
        figures.add(plain("ece_equal_mass_10", calibration.expectedCalibrationError()));
        figures.add(plain("ece_equal_width_10", calibrationErrorByWidth));
        baseline.ifPresent(other -> addOther(figures, "baseline", other));
        champion.ifPresent(other -> addOther(figures, "champion", other));
        shift.ifPresent(index -> figures.add(plain("score_shift_from_training", index)));
        confusion.classes().forEach(name -> addClass(figures, name));
        slices.forEach(slice -> addErrors(figures, slice.name(), slice.outcomes()));
        figures.addAll(BinaryEvaluation.calibrationFigures(calibration));
        return figures;
    }

    private static void addErrors(List<Figure> figures, String slice, ClassErrors of) {
        figures.add(figure("accuracy", slice, of.accuracy(), of.accuracyInterval(CONFIDENCE), of.rows()));
        figures.add(figure("log_loss", slice, of.logLoss(), of.logLossInterval(CONFIDENCE), of.rows()));
        figures.add(new Figure("brier", slice, 0, of.brier(), of.brier(), of.brier(), of.rows()));
    }

    private void addOther(List<Figure> figures, String name, Other other) {
        figures.add(plain(name + "_accuracy", (double) other.right() / rows()));
        figures.add(figure("accuracy_gained_over_" + name, other.accuracyGain()));
        figures.add(plain("predicted_p_value_over_" + name, other.differences().pValue()));
        other.logLossGain().ifPresent(gain -> {
            figures.add(plain(name + "_log_loss", other.logLoss()));
            figures.add(figure("log_loss_gain_over_" + name, gain));
        });
    }

    private void addClass(List<Figure> figures, String name) {
        String slice = OF_CLASS + name;
        long actual = confusion.actual(name);
        figures.add(of(slice, "share", (double) actual / rows(), rows()));
        figures.add(of(slice, "precision", confusion.precision(name), confusion.predicted(name)));
        figures.add(of(slice, "recall", confusion.recall(name), actual));
        figures.add(of(slice, "f1", confusion.f1(name), actual));
        Optional.ofNullable(aucs.get(name))
                .ifPresent(auc -> figures.add(figure("auc", slice, auc.auc(), auc.interval(CONFIDENCE), rows())));
        for (String predicted : confusion.classes()) {
            figures.add(of(slice, FORESEEN_AS + predicted, (double) confusion.count(name, predicted), actual));
        }
    }

    @Override
    public Measured measured(Gates.Kind kind) {
        return switch (kind) {
            case TEST_ROWS_AT_LEAST -> new Measured(rows(), "test rows");
            case ACCURACY_AT_LEAST -> new Measured(errors.accuracy(), "share of test rows whose class is predicted");
            case AUC_AT_LEAST -> new Measured(meanAuc(), "mean AUC of each class against the others");
            case LOG_LOSS_AT_MOST -> new Measured(errors.logLoss(), "log loss on the test rows");
            case BRIER_AT_MOST -> new Measured(errors.brier(), "Brier score on the test rows");
            case CALIBRATION_ERROR_AT_MOST ->
                new Measured(
                        calibration.expectedCalibrationError(),
                        "expected calibration error of the class predicted over ten bins of equal mass");
            case GAIN_OVER_BASELINE_AT_LEAST ->
                baseline.map(other -> lowerEnd(other.accuracyGain(), 1, "gain of accuracy", "the baseline"))
                        .orElse(Measured.none("cannot be compared with the baseline"));
            case GAIN_OVER_CHAMPION_AT_LEAST ->
                champion.flatMap(other -> other.logLossGain()
                                .map(gain -> lowerEnd(
                                        gain, other.logLoss(), "share of the log loss gained", "the champion")))
                        .orElse(Measured.none("cannot be compared with the champion"));
            case WORST_SLICE_ACCURACY_AT_LEAST -> worstSlice();
            case SCORE_SHIFT_AT_MOST -> Measured.shift(shift);
            case AVERAGE_PRECISION_AT_LEAST,
                    RMSE_AT_MOST,
                    MAE_AT_MOST,
                    R2_AT_LEAST,
                    WORST_SLICE_AUC_AT_LEAST,
                    WORST_SLICE_RMSE_AT_MOST,
                    VALUE_PER_1000_AT_LEAST,
                    VALUE_GAIN_OVER_CHAMPION_AT_LEAST -> Measured.none("is not known of answers of several classes");
        };
    }

    private static Measured lowerEnd(PairedMean gain, double of, String words, String other) {
        return new Measured(
                gain.interval(CONFIDENCE).lower() / of,
                String.format(
                        Locale.ROOT, "lower 95 %% end of the %s of %.4f over %s", words, gain.mean() / of, other));
    }

    private Measured worstSlice() {
        return slices.stream()
                .filter(slice -> slice.outcomes().rows() >= 2 * Slice.LEAST_OF_EACH)
                .min(Comparator.comparingDouble(slice -> slice.outcomes().accuracy()))
                .map(worst -> new Measured(
                        worst.outcomes().accuracy(), "share of rows predicted of the worst slice, " + worst.name()))
                .orElse(Measured.none("no slice holds " + 2 * Slice.LEAST_OF_EACH + " rows"));
    }

    private Figure plain(String name, double value) {
        return Figure.plain(name, value, rows());
    }

    private static Figure of(String slice, String name, double value, long rows) {
        return new Figure(name, slice, 0, value, value, value, rows);
    }

    private static Figure figure(String name, PairedMean mean) {
        return figure(name, "", mean.mean(), mean.interval(CONFIDENCE), mean.rows());
    }

    private static Figure figure(String name, String slice, double value, Interval interval, long rows) {
        return new Figure(name, slice, 0, value, interval.lower(), interval.upper(), rows);
    }
}
