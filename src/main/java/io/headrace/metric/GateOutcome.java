package io.headrace.metric;

import io.headrace.metric.Gate.Side;
import java.util.Locale;
import java.util.Objects;

/**
 * The outcome of one gate.
 *
 * @param gate its key
 * @param value what was measured; not a number where it could not be
 * @param bound the bound that the job sets
 * @param side whether at least or at most that much
 * @param passed whether it is met
 * @param meaning what was measured in words, or why it could not be
 */
public record GateOutcome(String gate, double value, double bound, Side side, boolean passed, String meaning) {
    public GateOutcome {
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(meaning, "meaning");
    }

    /** The outcome in words. */
    public String text() {
        return (passed ? "passed " : "failed ") + gate + ": " + found();
    }

    /** What was measured beside the bound, in words. */
    public String found() {
        return Double.isNaN(value)
                ? meaning
                : String.format(
                        Locale.ROOT,
                        "%s is %.4f, must be %.4f or %s",
                        meaning,
                        value,
                        bound,
                        side == Side.AT_LEAST ? "more" : "less");
    }
}
