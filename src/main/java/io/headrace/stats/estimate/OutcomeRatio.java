package io.headrace.stats.estimate;

import io.headrace.stats.estimate.ClassCells.Outcomes;
import java.util.List;

/**
 * A figure that is one sum of outcomes over another.
 *
 * @param of what counts in the sum above the line
 * @param all what counts in the sum below it
 * @param undefined why there is no value where the sum below the line is 0
 */
record OutcomeRatio(Measure measure, Outcomes of, Outcomes all, String undefined) {
    static final String NO_ROW = "no row has a score";
    static final String NO_POSITIVE = "no row is positive";
    static final String NO_NEGATIVE = "no row is negative";

    private static final Outcomes EVERY_ROW = new Outcomes(1, 1, 1, 1);
    private static final List<OutcomeRatio> ALL = List.of(
            new OutcomeRatio(Measure.TRUE_POSITIVES, new Outcomes(1, 0, 0, 0), EVERY_ROW, NO_ROW),
            new OutcomeRatio(Measure.FALSE_POSITIVES, new Outcomes(0, 1, 0, 0), EVERY_ROW, NO_ROW),
            new OutcomeRatio(Measure.FALSE_NEGATIVES, new Outcomes(0, 0, 1, 0), EVERY_ROW, NO_ROW),
            new OutcomeRatio(Measure.TRUE_NEGATIVES, new Outcomes(0, 0, 0, 1), EVERY_ROW, NO_ROW),
            new OutcomeRatio(Measure.ACCURACY, new Outcomes(1, 0, 0, 1), EVERY_ROW, NO_ROW),
            new OutcomeRatio(
                    Measure.PRECISION,
                    new Outcomes(1, 0, 0, 0),
                    new Outcomes(1, 1, 0, 0),
                    "no row was decided positive"),
            new OutcomeRatio(Measure.RECALL, new Outcomes(1, 0, 0, 0), new Outcomes(1, 0, 1, 0), NO_POSITIVE),
            new OutcomeRatio(Measure.SPECIFICITY, new Outcomes(0, 0, 0, 1), new Outcomes(0, 1, 0, 1), NO_NEGATIVE),
            new OutcomeRatio(
                    Measure.F1,
                    new Outcomes(2, 0, 0, 0),
                    new Outcomes(2, 1, 1, 0),
                    "no row was decided positive, or is"));

    static OutcomeRatio of(Measure measure) {
        return ALL.stream()
                .filter(ratio -> ratio.measure == measure)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(measure + " is no ratio of outcomes"));
    }

    double denominator(ClassCells cells) {
        return all.dot(cells.outcomes());
    }

    double value(ClassCells cells) {
        return of.dot(cells.outcomes()) / denominator(cells);
    }

    ClassCells.Influence influence(ClassCells cells) {
        double value = value(cells);
        double denominator = denominator(cells);
        ClassCells.Influence influence = new ClassCells.Influence();
        for (int cell = 0; cell < ScoreCounts.CELLS; cell++) {
            influence.set(
                    cell,
                    (of.ofPositive(cell) - value * all.ofPositive(cell)) / denominator,
                    (of.ofNegative(cell) - value * all.ofNegative(cell)) / denominator);
        }
        return influence;
    }
}
