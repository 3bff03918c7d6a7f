package io.headrace.metric;

import io.headrace.metric.Evaluation.Measured;
import io.headrace.spec.Gates;
import io.headrace.spec.Gates.Kind;
import io.headrace.spec.Gates.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds an evaluation against the declared gates. */
public final class GateJudge {
    private static final Set<Kind> OVER_CHAMPION =
            Set.of(Kind.GAIN_OVER_CHAMPION_AT_LEAST, Kind.VALUE_GAIN_OVER_CHAMPION_AT_LEAST);

    private GateJudge() {}

    /**
     * The outcome of every gate that is asked.
     *
     * @param hasChampion whether there is a champion to compare with
     */
    public static List<GateResult> judge(Gates gates, Evaluation evaluation, boolean hasChampion) {
        List<GateResult> results = new ArrayList<>();
        gates.bounds().forEach((kind, bound) -> {
            if (hasChampion || !OVER_CHAMPION.contains(kind)) {
                Measured measured = evaluation.measured(kind);
                results.add(new GateResult(
                        kind.word(),
                        measured.value(),
                        bound,
                        kind.side(),
                        kind.isMet(measured.value(), bound),
                        measured.words()));
            }
        });
        return results;
    }

    /**
     * The outcome of one gate.
     *
     * @param value what was measured; not a number where it could not be
     * @param bound what the gate asks for
     * @param side whether it asks for that much at least or at most
     */
    public record GateResult(String gate, double value, double bound, Side side, boolean passed, String meaning) {
        public GateResult {
            side = side == null ? Side.AT_LEAST : side;
        }

        /** The outcome in words. */
        public String text() {
            return (passed ? "passed " : "failed ") + gate + ": " + asked();
        }

        /** What was measured and what was asked for, in words. */
        public String asked() {
            return Double.isNaN(value)
                    ? meaning
                    : String.format(
                            Locale.ROOT,
                            "%s is %.4f, asked for %.4f or %s",
                            meaning,
                            value,
                            bound,
                            side == Side.AT_LEAST ? "more" : "less");
        }
    }
}
