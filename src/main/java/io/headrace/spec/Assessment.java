package io.headrace.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model's test rows are asked.
 *
 * @param baseline a SQL expression over the features: a plain rule that ranks, higher meaning more likely yes, or that foresees the number
 * @param slices features by whose values the figures are given apart
 * @param value what decisions are worth
 */
public record Assessment(Optional<String> baseline, List<String> slices, Optional<Value> value) {
    /** Nothing besides the usual figures. */
    public static final Assessment PLAIN = new Assessment(Optional.empty(), List.of(), Optional.empty());

    public Assessment {
        Objects.requireNonNull(baseline, "baseline");
        slices = List.copyOf(slices);
        Objects.requireNonNull(value, "value");
    }

    /** The usual figures beside those of a plain rule. */
    public static Assessment beside(String baseline) {
        return new Assessment(Optional.of(baseline), List.of(), Optional.empty());
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
