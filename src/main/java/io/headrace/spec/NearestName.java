package io.headrace.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that is nearest to a mistyped one. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name nearest to a mistyped one, the first in alphabetical order among equals.
     *
     * <p>Distance counts insertions, deletions, replacements and swaps of neighbours as one each (Damerau 1964, in the
     * restricted form), without regard to case. Empty when the nearest is further away than a third of the longer
     * name, rounded up: a far-fetched guess helps nobody.
     */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= closeEnough(name, candidate))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The ending {@code , did you mean "NAME"?} for a message, or nothing when no known name is near. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known)
                .map(nearest -> ", did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static int closeEnough(String name, String candidate) {
        return (Math.max(name.length(), candidate.length()) + 2) / 3;
    }

    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapestStep(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapestStep(int[][] cost, String left, String right, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (sameLetter(left, i - 1, right, j - 1) ? 0 : 1);
        int cheapest = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && sameLetter(left, i - 1, right, j - 2) && sameLetter(left, i - 2, right, j - 1);
        return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
    }

    private static boolean sameLetter(String left, int i, String right, int j) {
        return Character.toLowerCase(left.charAt(i)) == Character.toLowerCase(right.charAt(j));
    }
}
