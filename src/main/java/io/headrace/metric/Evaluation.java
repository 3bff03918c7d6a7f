package io.headrace.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The figures of a model on its test rows. */
public sealed interface Evaluation permits BinaryEvaluation, RegressionEvaluation, MulticlassEvaluation {
    /** Bins of calibration and gains. */
    int BINS = 10;

    /** Predictions beside labels. */
    Outcomes outcomes();

    /** The figure that says most, by title and value. */
    String headline();

    /** All figures. */
    List<Figure> figures();

    /** Test rows, 1 or more. */
    default int rows() {
        return Math.toIntExact(outcomes().rows());
    }

    /** The value of a figure; not a number where it is not known. */
    default double value(MetricId id) {
        return figures().stream()
                .filter(figure -> figure.id().equals(id))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The metrics that are computed from the rows themselves, of all rows and by slice. */
    static List<Figure> measured(Outcomes outcomes, List<Slice> slices, OptionalDouble shift) {
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.test(StandardMetrics.ROWS, Of.ALL, Measured.exactly((double) outcomes.rows()), outcomes.rows()));
        Metric.all()
                .forEach(metric -> metric.of(outcomes)
                        .ifPresent(found -> figures.add(Figure.test(metric, Of.ALL, found, outcomes.rows()))));
        shift.ifPresent(index -> figures.add(
                Figure.test(StandardMetrics.SCORE_SHIFT, Of.ALL, Measured.exactly(index), outcomes.rows())));
        for (Slice slice : slices) {
            if (slice.outcomes().isSlice()) {
                Metric.all().stream()
                        .filter(Metric::isBySlice)
                        .forEach(metric -> metric.of(slice.outcomes())
                                .ifPresent(found -> figures.add(Figure.test(
                                        metric,
                                        slice.of(),
                                        found,
                                        slice.outcomes().rows()))));
            }
        }
        return figures;
    }

    /**
     * Test rows of one value of a feature.
     *
     * @param of the feature and its value
     * @param outcomes predictions beside labels
     */
    record Slice(Of.Slice of, Outcomes outcomes) {}
}
