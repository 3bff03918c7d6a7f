package io.headrace.features.windows;

import io.headrace.run.Digest;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Windows.Feature;
import java.io.Serializable;
import java.util.Locale;

/**
 * What partials are made of: the values of an expression, for an aggregate and all that need no more than it.
 *
 * @param value SQL expression of a row's value
 * @param state the aggregate
 */
public record Measure(String value, Aggregate state) implements Serializable {
    private static final int NAME_DIGITS = 12;

    /** What a feature is made from. */
    static Measure of(Feature feature) {
        return new Measure(feature.value(), Aggregators.state(feature.aggregate()));
    }

    /** In words, such as {@code sum of unit_price}. */
    @Override
    public String toString() {
        String parameter = state.parameter() > 1 ? " " + (int) state.parameter() : "";
        return state.function().name().toLowerCase(Locale.ROOT).replace('_', '-') + parameter + " of " + value;
    }

    /**
     * The name of the column that its partials are kept in.
     *
     * @param type of the value, by Spark's name
     */
    public String column(String type) {
        return "m_" + Digest.of(this + " " + type).substring(0, NAME_DIGITS);
    }
}
