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
 */
record JudgedFigure(Figure figure, OptionalDouble reference, OptionalDouble tolerated, Verdict verdict, String reason) {
    /** Standard errors that chance explains. */
    static final double ERRORS = 3;

    /** Measures that no rule of decision enters. Of these only the AUC does not change with the share of positives. */
    private static final Set<Measure> OF_SCORES =
            Set.of(Measure.AUC, Measure.AVERAGE_PRECISION, Measure.BRIER, Measure.LOG_LOSS);

    JudgedFigure {
        Objects.requireNonNull(figure, "figure");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(tolerated, "tolerated");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
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
                        : judged(figure, reference.map(found -> found.figure(figure.measure()))))
                .toList();
    }

    private static JudgedFigure judged(Figure figure, Optional<Figure> reference) {
        if (!OF_SCORES.contains(figure.measure())) {
            return unknown(figure, "the test rows were decided by the train job's rule");
        }
        if (figure.measure() != Measure.AUC) {
            return unknown(figure, "it changes with the share of positives, too");
        }
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
                "");
    }

    private static JudgedFigure unknown(Figure figure, String reason) {
        return new JudgedFigure(figure, OptionalDouble.empty(), OptionalDouble.empty(), Verdict.UNKNOWN, reason);
    }
}
