package io.headrace.monitor;

import io.headrace.stats.estimate.Figure;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A figure of a window beside that of the version's test rows.
 *
 * @param figure estimated or realised
 * @param reference the same measure on the test rows; empty where they were decided by another rule, or where the version kept none
 * @param tolerated how far the figure may be from the reference by chance: {@value #ERRORS} standard errors of both together
 * @param verdict whether it is worse than chance explains
 * @param reason why nothing can be said; empty where something can
 * @param q of a slice: the chance of such a figure, or a worse one, without a change, adjusted over the slices; empty of all rows
 */
record JudgedFigure(
        Figure figure,
        OptionalDouble reference,
        OptionalDouble tolerated,
        Verdict verdict,
        String reason,
        OptionalDouble q) {
    /** Standard errors that chance explains. */
    static final double ERRORS = 3;

    /** Measures that no rule of decision enters. Of these only the AUC does not change with the share of positives. */
    private static final Set<Measure> OF_SCORES = Set.of(Measure.AVERAGE_PRECISION, Measure.BRIER, Measure.LOG_LOSS);

    /** The first of these that a window has is judged: of probabilities the AUC, of numbers the absolute error, of classes the accuracy. */
    private static final List<Measure> JUDGED = List.of(Measure.AUC, Measure.MEAN_ABSOLUTE_ERROR, Measure.ACCURACY);

    JudgedFigure {
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(tolerated, "tolerated");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(q, "q");
    }

    /** What is to be said of a figure. */
    enum Verdict {
        /** No worse than chance explains. */
        OK,
        /** Worse than that. */
        WORSE,
        /** It cannot be told. */
        UNKNOWN
    }

    /**
     * All figures of a window.
     *
     * @param reference realised figures of the test rows; empty where the version kept none
     * @param rowsAtLeast below so many rows nothing is said
     */
    static List<JudgedFigure> of(Performance window, Optional<Performance> reference, long rowsAtLeast) {
        return window.figures().stream()
                .map(figure -> window.rows() < rowsAtLeast
                        ? unknown(figure, "fewer than " + rowsAtLeast + " rows")
                        : isJudged(window, figure.measure())
                                ? judged(figure, reference.flatMap(found -> found(found, figure.measure())))
                                : unknown(figure, shown(figure.measure())))
                .toList();
    }

    /** Whether it is the measure that is judged of such figures. */
    static boolean isJudged(Performance window, Measure measure) {
        return JUDGED.stream()
                .filter(judged -> window.figures().stream().anyMatch(figure -> figure.measure() == judged))
                .findFirst()
                .filter(measure::equals)
                .isPresent();
    }

    private static Optional<Figure> found(Performance reference, Measure measure) {
        return reference.figures().stream()
                .filter(figure -> figure.measure() == measure)
                .findFirst();
    }

    /** Why a measure is only shown. */
    private static String shown(Measure measure) {
        if (measure == Measure.ROOT_MEAN_SQUARED_ERROR) {
            return "few large errors make it, so that its own error is hard to tell";
        }
        return OF_SCORES.contains(measure)
                ? "it changes with the share of positives, too"
                : "the test rows were decided by the train job's rule";
    }

    private static JudgedFigure judged(Figure figure, Optional<Figure> reference) {
        if (figure.value().isEmpty() || figure.standardError().isEmpty()) {
            return unknown(figure, figure.reason());
        }
        return reference
                .filter(found ->
                        found.value().isPresent() && found.standardError().isPresent())
                .map(found -> compared(figure, found))
                .orElseGet(() -> unknown(figure, "the version has no such figure of test rows"));
    }

    private static JudgedFigure compared(Figure figure, Figure reference) {
        double tolerated = ERRORS
                * Math.hypot(
                        figure.standardError().getAsDouble(),
                        reference.standardError().getAsDouble());
        double fall = reference.value().getAsDouble() - figure.value().getAsDouble();
        double worse = figure.measure().lowerIsBetter() ? -fall : fall;
        return new JudgedFigure(
                figure,
                reference.value(),
                OptionalDouble.of(tolerated),
                worse > tolerated ? Verdict.WORSE : Verdict.OK,
                "",
                OptionalDouble.empty());
    }

    private static JudgedFigure unknown(Figure figure, String reason) {
        return new JudgedFigure(
                figure,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Verdict.UNKNOWN,
                reason,
                OptionalDouble.empty());
    }
}
