package io.headrace.stats.estimate;

import io.headrace.stats.DecisionCounts;
import io.headrace.stats.Interval;
import io.headrace.stats.ProbabilityLoss;
import java.util.function.DoubleUnaryOperator;

/**
 * Performance of a window from its labels.
 *
 * <p>Shares have Wilson's interval, F1 that of {@link DecisionCounts}, AUC DeLong's with rows of one bin as ties, average
 * precision, Brier score and log loss a normal one by the delta method. Brier score and shares are those of the unbinned scores; log
 * loss is within rounding of it, except that rows in the first and last bin count at their bin's mean.
 */
public final class RealisedFigures {
    private final LabelledCounts counts;
    private final ClassCells cells;
    private final Ranking ranking;
    private final double confidence;

    private RealisedFigures(LabelledCounts counts, double confidence) {
        this.counts = counts;
        this.cells = ClassCells.realised(counts);
        this.ranking = new Ranking(cells);
        this.confidence = confidence;
    }

    /**
     * All figures of classes for a window.
     *
     * @param counts rows whose labels are known
     * @param confidence of the intervals, strictly between 0 and 1
     */
    public static Performance of(LabelledCounts counts, double confidence) {
        RealisedFigures figures = new RealisedFigures(counts, confidence);
        return new Performance(
                Performance.Method.REALISED,
                counts.rows(),
                counts.positives().missing() + counts.negatives().missing(),
                0,
                figures.bothClasses() ? figures.ranking.aucBinError() : 0,
                Measure.OF_CLASSES.stream().map(figures::figure).toList());
    }

    private boolean bothClasses() {
        return ranking.positives() > 0 && ranking.negatives() > 0;
    }

    private Figure figure(Measure measure) {
        return switch (measure) {
            case AUC -> auc();
            case AVERAGE_PRECISION ->
                ranking.positives() > 0
                        ? normal(measure, ranking.averagePrecision(), ranking.averagePrecisionInfluence())
                        : Figure.undefined(measure, OutcomeRatio.NO_POSITIVE);
            case BRIER -> loss(measure, cells.brier(), p -> (1 - p) * (1 - p));
            case LOG_LOSS -> loss(measure, cells.logLoss(), ProbabilityLoss::logLoss);
            default -> ratio(OutcomeRatio.of(measure));
        };
    }

    private Figure auc() {
        if (!bothClasses()) {
            return Figure.undefined(
                    Measure.AUC, ranking.positives() > 0 ? OutcomeRatio.NO_NEGATIVE : OutcomeRatio.NO_POSITIVE);
        }
        if (ranking.positives() < 2 || ranking.negatives() < 2) {
            return Figure.withoutError(Measure.AUC, ranking.auc(), "the error of an AUC needs two rows of each class");
        }
        double standardError = ranking.aucStandardError();
        return Figure.realised(Measure.AUC, ranking.auc(), standardError, confidence);
    }

    private Figure ratio(OutcomeRatio ratio) {
        if (!(ratio.denominator(cells) > 0)) {
            return Figure.undefined(ratio.measure(), ratio.undefined());
        }
        double scale = Measure.OF_COUNTS.contains(ratio.measure()) ? cells.rows() : 1;
        Interval share = interval(ratio);
        return Figure.realised(
                ratio.measure(),
                ratio.value(cells) * scale,
                cells.errors(ratio.influence(cells)).standard() * scale,
                new Interval(share.lower() * scale, share.upper() * scale, confidence));
    }

    private Interval interval(OutcomeRatio ratio) {
        DecisionCounts decisions = counts.decisions();
        long rows = counts.rows();
        return switch (ratio.measure()) {
            case ACCURACY -> decisions.accuracy().interval(confidence);
            case PRECISION -> decisions.precision().interval(confidence);
            case RECALL -> decisions.recall().interval(confidence);
            case SPECIFICITY ->
                new DecisionCounts.Share(decisions.rest(), decisions.rest() + decisions.falseAlarms())
                        .interval(confidence);
            case F1 -> decisions.f1Interval(confidence);
            case TRUE_POSITIVES -> new DecisionCounts.Share(decisions.hits(), rows).interval(confidence);
            case FALSE_POSITIVES -> new DecisionCounts.Share(decisions.falseAlarms(), rows).interval(confidence);
            case FALSE_NEGATIVES -> new DecisionCounts.Share(decisions.misses(), rows).interval(confidence);
            case TRUE_NEGATIVES -> new DecisionCounts.Share(decisions.rest(), rows).interval(confidence);
            default -> throw new IllegalArgumentException(ratio.measure() + " is no ratio of outcomes");
        };
    }

    private Figure loss(Measure measure, double sum, DoubleUnaryOperator ofProbability) {
        if (!(cells.rows() > 0)) {
            return Figure.undefined(measure, OutcomeRatio.NO_ROW);
        }
        double mean = sum / cells.rows();
        return normal(measure, mean, EstimatedFigures.lossInfluence(cells, mean, ofProbability));
    }

    private Figure normal(Measure measure, double value, ClassCells.Influence influence) {
        return Figure.realised(measure, value, cells.errors(influence).standard(), confidence);
    }
}
