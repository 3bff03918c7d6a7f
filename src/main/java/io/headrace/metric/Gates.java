package io.headrace.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Conditions for promotion, all of them to be met.
 *
 * @param bounds by gate, in the order of the list of gates
 * @param then what becomes of a version that meets them
 */
public record Gates(Map<Gate, Double> bounds, Then then) {
    /** No condition. */
    public static final Gates NONE = new Gates(Map.of());

    /** What becomes of a version that passes. */
    public enum Then {
        /** It becomes champion. */
        PROMOTE,
        /** It gets the alias challenger, if no other version has it; without a champion it becomes champion. */
        CHALLENGER
    }

    /** Whoever meets them becomes champion. */
    public Gates(Map<Gate, Double> bounds) {
        this(bounds, Then.PROMOTE);
    }

    public Gates {
        Map<Gate, Double> sorted = new LinkedHashMap<>();
        for (Gate gate : bounds.isEmpty() ? java.util.List.<Gate>of() : Gate.all()) {
            if (bounds.containsKey(gate)) {
                sorted.put(gate, bounds.get(gate));
            }
        }
        bounds = Collections.unmodifiableMap(sorted);
    }

    /** Bounds by key. */
    public static Gates of(Map<String, Double> bounds) {
        Map<Gate, Double> byGate = new LinkedHashMap<>();
        bounds.forEach((key, bound) -> byGate.put(Gate.of(key), bound));
        return new Gates(byGate);
    }
}
