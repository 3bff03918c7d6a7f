package io.headrace.metric;

import static io.headrace.metric.Measured.CONFIDENCE;
import static io.headrace.metric.Measured.exactly;
import static io.headrace.metric.Measured.within;
import static io.headrace.metric.Metric.higher;
import static io.headrace.metric.Metric.lower;
import static io.headrace.metric.Metric.plain;
import static io.headrace.metric.Range.ANY;
import static io.headrace.metric.Range.COUNT;
import static io.headrace.metric.Range.DIFFERENCE_OF_SHARES;
import static io.headrace.metric.Range.FROM_ZERO;
import static io.headrace.metric.Range.SHARE;
import static io.headrace.metric.Range.upTo;
import static io.headrace.metric.Target.BINARY;
import static io.headrace.metric.Target.MULTICLASS;
import static io.headrace.metric.Target.REGRESSION;

import io.headrace.stats.AveragePrecision;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.KolmogorovSmirnov;
import io.headrace.stats.ProbabilityLoss;
import java.util.List;

/** The metrics of Headrace, one to a line, and its gates, one to a line. */
public final class StandardMetrics implements MetricList {
    public static final Metric ROWS = higher("rows", "rows", "test rows").suits(COUNT, Target.values());

    public static final Metric AUC = higher(
                    "auc",
                    "AUC",
                    "area under the ROC curve; multiclass: mean over the classes, each against all others")
            .bySlice()
            .binary(SHARE, rows -> Measured.of(DeLong.estimate(rows)))
            .multiclass(SHARE, rows -> exactly(rows.meanAuc()));
    public static final Metric AVERAGE_PRECISION = higher(
                    "average_precision", "average precision", "area under the precision-recall curve, by steps")
            .binary(SHARE, rows -> exactly(AveragePrecision.of(rows)));
    public static final Metric LOG_LOSS = lower("log_loss", "log loss", "mean log loss in nats")
            .bySlice()
            .binary(FROM_ZERO, rows -> exactly(ProbabilityLoss.logLoss(rows)))
            .multiclass(
                    FROM_ZERO,
                    rows -> within(rows.errors().logLoss(), rows.errors().logLossInterval(CONFIDENCE)));
    public static final Metric BRIER = lower(
                    "brier",
                    "Brier score",
                    "mean squared difference of probability and outcome; multiclass: summed over the classes")
            .bySlice()
            .binary(SHARE, rows -> exactly(ProbabilityLoss.brier(rows)))
            .multiclass(upTo(2), rows -> exactly(rows.errors().brier()));
    public static final Metric CALIBRATION_ERROR = lower(
                    "calibration_error",
                    "calibration error",
                    "expected calibration error over ten bins of equal mass; multiclass: of the predicted class")
            .binary(SHARE, rows -> exactly(Outcomes.byMass(rows).expectedCalibrationError()))
            .multiclass(SHARE, rows -> exactly(Outcomes.byMass(rows.sure()).expectedCalibrationError()));
    public static final Metric CALIBRATION_ERROR_BY_WIDTH = lower(
                    "calibration_error_by_width",
                    "calibration error by width",
                    "expected calibration error over ten bins of equal width; multiclass: of the predicted class")
            .binary(SHARE, rows -> exactly(Outcomes.byWidth(rows).expectedCalibrationError()))
            .multiclass(SHARE, rows -> exactly(Outcomes.byWidth(rows.sure()).expectedCalibrationError()));
    public static final Metric KS = higher(
                    "ks", "KS", "largest distance between the score distributions of both labels")
            .binary(SHARE, rows -> exactly(KolmogorovSmirnov.of(rows).distance()));
    public static final Metric POSITIVE_RATE = plain("positive_rate", "positive rate", "share of positive labels")
            .bySlice()
            .binary(SHARE, rows -> exactly((double) rows.positives() / rows.rows()));
    public static final Metric MEAN_SCORE = plain("mean_score", "mean score", "mean predicted probability")
            .bySlice()
            .binary(
                    SHARE,
                    rows -> exactly(
                            CalibrationTable.equalMass(rows, 1).bins().get(0).meanScore()));
    public static final Metric AUC_ERROR = lower(
                    "auc_error_at_most", "AUC error at most", "by how much the AUC may be off as scores were rounded")
            .suits(SHARE, BINARY);
    public static final Metric AUC_GAIN =
            higher("auc_gain", "AUC gain", "AUC minus the rival's").suits(DIFFERENCE_OF_SHARES, BINARY);

    public static final Metric ACCURACY = higher(
                    "accuracy",
                    "accuracy",
                    "share of rows that are decided right; multiclass: whose class is predicted")
            .bySlice()
            .decided(SHARE, rows -> Measured.of(rows.accuracy()))
            .multiclass(
                    SHARE,
                    rows -> within(rows.errors().accuracy(), rows.errors().accuracyInterval(CONFIDENCE)));
    public static final Metric MACRO_F1 = higher("macro_f1", "macro F1", "mean F1 of the classes")
            .multiclass(SHARE, rows -> exactly(rows.confusion().macroF1()));
    public static final Metric ACCURACY_OF_MOST_FREQUENT = plain(
                    "accuracy_of_most_frequent",
                    "accuracy of most frequent",
                    "accuracy of predicting the most frequent class")
            .multiclass(SHARE, rows -> exactly(rows.confusion().mostFrequentShare()));
    public static final Metric LOG_LOSS_OF_SHARES = plain(
                    "log_loss_of_shares", "log loss of shares", "log loss of predicting each class with its share")
            .multiclass(FROM_ZERO, rows -> exactly(rows.confusion().logLossOfShares()));
    public static final Metric CLASS_SHARE =
            plain("share", "share", "share of rows with the class as label").suits(SHARE, MULTICLASS);
    public static final Metric PRECISION = higher(
                    "precision",
                    "precision",
                    "share of the rows decided positive that are; multiclass: of those predicted as the class")
            .bySlice()
            .decided(SHARE, rows -> Measured.of(rows.precision()))
            .suits(SHARE, MULTICLASS);
    public static final Metric RECALL = higher(
                    "recall",
                    "recall",
                    "share of the positive rows that are decided so; multiclass: of those of the class")
            .bySlice()
            .decided(SHARE, rows -> Measured.of(rows.recall()))
            .suits(SHARE, MULTICLASS);
    public static final Metric F1 = higher("f1", "F1", "harmonic mean of precision and recall")
            .decided(SHARE, StandardMetrics::f1)
            .suits(SHARE, MULTICLASS);
    public static final Metric PREDICTED_ROWS = plain(
                    "predicted_rows", "predicted rows", "rows of a class that are predicted as a class")
            .suits(FROM_ZERO, MULTICLASS);
    public static final Metric ACCURACY_GAIN = higher("accuracy_gain", "accuracy gain", "accuracy minus the rival's")
            .suits(DIFFERENCE_OF_SHARES, MULTICLASS);
    public static final Metric LOG_LOSS_GAIN = higher(
                    "log_loss_gain", "log loss gain", "the rival's log loss minus the model's")
            .suits(ANY, BINARY, MULTICLASS);
    public static final Metric LOG_LOSS_SHARE_GAINED = higher(
                    "log_loss_share_gained",
                    "share of the log loss gained",
                    "share by which the log loss is less than the rival's")
            .suits(DIFFERENCE_OF_SHARES, MULTICLASS);
    public static final Metric PREDICTED_P_VALUE = plain(
                    "predicted_p_value",
                    "p-value of predicted classes",
                    "McNemar's test of the rows on which the model or the rival alone is right")
            .suits(SHARE, MULTICLASS);

    public static final Metric RMSE = lower("rmse", "RMSE", "root mean squared error, in the unit of the label")
            .bySlice()
            .regression(FROM_ZERO, rows -> within(rows.rootMeanSquared(), rows.rootMeanSquaredInterval(CONFIDENCE)));
    public static final Metric MAE = lower("mae", "MAE", "mean absolute error, in the unit of the label")
            .bySlice()
            .regression(FROM_ZERO, rows -> within(rows.meanAbsolute(), rows.meanAbsoluteInterval(CONFIDENCE)));
    public static final Metric BIAS = plain("bias", "bias", "mean of prediction minus label")
            .bySlice()
            .regression(ANY, rows -> exactly(rows.bias()));
    public static final Metric R2 = higher("r2", "R²", "share of variance explained")
            .bySlice()
            .regression(ANY, rows -> exactly(rows.explained()));
    public static final Metric INTERVAL_COVERAGE = higher(
                    "interval_coverage", "interval coverage", "share of labels within their prediction interval")
            .bySlice()
            .bounded(SHARE, rows -> Measured.of(rows.coverage()));
    public static final Metric INTERVAL_WIDTH = lower(
                    "interval_width",
                    "interval width",
                    "mean width of the prediction intervals, in the unit of the label")
            .bySlice()
            .bounded(FROM_ZERO, rows -> Measured.of(rows.width()));
    public static final Metric ERROR_SHARE_GAINED = higher(
                    "error_share_gained",
                    "share of the squared error gained",
                    "share by which the squared error is less than the rival's")
            .suits(DIFFERENCE_OF_SHARES, REGRESSION);

    public static final Metric PREDICTED_MEAN = plain(
                    "predicted_mean", "mean prediction", "mean prediction of a tenth of the rows by prediction")
            .suits(ANY, REGRESSION);
    public static final Metric ACTUAL_MEAN = plain(
                    "actual_mean", "mean label", "mean label of a tenth of the rows by prediction")
            .suits(ANY, REGRESSION);
    public static final Metric ACTUAL_TENTH = plain(
                    "actual_p10",
                    "10th percentile of the label",
                    "10th percentile of the labels of a tenth of the rows by prediction")
            .suits(ANY, REGRESSION);
    public static final Metric ACTUAL_NINETIETH = plain(
                    "actual_p90",
                    "90th percentile of the label",
                    "90th percentile of the labels of a tenth of the rows by prediction")
            .suits(ANY, REGRESSION);

    public static final Metric SCORE_SHIFT = lower(
                    "score_shift", "score shift", "population stability index of the scores, training to test")
            .suits(FROM_ZERO, Target.values());

    public static final Metric THRESHOLD = plain("threshold", "threshold", "probability from which it pays to act")
            .ofValue()
            .suits(SHARE, BINARY);
    public static final Metric ACTED_SHARE = plain("acted_share", "acted share", "share of rows that are acted on")
            .ofValue()
            .suits(SHARE, BINARY);
    public static final Metric VALUE = higher(
                    "value_per_1000", "value per 1,000 rows", "what decisions on 1,000 rows are worth")
            .ofValue()
            .suits(ANY, BINARY);
    public static final Metric VALUE_GAIN = higher(
                    "value_gain_per_1000",
                    "value gain per 1,000 rows",
                    "what decisions on 1,000 rows are worth minus what the rival's are")
            .ofValue()
            .suits(ANY, BINARY);
    public static final Metric DECISIONS_P_VALUE = plain(
                    "decisions_p_value",
                    "p-value of decisions",
                    "McNemar's test of the rows on which one decision alone is right, the model's or the rival's")
            .ofValue()
            .suits(SHARE, BINARY);

    public static final Metric GAINS_RATE = plain(
                    "gains_rate", "gains rate", "rate of positive labels in a tenth by score")
            .suits(SHARE, BINARY);
    public static final Metric GAINS_CUMULATIVE = plain(
                    "gains_cumulative", "cumulative gains", "share of all positive labels down to a tenth by score")
            .suits(SHARE, BINARY);
    public static final Metric CALIBRATION_MEAN_SCORE = plain(
                    "calibration_mean_score", "mean score", "mean predicted probability in a bin")
            .suits(SHARE, BINARY, MULTICLASS);
    public static final Metric CALIBRATION_OBSERVED = plain(
                    "calibration_observed", "observed rate", "observed rate in a bin")
            .suits(SHARE, BINARY, MULTICLASS);

    public static final Metric IMPORTANCE = plain(
                    "importance", "importance", "mean distance from 0 of what a feature contributes to the raw score")
            .suits(FROM_ZERO, Target.values());
    public static final Metric PERMUTATION_IMPORTANCE = plain(
                    "permutation_importance",
                    "permutation importance",
                    "rise of the loss when a feature's values are shuffled")
            .suits(ANY, Target.values());
    public static final Metric DEPENDENCE = plain(
                    "dependence", "dependence", "mean of what a feature contributes where its value lies in a bin")
            .suits(ANY, Target.values());

    private static final List<Metric> METRICS = List.of(
            ROWS,
            AUC,
            AVERAGE_PRECISION,
            LOG_LOSS,
            BRIER,
            CALIBRATION_ERROR,
            CALIBRATION_ERROR_BY_WIDTH,
            KS,
            POSITIVE_RATE,
            MEAN_SCORE,
            AUC_ERROR,
            AUC_GAIN,
            ACCURACY,
            MACRO_F1,
            ACCURACY_OF_MOST_FREQUENT,
            LOG_LOSS_OF_SHARES,
            CLASS_SHARE,
            PRECISION,
            RECALL,
            F1,
            PREDICTED_ROWS,
            ACCURACY_GAIN,
            LOG_LOSS_GAIN,
            LOG_LOSS_SHARE_GAINED,
            PREDICTED_P_VALUE,
            RMSE,
            MAE,
            BIAS,
            R2,
            INTERVAL_COVERAGE,
            INTERVAL_WIDTH,
            ERROR_SHARE_GAINED,
            PREDICTED_MEAN,
            ACTUAL_MEAN,
            ACTUAL_TENTH,
            ACTUAL_NINETIETH,
            SCORE_SHIFT,
            THRESHOLD,
            ACTED_SHARE,
            VALUE,
            VALUE_GAIN,
            DECISIONS_P_VALUE,
            GAINS_RATE,
            GAINS_CUMULATIVE,
            CALIBRATION_MEAN_SCORE,
            CALIBRATION_OBSERVED,
            IMPORTANCE,
            PERMUTATION_IMPORTANCE,
            DEPENDENCE);

    private static final List<Gate> GATES = List.of(
            Gate.on("test-rows", ROWS),
            Gate.on("auc", AUC),
            Gate.on("average-precision", AVERAGE_PRECISION),
            Gate.on("log-loss", LOG_LOSS),
            Gate.on("brier", BRIER),
            Gate.on("calibration-error", CALIBRATION_ERROR),
            Gate.on("accuracy", ACCURACY),
            Gate.on("precision", PRECISION).only(BINARY),
            Gate.on("recall", RECALL).only(BINARY),
            Gate.on("f1", F1).only(BINARY),
            Gate.on("rmse", RMSE),
            Gate.on("mae", MAE),
            Gate.on("r2", R2),
            Gate.on("interval-coverage", INTERVAL_COVERAGE),
            Gate.on("interval-width", INTERVAL_WIDTH),
            Gate.on("gain", AUC_GAIN, ACCURACY_GAIN, ERROR_SHARE_GAINED).over(Rival.BASELINE),
            Gate.on("gain", AUC_GAIN, LOG_LOSS_SHARE_GAINED, ERROR_SHARE_GAINED).over(Rival.CHAMPION),
            Gate.on("auc", AUC).only(BINARY).worstSlice(),
            Gate.on("accuracy", ACCURACY).worstSlice(),
            Gate.on("rmse", RMSE).worstSlice(),
            Gate.on("interval-coverage", INTERVAL_COVERAGE).worstSlice(),
            Gate.on("auc", AUC).only(BINARY).differenceOfSlices(),
            Gate.on("accuracy", ACCURACY).ratioOfSlices(),
            Gate.on("score-shift", SCORE_SHIFT),
            Gate.on("value-per-1000", VALUE).endOfInterval(),
            Gate.on("value-gain", VALUE_GAIN).over(Rival.NONE),
            Gate.on("value-gain", VALUE_GAIN).over(Rival.ALL),
            Gate.on("value-gain", VALUE_GAIN).over(Rival.CHAMPION));

    private static Measured f1(DecisionCounts rows) {
        return Double.isNaN(rows.f1()) ? Measured.NONE : within(rows.f1(), rows.f1Interval(CONFIDENCE));
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public List<Gate> gates() {
        return GATES;
    }
}
