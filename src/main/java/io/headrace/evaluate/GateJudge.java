package io.headrace.evaluate;

import io.headrace.spec.TrainSpec.Gates;
import io.headrace.stats.AucComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds an evaluation against the declared gates. */
public final class GateJudge {
    private GateJudge() {}

    /**
     * The outcome of every gate that is asked.
     *
     * @param hasChampion whether there is a champion to compare with
     */
    public static List<GateResult> judge(Gates gates, Evaluation evaluation, boolean hasChampion) {
        List<GateResult> results = new ArrayList<>();
        gates.testRowsAtLeast()
                .ifPresent(bound ->
                        results.add(GateResult.atLeast("test-rows-at-least", evaluation.rows(), bound, "test rows")));
        gates.aucAtLeast()
                .ifPresent(bound -> results.add(
                        GateResult.atLeast("auc-at-least", evaluation.auc().auc(), bound, "AUC on the test rows")));
        gates.gainOverBaselineAtLeast()
                .ifPresent(bound -> results.add(
                        gain("gain-over-baseline-at-least", evaluation.overBaseline(), bound, "the baseline")));
        if (hasChampion) {
            gates.gainOverChampionAtLeast()
                    .ifPresent(bound -> results.add(
                            gain("gain-over-champion-at-least", evaluation.overChampion(), bound, "the champion")));
        }
        return results;
    }

    private static GateResult gain(String gate, Optional<AucComparison> comparison, double bound, String other) {
        if (comparison.isEmpty()) {
            return new GateResult(gate, Double.NaN, bound, false, "cannot be compared with " + other);
        }
        double lower =
                comparison.get().differenceInterval(Evaluation.CONFIDENCE).lower();
        return GateResult.atLeast(
                gate,
                lower,
                bound,
                String.format(
                        Locale.ROOT,
                        "lower 95 %% end of the AUC gain of %.4f over %s",
                        comparison.get().difference(),
                        other));
    }

    /**
     * The outcome of one gate.
     *
     * @param value what was measured; not a number where it could not be
     * @param bound what the gate asks for
     */
    public record GateResult(String gate, double value, double bound, boolean passed, String meaning) {
        static GateResult atLeast(String gate, double value, double bound, String meaning) {
            return new GateResult(gate, value, bound, value >= bound, meaning);
        }

        /** The outcome in words. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%s %s: %s %.4f, asked for %.4f or more",
                    passed ? "passed" : "failed",
                    gate,
                    meaning,
                    value,
                    bound);
        }
    }
}
