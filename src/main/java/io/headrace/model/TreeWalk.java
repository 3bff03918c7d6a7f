package io.headrace.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Trees laid out to be walked without a branch, as which way a row goes cannot be guessed.
 *
 * <p>The two answers of a question stand side by side, yes first, so a step is {@code node = answers[node] + (no ? 1 : 0)}. A leaf leads to itself
 * whatever is asked, and each tree is walked as many steps as it is deep: a processor then works on several trees at once. Level by
 * level, so that the questions asked most stand together.
 */
final class TreeWalk {
    private static final int WORD = 64;

    private final int[] roots;
    private final int[] depths;
    private final boolean[] haveLevels;
    private final int[] slots;
    private final int[] answers;
    private final double[] thresholds;
    private final double[] values;
    /** 1 where a missing number is a no. */
    private final int[] missingIsNo;
    /** Where the levels begin that are a no; the first word is for questions of numbers and has none. */
    private final int[] sets;
    /** All ones for questions of levels, else 0. */
    private final int[] masks;

    private final long[] levels;

    private TreeWalk(int trees, int nodes, List<Long> levels) {
        this.roots = new int[trees];
        this.depths = new int[trees];
        this.haveLevels = new boolean[trees];
        this.slots = new int[nodes];
        this.answers = new int[nodes];
        this.thresholds = new double[nodes];
        this.values = new double[nodes];
        this.missingIsNo = new int[nodes];
        this.sets = new int[nodes];
        this.masks = new int[nodes];
        this.levels = levels.stream().mapToLong(Long::longValue).toArray();
    }

    private record Placed(int node, int depth) {}

    /**
     * The trees of a model.
     *
     * @param levelCounts of each slot how many levels it has, see {@link Encoding#levelCounts}
     */
    static TreeWalk of(FlatTrees trees, int[] levelCounts) {
        List<Long> levels = new ArrayList<>(List.of(0L));
        int nodes = trees.nodes();
        int[] sets = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            if (trees.isOfLevels(node)) {
                sets[node] = levels.size();
                noes(trees, node, levelCounts[trees.slot(node)]).forEach(levels::add);
            }
        }
        TreeWalk walk = new TreeWalk(trees.trees(), nodes, levels);
        int next = 0;
        for (int tree = 0; tree < trees.trees(); tree++) {
            next = walk.place(trees, tree, next, sets);
        }
        return walk;
    }

    /** The levels of a question that are a no, a bit for each. */
    private static List<Long> noes(FlatTrees trees, int node, int count) {
        Long[] words = new Long[(count - 1) / WORD + 1];
        Arrays.fill(words, 0L);
        for (int level = 0; level < count; level++) {
            if (!trees.isYes(node, level)) {
                words[level / WORD] |= 1L << level % WORD;
            }
        }
        return List.of(words);
    }

    private int place(FlatTrees trees, int tree, int first, int[] setsOf) {
        roots[tree] = first;
        int next = first + 1;
        Deque<Placed> waiting = new ArrayDeque<>(List.of(new Placed(trees.root(tree), 0)));
        int place = first;
        while (!waiting.isEmpty()) {
            Placed placed = waiting.remove();
            int node = placed.node();
            if (trees.isLeaf(node)) {
                answers[place] = place;
                thresholds[place] = Double.POSITIVE_INFINITY;
                values[place] = trees.value(node);
            } else {
                answers[place] = next;
                next += 2;
                waiting.add(new Placed(node + 1, placed.depth() + 1));
                waiting.add(new Placed(trees.no(node), placed.depth() + 1));
                ask(trees, node, place, setsOf[node]);
                haveLevels[tree] |= trees.isOfLevels(node);
                depths[tree] = Math.max(depths[tree], placed.depth() + 1);
            }
            place++;
        }
        return next;
    }

    private void ask(FlatTrees trees, int node, int place, int set) {
        slots[place] = trees.slot(node);
        if (trees.isOfLevels(node)) {
            thresholds[place] = Double.POSITIVE_INFINITY;
            sets[place] = set;
            masks[place] = -1;
        } else {
            thresholds[place] = trees.value(node);
            missingIsNo[place] = trees.isMissingYes(node) ? 0 : 1;
        }
    }

    /** The sum of what the trees say of a row, added to a start in their order. */
    double sum(double[] row, double start) {
        double sum = start;
        for (int tree = 0; tree < roots.length; tree++) {
            sum += values[haveLevels[tree] ? leafByLevels(tree, row) : leaf(tree, row)];
        }
        return sum;
    }

    private int leaf(int tree, double[] row) {
        int node = roots[tree];
        for (int step = depths[tree]; step > 0; step--) {
            node = answers[node] + isNo(node, row[slots[node]]);
        }
        return node;
    }

    private int leafByLevels(int tree, double[] row) {
        int node = roots[tree];
        for (int step = depths[tree]; step > 0; step--) {
            double value = row[slots[node]];
            int level = (int) value & masks[node];
            int isOther = (int) (levels[sets[node] + (level >>> 6)] >>> level) & 1;
            node = answers[node] + (isNo(node, value) | isOther);
        }
        return node;
    }

    private int isNo(int node, double value) {
        int isAbove = value > thresholds[node] ? 1 : 0;
        int isMissing = Double.isNaN(value) ? 1 : 0;
        return isAbove | (isMissing & missingIsNo[node]);
    }
}
