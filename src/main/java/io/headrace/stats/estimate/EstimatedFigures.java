package io.headrace.stats.estimate;

import io.headrace.stats.ProbabilityLoss;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** All figures of classes that are expected, not known, each with both errors. */
final class EstimatedFigures {
    private final ClassCells cells;
    private final Ranking ranking;
    private final double confidence;

    EstimatedFigures(ClassCells cells, double confidence) {
        this.cells = cells;
        this.ranking = new Ranking(cells);
        this.confidence = confidence;
    }

    List<Figure> all() {
        return Measure.OF_CLASSES.stream().map(this::figure).toList();
    }

    /** How far the AUC may be from that of the scores before they were put into bins; 0 where there is none. */
    double aucBinError() {
        return bothClasses() ? ranking.aucBinError() : 0;
    }

    private boolean bothClasses() {
        return ranking.positives() > 0 && ranking.negatives() > 0;
    }

    private Figure figure(Measure measure) {
        return switch (measure) {
            case AUC ->
                bothClasses()
                        ? estimated(measure, ranking.auc(), ranking.aucInfluence())
                        : Figure.undefined(measure, "only one class is expected");
            case AVERAGE_PRECISION ->
                ranking.positives() > 0
                        ? estimated(measure, ranking.averagePrecision(), ranking.averagePrecisionInfluence())
                        : Figure.undefined(measure, "no positive row is expected");
            case BRIER -> loss(measure, cells.brier(), p -> (1 - p) * (1 - p));
            case LOG_LOSS -> loss(measure, cells.logLoss(), ProbabilityLoss::logLoss);
            default -> ratio(OutcomeRatio.of(measure));
        };
    }

    private Figure ratio(OutcomeRatio ratio) {
        if (!(ratio.denominator(cells) > 0)) {
            return Figure.undefined(ratio.measure(), ratio.undefined());
        }
        double scale = Measure.OF_COUNTS.contains(ratio.measure()) ? cells.rows() : 1;
        Figure.Errors errors = cells.errors(ratio.influence(cells)).times(scale);
        return Figure.estimated(ratio.measure(), ratio.value(cells) * scale, errors, confidence);
    }

    private Figure loss(Measure measure, double sum, DoubleUnaryOperator ofProbability) {
        if (!(cells.rows() > 0)) {
            return Figure.undefined(measure, OutcomeRatio.NO_ROW);
        }
        double mean = sum / cells.rows();
        return estimated(measure, mean, lossInfluence(cells, mean, ofProbability));
    }

    private Figure estimated(Measure measure, double value, ClassCells.Influence influence) {
        return Figure.estimated(measure, value, cells.errors(influence), confidence);
    }

    /**
     * How rows move a mean loss.
     *
     * @param ofProbability the loss of a row by the probability given to the class it has
     */
    static ClassCells.Influence lossInfluence(ClassCells cells, double mean, DoubleUnaryOperator ofProbability) {
        double rows = cells.rows();
        ClassCells.Influence influence = new ClassCells.Influence();
        for (int cell = 0; cell < ScoreCounts.CELLS; cell++) {
            double ofPositive = cells.positives[cell] > 0 ? cells.positiveScore[cell] : 1;
            double ofNegative = cells.negatives[cell] > 0 ? 1 - cells.negativeScore[cell] : 1;
            influence.set(
                    cell,
                    (ofProbability.applyAsDouble(ofPositive) - mean) / rows,
                    (ofProbability.applyAsDouble(ofNegative) - mean) / rows);
        }
        return influence;
    }
}
