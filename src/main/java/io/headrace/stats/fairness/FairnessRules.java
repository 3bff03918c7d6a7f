package io.headrace.stats.fairness;

import io.headrace.stats.estimate.Side;
import java.util.Objects;

/**
 * How groups are compared.
 *
 * @param depth columns of an intersection at most
 * @param minimumRows a figure of fewer is not told, but that it is of so few; 2 or more. Of the rows that make the figure, for AUC and mean odds of each class
 * @param confidence of intervals, strictly between 0 and 1
 * @param favourable the side of decisions and labels that is good for a person
 * @param reference what groups are compared with
 */
public record FairnessRules(int depth, long minimumRows, double confidence, Side favourable, Reference reference) {
    static final long FEWEST_ROWS = 2;

    public FairnessRules {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be 1 or more, found " + depth);
        }
        if (minimumRows < FEWEST_ROWS) {
            throw new IllegalArgumentException("minimumRows must be " + FEWEST_ROWS + " or more, found " + minimumRows);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must lie strictly between 0 and 1, found " + confidence);
        }
        Objects.requireNonNull(favourable, "favourable");
        Objects.requireNonNull(reference, "reference");
    }
}
