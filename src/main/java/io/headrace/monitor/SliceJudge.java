package io.headrace.monitor;

import io.headrace.quality.StoredCounts.Slice;
import io.headrace.stats.BenjaminiHochberg;
import io.headrace.stats.StandardNormal;
import io.headrace.stats.estimate.Figure;
import io.headrace.stats.estimate.Performance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges a figure of many slices of one window together, so that among the slices that are found worse the share of false ones is held
 * (Benjamini and Hochberg): with one slice the bound is that of all rows, {@value JudgedFigure#ERRORS} standard errors of both. Pure.
 */
final class SliceJudge {
    /** The chance that a figure without a change is beyond so many standard errors, on the bad side. */
    private static final double LEVEL = StandardNormal.cumulative(-JudgedFigure.ERRORS);

    private final long rowsAtLeast;

    SliceJudge(long rowsAtLeast) {
        this.rowsAtLeast = rowsAtLeast;
    }

    /**
     * The judged figure of each slice.
     *
     * @param window those that have rows
     * @param tested of the version's test rows
     */
    SortedMap<Slice, JudgedFigure> judge(SortedMap<Slice, Performance> window, Map<Slice, Performance> tested) {
        SortedMap<Slice, JudgedFigure> alone = new TreeMap<>();
        window.forEach((slice, found) ->
                alone(found, Optional.ofNullable(tested.get(slice))).ifPresent(figure -> alone.put(slice, figure)));
        List<Slice> known = new ArrayList<>();
        alone.forEach((slice, figure) -> {
            if (figure.verdict() != JudgedFigure.Verdict.UNKNOWN) {
                known.add(slice);
            }
        });
        double[] chances = known.stream()
                .mapToDouble(slice -> StandardNormal.cumulative(-errors(alone.get(slice))))
                .toArray();
        double[] adjusted = BenjaminiHochberg.adjusted(chances);
        double bound = bound(chances, adjusted);
        for (int i = 0; i < chances.length; i++) {
            Slice slice = known.get(i);
            alone.put(slice, bounded(alone.get(slice), bound, adjusted[i], adjusted[i] < LEVEL));
        }
        return alone;
    }

    private Optional<JudgedFigure> alone(Performance window, Optional<Performance> tested) {
        return JudgedFigure.of(window, tested.filter(found -> found.rows() >= rowsAtLeast), rowsAtLeast).stream()
                .filter(figure -> JudgedFigure.isJudged(window, figure.figure().measure()))
                .findFirst();
    }

    /** How many standard errors of both it is worse. */
    private static double errors(JudgedFigure judged) {
        Figure figure = judged.figure();
        double fall = judged.reference().orElseThrow() - figure.value().orElseThrow();
        double worse = figure.measure().lowerIsBetter() ? -fall : fall;
        double error = judged.tolerated().orElseThrow() / JudgedFigure.ERRORS;
        return error > 0 ? worse / error : worse > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** The standard errors from which on slices are found: those of the level times the found ones, at least one, by all. */
    private static double bound(double[] chances, double[] adjusted) {
        long found = 0;
        for (double q : adjusted) {
            found += q < LEVEL ? 1 : 0;
        }
        return chances.length == 0
                ? JudgedFigure.ERRORS
                : -StandardNormal.quantile(LEVEL * Math.max(1, found) / chances.length);
    }

    private static JudgedFigure bounded(JudgedFigure judged, double bound, double q, boolean isWorse) {
        return new JudgedFigure(
                judged.figure(),
                judged.reference(),
                OptionalDouble.of(judged.tolerated().orElseThrow() / JudgedFigure.ERRORS * bound),
                isWorse ? JudgedFigure.Verdict.WORSE : JudgedFigure.Verdict.OK,
                "",
                OptionalDouble.of(q));
    }
}
