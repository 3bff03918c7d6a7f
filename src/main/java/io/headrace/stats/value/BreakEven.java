package io.headrace.stats.value;

import java.util.Objects;

/**
 * On which probabilities it pays to act (C. Elkan, "The foundations of cost-sensitive learning", 2001).
 *
 * <p>With g₁ and g₀ what acting is worth over sparing on a positive and on a negative row, acting pays where {@code p·g₁ + (1 − p)·g₀ >= 0}: from
 * {@code p* = −g₀ / (g₁ − g₀)}, which with costs is {@code (C₁₀ − C₀₀) / (C₁₀ − C₀₀ + C₀₁ − C₁₁)}. A matrix under which it pays to act
 * at low probabilities, always, or never is said to be so, and has no such p*.
 *
 * @param kind on which side of the probability acting pays
 * @param probability 0 to 1; not a number unless the kind is {@code FROM} or {@code UP_TO}
 */
public record BreakEven(Kind kind, double probability) {
    /** On which side acting pays. */
    public enum Kind {
        /** At the probability and above. */
        FROM,
        /** At the probability and below: positives are those to spare. */
        UP_TO,
        /** At each probability. */
        ALWAYS,
        /** At none. */
        NEVER,
        /** Acting and sparing are worth the same at each. */
        INDIFFERENT
    }

    public BreakEven {
        Objects.requireNonNull(kind, "kind");
    }

    static BreakEven of(double onPositive, double onNegative) {
        if (onPositive == 0 && onNegative == 0) {
            return without(Kind.INDIFFERENT);
        }
        if (onPositive >= 0 && onNegative >= 0) {
            return without(Kind.ALWAYS);
        }
        if (onPositive < 0 && onNegative < 0) {
            return without(Kind.NEVER);
        }
        return new BreakEven(onPositive > onNegative ? Kind.FROM : Kind.UP_TO, -onNegative / (onPositive - onNegative));
    }

    private static BreakEven without(Kind kind) {
        return new BreakEven(kind, Double.NaN);
    }

    /** Whether acting on a row that is positive with this probability is worth at least as much as sparing it. */
    public boolean pays(double ofRow) {
        return switch (kind) {
            case FROM -> ofRow >= probability;
            case UP_TO -> ofRow <= probability;
            case ALWAYS, INDIFFERENT -> true;
            case NEVER -> false;
        };
    }
}
