package io.headrace.metric;

import static io.headrace.metric.Measured.exactly;

import io.headrace.stats.AucComparison;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.GainsTable;
import io.headrace.stats.ProbabilityLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates a model of a binary label.
 *
 * @param outcomes probabilities beside labels
 * @param baseline scores of the plain rule on the same rows, in the same groups
 * @param champion the champion's probabilities, likewise
 * @param isRounded whether scores were rounded, so that rows share a score that did not
 * @param slices rows by values of features
 * @param value what decisions are worth
 * @param shift population stability index of the scores, training to test
 */
public record BinaryEvaluation(
        Outcomes.Binary outcomes,
        Optional<BinaryOutcomes> baseline,
        Optional<BinaryOutcomes> champion,
        boolean isRounded,
        List<Slice> slices,
        Optional<DecisionValue> value,
        OptionalDouble shift)
        implements Evaluation {
    private static final double PER = 1000;

    public BinaryEvaluation {
        slices = List.copyOf(slices);
    }

    /** Probabilities, those of others, and nothing else. */
    public static BinaryEvaluation of(
            BinaryOutcomes model, Optional<BinaryOutcomes> baseline, Optional<BinaryOutcomes> champion) {
        return new BinaryEvaluation(
                new Outcomes.Binary(model),
                baseline,
                champion,
                false,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    @Override
    public String headline() {
        return String.format(Locale.ROOT, "AUC %.4f", DeLong.estimate(model()).auc());
    }

    /** The comparison with the champion on the same rows. */
    public Optional<AucComparison> overChampion() {
        return champion.map(other -> DeLong.compare(model(), other));
    }

    private BinaryOutcomes model() {
        return outcomes.scored();
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(Evaluation.measured(outcomes, slices, shift));
        if (isRounded && tieError() > 0) {
            figures.add(figure(StandardMetrics.AUC_ERROR, Of.ALL, exactly(tieError())));
        }
        baseline.ifPresent(other -> addComparison(figures, Rival.BASELINE, other));
        champion.ifPresent(other -> {
            addComparison(figures, Rival.CHAMPION, other);
            figures.add(figure(
                    StandardMetrics.LOG_LOSS_GAIN,
                    new Of.Over(Rival.CHAMPION),
                    Measured.of(ProbabilityLoss.logLossGain(model(), other))));
        });
        value.ifPresent(worth -> addValue(figures, worth));
        GainsTable.of(model(), Math.min(BINS, model().rows())).bins().forEach(bin -> {
            Of of = new Of.Bin(bin.position());
            figures.add(Figure.test(StandardMetrics.GAINS_RATE, of, exactly(bin.rate()), bin.rows()));
            figures.add(Figure.test(StandardMetrics.GAINS_CUMULATIVE, of, exactly(bin.cumulativeGain()), bin.rows()));
        });
        figures.addAll(calibrationFigures(Outcomes.byMass(model())));
        return figures;
    }

    /** Half the pairs of both labels that share a score, as a share of all pairs. */
    private double tieError() {
        double tied = 0;
        for (int group = 0; group < model().groups(); group++) {
            tied += (double) model().positives(group) * model().negatives(group);
        }
        return tied / 2 / ((double) model().positives() * model().negatives());
    }

    /** Mean score and observed rate of each bin. */
    static List<Figure> calibrationFigures(CalibrationTable calibration) {
        List<Figure> figures = new ArrayList<>();
        calibration.bins().forEach(bin -> {
            Of of = new Of.Bin(bin.position());
            figures.add(Figure.test(StandardMetrics.CALIBRATION_MEAN_SCORE, of, exactly(bin.meanScore()), bin.rows()));
            figures.add(Figure.test(
                    StandardMetrics.CALIBRATION_OBSERVED,
                    of,
                    Measured.within(bin.observedRate(), bin.observedRateInterval(Measured.CONFIDENCE)),
                    bin.rows()));
        });
        return figures;
    }

    private void addComparison(List<Figure> figures, Rival rival, BinaryOutcomes other) {
        AucComparison comparison = DeLong.compare(model(), other);
        figures.add(figure(StandardMetrics.AUC, new Of.By(rival), Measured.of(comparison.second())));
        figures.add(figure(
                StandardMetrics.AUC_GAIN,
                new Of.Over(rival),
                Measured.within(comparison.difference(), comparison.differenceInterval(Measured.CONFIDENCE))));
    }

    private void addValue(List<Figure> figures, DecisionValue worth) {
        if (!Double.isNaN(worth.threshold())) {
            figures.add(figure(StandardMetrics.THRESHOLD, Of.ALL, exactly(worth.threshold())));
        }
        figures.add(figure(StandardMetrics.ACTED_SHARE, Of.ALL, exactly(worth.acted())));
        figures.add(perThousand(worth, StandardMetrics.VALUE, Of.ALL, Measured.of(worth.perRow())));
        figures.add(gain(worth, Rival.NONE, Measured.of(worth.overNone())));
        figures.add(gain(worth, Rival.ALL, Measured.of(worth.overAll())));
        worth.overChampion().ifPresent(over -> figures.add(gain(worth, Rival.CHAMPION, Measured.of(over))));
        worth.onlyRight()
                .ifPresent(test -> figures.add(figure(
                        StandardMetrics.DECISIONS_P_VALUE, new Of.Over(Rival.CHAMPION), exactly(test.pValue()))));
    }

    private static Figure gain(DecisionValue worth, Rival rival, Measured gain) {
        return perThousand(worth, StandardMetrics.VALUE_GAIN, new Of.Over(rival), gain);
    }

    private static Figure perThousand(DecisionValue worth, Metric metric, Of of, Measured perRow) {
        return Figure.test(metric, of, perRow.times(PER), worth.rows());
    }

    private Figure figure(Metric metric, Of of, Measured measured) {
        return Figure.test(metric, of, measured, outcomes.rows());
    }
}
