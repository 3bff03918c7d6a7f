package io.headrace.stats.fairness;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Group.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The one aggregate: rows by the values of all group columns, by label, decision and score bin. All groups and intersections are folded from it.
 *
 * @param columns that make groups, as declared
 * @param cells the rows of each combination of values that occurs
 */
public record GroupCounts(List<String> columns, SortedMap<Group, GroupTally> cells) {
    public GroupCounts {
        columns = List.copyOf(columns);
        cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
        if (columns.isEmpty() || columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("groups need columns, each once, found " + columns);
        }
        for (Group group : cells.keySet()) {
            if (!group.columns().equals(columns)) {
                throw new IllegalArgumentException("a cell has a value of each of " + columns + ", found " + group);
            }
        }
    }

    /** Counts rows one by one; for one thread. */
    public static final class Counter {
        private final List<String> columns;
        private final Map<Group, LabelledCounts.Counter> labelled = new HashMap<>();
        private final Map<Group, ScoreCounts.Counter> open = new HashMap<>();

        /**
         * A counter without rows.
         *
         * @param columns that make groups, as declared
         */
        public Counter(List<String> columns) {
            this.columns = List.copyOf(columns);
        }

        /**
         * Counts a row.
         *
         * @param values of the columns, in their order; empty where the row has none
         * @param probability 0 to 1; NaN counts as missing
         * @param decision what was decided for it
         * @param label what it turned out to be; empty while that is not known
         */
        public void add(List<Optional<String>> values, double probability, Side decision, Optional<Side> label) {
            if (values.size() != columns.size()) {
                throw new IllegalArgumentException("a row has a value for each of " + columns + ", found " + values);
            }
            Group group = new Group(IntStream.range(0, columns.size())
                    .mapToObj(place -> new Condition(columns.get(place), values.get(place)))
                    .toList());
            if (label.isPresent()) {
                labelled.computeIfAbsent(group, key -> new LabelledCounts.Counter())
                        .add(probability, decision, label.get());
            } else {
                open.computeIfAbsent(group, key -> new ScoreCounts.Counter()).add(probability, decision);
            }
        }

        /** What was counted so far. */
        public GroupCounts counts() {
            SortedMap<Group, GroupTally> cells = new TreeMap<>();
            labelled.forEach((group, counter) -> cells.put(group, GroupTally.of(counter.counts())));
            open.forEach((group, counter) ->
                    cells.merge(group, new GroupTally(LabelledCounts.none(), counter.counts()), GroupTally::merge));
            return new GroupCounts(columns, cells);
        }
    }

    /** The counts of both sets of rows together, of the same columns. */
    public GroupCounts merge(GroupCounts other) {
        if (!columns.equals(other.columns)) {
            throw new IllegalArgumentException("counts by " + columns + " and by " + other.columns + " do not add up");
        }
        SortedMap<Group, GroupTally> both = new TreeMap<>(cells);
        other.cells.forEach((group, tally) -> both.merge(group, tally, GroupTally::merge));
        return new GroupCounts(columns, both);
    }

    /** The groups by some of the columns: each row is in exactly one. */
    public SortedMap<Group, GroupTally> by(List<String> some) {
        for (String column : some) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException("groups are counted by " + columns + ", not by " + column);
            }
        }
        return folded(
                group -> new Group(group.conditions().stream()
                        .filter(condition -> some.contains(condition.column()))
                        .toList()),
                GroupTally::merge);
    }

    private SortedMap<Group, GroupTally> folded(UnaryOperator<Group> coarser, BinaryOperator<GroupTally> merge) {
        SortedMap<Group, GroupTally> folded = new TreeMap<>();
        cells.forEach((group, tally) -> folded.merge(coarser.apply(group), tally, merge));
        return folded;
    }

    /**
     * The column sets of up to so many columns, fewer first; the first is that of everybody, without columns.
     *
     * @param depth 1 for each column by itself, 2 for pairs too; up to the number of columns
     */
    public List<List<String>> lattice(int depth) {
        if (depth < 1 || depth > columns.size()) {
            throw new IllegalArgumentException(
                    "depth must lie between 1 and the columns, " + columns.size() + ", found " + depth);
        }
        Map<Integer, List<List<String>>> bySize = new LinkedHashMap<>();
        IntStream.rangeClosed(0, depth).forEach(size -> bySize.put(size, new ArrayList<>()));
        for (int chosen = 0; chosen < 1 << columns.size(); chosen++) {
            if (Integer.bitCount(chosen) <= depth) {
                int bits = chosen;
                bySize.get(Integer.bitCount(chosen))
                        .add(IntStream.range(0, columns.size())
                                .filter(place -> (bits >> place & 1) == 1)
                                .mapToObj(columns::get)
                                .toList());
            }
        }
        return bySize.values().stream().flatMap(List::stream).toList();
    }
}
