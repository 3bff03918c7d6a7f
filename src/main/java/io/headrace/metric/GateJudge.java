package io.headrace.metric;

import io.headrace.metric.Gate.Scope;
import io.headrace.metric.Gate.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the figures of a model with the bounds of the gates. */
public final class GateJudge {
    /** Rows of a slice that is judged. */
    static final int LEAST_ROWS = 20;

    private final Target target;
    private final List<Figure> figures;

    private GateJudge(Target target, List<Figure> figures) {
        this.target = target;
        this.figures = figures;
    }

    /**
     * The outcome of every declared gate.
     *
     * @param figures of the test rows
     * @param hasChampion whether there is a champion to compare with; gates over the champion are left out where not
     */
    public static List<GateOutcome> judge(Gates gates, Target target, List<Figure> figures, boolean hasChampion) {
        GateJudge judge = new GateJudge(target, figures);
        List<GateOutcome> outcomes = new ArrayList<>();
        gates.bounds().forEach((gate, bound) -> {
            if (hasChampion || gate.scope() != Scope.OVER_CHAMPION) {
                Found found = gate.suits(target)
                        ? judge.found(gate)
                        : Found.none("is not defined for a " + target.words() + " label");
                outcomes.add(new GateOutcome(
                        gate.key(),
                        found.value(),
                        bound,
                        gate.side(),
                        gate.isMet(found.value(), bound),
                        found.words()));
            }
        });
        return outcomes;
    }

    private record Found(double value, String words) {
        static Found none(String why) {
            return new Found(Double.NaN, why);
        }
    }

    private Found found(Gate gate) {
        String title = gate.metric(target).title();
        return switch (gate.scope()) {
            case WHOLE -> whole(gate, title + (gate.isByEnd() ? "" : " on the test rows"), Of.ALL);
            case OVER_BASELINE, OVER_CHAMPION, OVER_NONE, OVER_ALL -> {
                Rival rival = gate.scope().rival().orElseThrow();
                yield whole(gate, title + " over " + rival.title(), new Of.Over(rival));
            }
            case WORST_SLICE -> worstSlice(gate);
            case SLICE_RATIO -> spread(gate, "ratio");
            case SLICE_DIFFERENCE -> spread(gate, "difference");
        };
    }

    private Found whole(Gate gate, String words, Of of) {
        return of(gate).filter(figure -> figure.of().equals(of))
                .findFirst()
                .map(figure -> new Found(value(gate, figure), gate.isByEnd() ? endOf(gate, words, figure) : words))
                .orElse(Found.none(words + " is not known"));
    }

    private static String endOf(Gate gate, String words, Figure figure) {
        return String.format(
                Locale.ROOT,
                "%s 95 %% end of the %s, %.4f,",
                gate.side() == Side.AT_LEAST ? "lower" : "upper",
                words,
                figure.value());
    }

    private Found worstSlice(Gate gate) {
        Comparator<Figure> byValue = Comparator.comparingDouble(figure -> value(gate, figure));
        String title = gate.metric(target).title();
        return slices(gate)
                .min(gate.side() == Side.AT_LEAST ? byValue : byValue.reversed())
                .map(worst -> new Found(
                        value(gate, worst),
                        title + " of the worst slice, " + worst.of().words() + ","))
                .orElse(Found.none("no slice has rows enough"));
    }

    private Found spread(Gate gate, String word) {
        Map<String, DoubleSummaryStatistics> byFeature = slices(gate)
                .collect(Collectors.groupingBy(
                        figure -> ((Of.Slice) figure.of()).feature(),
                        TreeMap::new,
                        Collectors.summarizingDouble(figure -> value(gate, figure))));
        Comparator<Map.Entry<String, Double>> byValue = Map.Entry.comparingByValue();
        Optional<Map.Entry<String, Double>> worst = byFeature.entrySet().stream()
                .filter(entry -> entry.getValue().getCount() > 1)
                .map(entry -> Map.entry(entry.getKey(), spread(gate, entry.getValue())))
                .min(gate.side() == Side.AT_LEAST ? byValue : byValue.reversed());
        return worst.map(found -> new Found(
                        found.getValue(),
                        word + " of " + gate.metric(target).title() + " between the slices of " + found.getKey()))
                .orElse(Found.none("no two slices of a feature have rows enough"));
    }

    private static double spread(Gate gate, DoubleSummaryStatistics slices) {
        return gate.scope() == Scope.SLICE_RATIO
                ? slices.getMin() / slices.getMax()
                : slices.getMax() - slices.getMin();
    }

    private Stream<Figure> slices(Gate gate) {
        return of(gate).filter(figure -> figure.of() instanceof Of.Slice && figure.rows() >= LEAST_ROWS);
    }

    private Stream<Figure> of(Gate gate) {
        return figures.stream().filter(figure -> figure.metric().equals(gate.metric(target)));
    }

    private static double value(Gate gate, Figure figure) {
        if (!gate.isByEnd()) {
            return figure.value();
        }
        return gate.side() == Side.AT_LEAST ? figure.lower() : figure.upper();
    }
}
