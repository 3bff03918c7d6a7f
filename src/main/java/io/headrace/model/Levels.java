package io.headrace.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The known levels of a categorical feature in fixed order; the first is the reference level. */
public final class Levels implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> inOrder;
    private final Map<String, Integer> positions;

    private Levels(List<String> inOrder) {
        if (inOrder.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("null is not a level, it has a slot of its own");
        }
        this.inOrder = List.copyOf(inOrder);
        this.positions = new HashMap<>();
        for (String level : this.inOrder) {
            if (positions.put(level, positions.size()) != null) {
                throw new IllegalArgumentException("level \"" + level + "\" is listed twice");
            }
        }
    }

    /** Levels in this order, each once; none at all is allowed (no level was frequent enough). */
    @JsonCreator
    public static Levels of(List<String> inOrder) {
        return new Levels(inOrder);
    }

    /** The levels, reference level first. */
    @JsonValue
    public List<String> inOrder() {
        return inOrder;
    }

    /** The number of levels, 0 or more. */
    public int count() {
        return inOrder.size();
    }

    /** The position of a level from 0, or −1 when it is unknown. */
    public int position(String level) {
        return positions.getOrDefault(level, -1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Levels levels && inOrder.equals(levels.inOrder);
    }

    @Override
    public int hashCode() {
        return inOrder.hashCode();
    }

    @Override
    public String toString() {
        return inOrder.toString();
    }
}
