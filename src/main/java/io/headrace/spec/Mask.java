package io.headrace.spec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a masked copy has in place of the values of a column; null stays null in each. */
public sealed interface Mask extends Serializable {
    /** A token of the value by a keyed hash: equal values have equal tokens in all copies of a zone. Persons are still told apart by it. */
    record Hash() implements Mask {}

    /** Null in every row. */
    record Empty() implements Mask {}

    /**
     * The value itself.
     *
     * @param reason why it may be seen
     */
    record Clear(String reason) implements Mask {
        public Clear {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The first characters of a text.
     *
     * @param characters how many at most, 1 or more, by code points
     */
    record Characters(int characters) implements Mask {
        public Characters {
            if (characters < 1) {
                throw new IllegalArgumentException("characters must be 1 or more, found " + characters);
            }
        }
    }

    /** The day, or the first day of the month or year, of a date, or of a time by the project's clock. */
    record Calendar(Unit unit) implements Mask {
        public Calendar {
            Objects.requireNonNull(unit, "unit");
        }
    }

    /** To what a time is cut. */
    enum Unit {
        DAY,
        MONTH,
        YEAR
    }

    /**
     * The range of a number: {@code [30, 40)} holds 30 and all up to 40, without it.
     *
     * @param width of each range, more than 0; one begins at 0
     */
    record Width(BigDecimal width) implements Mask {
        public Width {
            if (width.signum() <= 0) {
                throw new IllegalArgumentException("width must be more than 0, found " + width.toPlainString());
            }
        }
    }

    /**
     * The range of a number between edges, such as {@code [18, 65)}, and {@code < 18} and {@code >= 65} beyond the first and last.
     *
     * @param edges one or more, ascending; each belongs to the range above
     */
    record Edges(List<BigDecimal> edges) implements Mask {
        public Edges {
            edges = List.copyOf(edges);
            if (edges.isEmpty()) {
                throw new IllegalArgumentException("expected an edge at least");
            }
            for (int i = 1; i < edges.size(); i++) {
                if (edges.get(i - 1).compareTo(edges.get(i)) >= 0) {
                    throw new IllegalArgumentException("edges must ascend, found " + edges);
                }
            }
        }
    }

    /**
     * A wider level in place of each text.
     *
     * @param levels text to the level that it belongs to
     * @param others the level of all other texts
     */
    record Levels(SortedMap<String, String> levels, String others) implements Mask {
        public Levels {
            levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
            Objects.requireNonNull(others, "others");
        }
    }
}
