package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;

import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.model.Predictor;
import io.headrace.spec.Recipe.Calibration;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.IsotonicCurve;
import io.headrace.stats.PlattScaling;
import io.headrace.stats.ProbabilityLoss;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits a calibrator on rows that the model was not fitted to. It is kept only where, fitted to four fifths of them, it has less log loss on
 * the last fifth than no calibrator, in sum over all fifths.
 */
final class CalibratorFit {
    private static final String SCORE = "_score";

    private final TrainSpec spec;

    CalibratorFit(TrainSpec spec) {
        this.spec = spec;
    }

    Calibrator fit(Dataset<Row> rows, CompiledModel model) {
        List<Row> scored = ComparedColumns.withScore(rows, Predictor.of(model), SCORE)
                .select(col(LABEL), col(SCORE), LabelColumns.hash(spec, "fold", FittingPipelines.FOLDS))
                .collectAsList();
        Calibrator best = Calibrator.NONE;
        double least = crossLoss(scored, Optional.empty());
        for (Calibration kind : kinds()) {
            double loss = crossLoss(scored, Optional.of(kind));
            if (loss < least) {
                least = loss;
                best = fitted(kind, outcomes(scored, score -> score));
            }
        }
        return best;
    }

    private List<Calibration> kinds() {
        Calibration declared = spec.recipe().calibration();
        return declared == Calibration.BEST ? List.of(Calibration.PLATT, Calibration.ISOTONIC) : List.of(declared);
    }

    /** Mean log loss on each fold of what was fitted to the others; infinite where a fold lacks a class. */
    private static double crossLoss(List<Row> rows, Optional<Calibration> kind) {
        double sum = 0;
        for (int fold = 0; fold < FittingPipelines.FOLDS; fold++) {
            int held = fold;
            List<Row> others =
                    rows.stream().filter(row -> row.getInt(2) != held).toList();
            List<Row> own = rows.stream().filter(row -> row.getInt(2) == held).toList();
            BinaryOutcomes learnt = outcomes(others, score -> score);
            if (own.isEmpty() || !learnt.hasBothClasses()) {
                return Double.POSITIVE_INFINITY;
            }
            Calibrator calibrator =
                    kind.map(declared -> fitted(declared, learnt)).orElse(Calibrator.NONE);
            sum += ProbabilityLoss.logLoss(outcomes(own, calibrator::calibrated)) * own.size();
        }
        return sum / rows.size();
    }

    private static Calibrator fitted(Calibration kind, BinaryOutcomes outcomes) {
        if (kind == Calibration.ISOTONIC) {
            IsotonicCurve curve = IsotonicCurve.fit(outcomes);
            return Calibrator.Isotonic.through(curve.centres(), curve.rates());
        }
        double[] logOdds = IntStream.range(0, outcomes.groups())
                .mapToDouble(group -> Calibrator.logOdds(outcomes.score(group)))
                .toArray();
        boolean[] labels = new boolean[logOdds.length];
        IntStream.range(0, labels.length).forEach(group -> labels[group] = outcomes.isPositive(group));
        PlattScaling curve = PlattScaling.fit(BinaryOutcomes.of(logOdds, labels));
        return curve.slope() > 0 ? new Calibrator.Platt(curve.slope(), curve.offset()) : Calibrator.NONE;
    }

    private static BinaryOutcomes outcomes(List<Row> rows, DoubleUnaryOperator calibrated) {
        double[] scores = new double[rows.size()];
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = rows.get(i).getBoolean(0);
            scores[i] = calibrated.applyAsDouble(rows.get(i).getDouble(1));
        }
        return BinaryOutcomes.of(scores, labels);
    }
}
