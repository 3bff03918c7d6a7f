package io.headrace.stats.fairness;

import io.headrace.stats.estimate.LabelledCounts;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weights of training rows under which label and group are independent (F. Kamiran and T. Calders, Knowledge and Information Systems 33, 2012).
 *
 * <p>{@code w(g, y) = n_g·n_y / (n·n_gy)}: rows that are rarer than independence has it weigh more. They sum to the number of rows, and each group
 * keeps its own. They even out the labels that a learner sees; what its scores do with them is to be measured.
 *
 * @param positive of the group's positive rows; empty where it has none, then no weight makes both independent
 * @param negative of its negative rows, likewise
 */
public record Reweighing(OptionalDouble positive, OptionalDouble negative) {
    /** The weights of each group; rows without a label do not count. */
    public static SortedMap<Group, Reweighing> of(SortedMap<Group, GroupTally> groups) {
        long positives = 0;
        long rows = 0;
        for (GroupTally tally : groups.values()) {
            positives += tally.labelled().positives().rows();
            rows += tally.labelled().rows();
        }
        SortedMap<Group, Reweighing> weights = new TreeMap<>();
        for (var entry : groups.entrySet()) {
            LabelledCounts labelled = entry.getValue().labelled();
            double expected = (double) labelled.rows() / rows;
            weights.put(
                    entry.getKey(),
                    new Reweighing(
                            weight(expected * positives, labelled.positives().rows()),
                            weight(
                                    expected * (rows - positives),
                                    labelled.negatives().rows())));
        }
        return weights;
    }

    private static OptionalDouble weight(double expected, long rows) {
        return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(expected / rows);
    }
}
