package io.headrace.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model is for, and what its test rows are asked.
 *
 * @param purpose what it may be used for, in the words of those who answer for it
 * @param baseline a SQL expression over the features: a plain rule that ranks, higher meaning more likely yes, or that predicts the number
 * @param slices features by whose values the figures are given apart
 * @param value what decisions are worth
 */
public record Assessment(Purpose purpose, Optional<String> baseline, List<String> slices, Optional<Value> value) {
    /** Nothing besides the usual figures. */
    public static final Assessment PLAIN =
            new Assessment(Purpose.UNSAID, Optional.empty(), List.of(), Optional.empty());

    public Assessment {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(baseline, "baseline");
        slices = List.copyOf(slices);
        Objects.requireNonNull(value, "value");
    }

    /** The usual figures beside those of a plain rule. */
    public static Assessment beside(String baseline) {
        return new Assessment(Purpose.UNSAID, Optional.of(baseline), List.of(), Optional.empty());
    }

    /**
     * What people say of a model; empty where they say nothing.
     *
     * @param use what it may be used for
     * @param limits what it must not be used for, and where it is weak
     */
    public record Purpose(String use, String limits) {
        /** Nothing is said. */
        public static final Purpose UNSAID = new Purpose("", "");

        public Purpose {
            Objects.requireNonNull(use, "use");
            Objects.requireNonNull(limits, "limits");
        }
    }

    /**
     * What a decision earns on a row, by what was decided and what came; SQL expressions over the features, or numbers.
     *
     * @param hit acted, and yes came
     * @param falseAlarm acted, and no came
     * @param miss did not act, and yes came
     * @param rest did not act, and no came
     * @param currency what it is counted in
     * @param capacity the largest share of rows that may be acted on, more than 0, at most 1
     */
    public record Value(
            String hit, String falseAlarm, String miss, String rest, String currency, Optional<Double> capacity) {
        public Value {
            Objects.requireNonNull(hit, "hit");
            Objects.requireNonNull(falseAlarm, "falseAlarm");
            Objects.requireNonNull(miss, "miss");
            Objects.requireNonNull(rest, "rest");
            Objects.requireNonNull(currency, "currency");
            Objects.requireNonNull(capacity, "capacity");
        }
    }
}
