package io.headrace.stats.fairness;

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
    /** The rows of a group by label. */
    public record Labels(long positives, long negatives) {
        /** All of them. */
        public long rows() {
            return positives + negatives;
        }
    }

    /** The weights of each group; rows without a label do not count. */
    public static SortedMap<Group, Reweighing> of(SortedMap<Group, GroupTally> groups) {
        SortedMap<Group, Labels> labels = new TreeMap<>();
        groups.forEach((group, tally) -> labels.put(
                group,
                new Labels(
                        tally.labelled().positives().rows(),
                        tally.labelled().negatives().rows())));
        return ofLabels(labels);
    }

    /** The weights of each group, from its labels alone. */
    public static SortedMap<Group, Reweighing> ofLabels(SortedMap<Group, Labels> groups) {
        long positives = groups.values().stream().mapToLong(Labels::positives).sum();
        long rows = groups.values().stream().mapToLong(Labels::rows).sum();
        SortedMap<Group, Reweighing> weights = new TreeMap<>();
        groups.forEach((group, labels) -> {
            double expected = (double) labels.rows() / rows;
            weights.put(
                    group,
                    new Reweighing(
                            weight(expected * positives, labels.positives()),
                            weight(expected * (rows - positives), labels.negatives())));
        });
        return weights;
    }

    private static OptionalDouble weight(double expected, long rows) {
        return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(expected / rows);
    }
}
