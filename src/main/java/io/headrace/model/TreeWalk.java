package io.headrace.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Trees laid out for a walk without branch instructions, because a processor cannot predict which way a row goes.
 *
 * <p>The two children of a split are neighbours, so a step is {@code node = firstChildren[node] + (passes ? 1 : 0)}, where the test is that of
 * {@link FlatTrees#sign}; a child that missing numbers go to comes first. A leaf is its own child. Four trees are walked at once, in as many
 * steps as the deepest has: while the processor waits for the memory of one it works on the others. Nodes are stored by depth, so that the
 * splits used most stand together.
 */
final class TreeWalk {
    private static final int WORD = Long.SIZE;
    private static final int AT_ONCE = 4;

    /** The root of each tree; filled up with nodes that are their own children, so that the trees can be walked by fours. */
    private final int[] roots;

    private final int trees;
    /** The greatest depth in each four. */
    private final int[] depths;

    private final Splits[] kinds;

    private final int[] slots;
    private final int[] firstChildren;
    /** See {@link FlatTrees#sign}. */
    private final double[] signs;

    private final double[] thresholds;
    private final double[] values;
    /** For splits by up to 64 levels the levels of the no child, a bit for each; else 0. */
    private final long[] noes;
    /** The first word of a split by more levels; the word 0 is for other splits and has no bit. */
    private final int[] sets;
    /** All ones for splits by more levels, else 0. */
    private final int[] masks;

    private final long[] words;

    /** The splits that some trees have, each constant including those before it. */
    private enum Splits {
        NUMBERS,
        LEVELS,
        MANY_LEVELS
    }

    private TreeWalk(int trees, int nodes, List<Long> words) {
        int fours = (trees + AT_ONCE - 1) / AT_ONCE;
        this.trees = trees;
        this.roots = new int[fours * AT_ONCE];
        this.depths = new int[fours];
        this.kinds = new Splits[fours];
        this.slots = new int[nodes + 1];
        this.firstChildren = new int[nodes + 1];
        this.signs = new double[nodes + 1];
        this.thresholds = new double[nodes + 1];
        this.values = new double[nodes + 1];
        this.noes = new long[nodes + 1];
        this.sets = new int[nodes + 1];
        this.masks = new int[nodes + 1];
        this.words = words.stream().mapToLong(Long::longValue).toArray();
        Arrays.fill(roots, nodes);
        Arrays.fill(kinds, Splits.NUMBERS);
        Arrays.fill(signs, 1);
        Arrays.fill(thresholds, Double.POSITIVE_INFINITY);
        firstChildren[nodes] = nodes;
    }

    private record Placed(int node, int depth) {}

    /**
     * The trees of a model.
     *
     * @param levelCounts the number of levels of each slot, see {@link Encoding#levelCounts}
     */
    static TreeWalk of(FlatTrees trees, int[] levelCounts) {
        List<Long> words = new ArrayList<>(List.of(0L));
        int nodes = trees.nodes();
        int[] sets = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            if (trees.isOfLevels(node)) {
                sets[node] = words.size();
                words.addAll(noes(trees, node, levelCounts[trees.slot(node)]));
            }
        }
        TreeWalk walk = new TreeWalk(trees.trees(), nodes, words);
        int next = 0;
        for (int tree = 0; tree < trees.trees(); tree++) {
            next = walk.place(trees, tree, next, levelCounts, sets);
        }
        return walk;
    }

    /** The levels of a split's no child, a bit for each. */
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

    private int place(FlatTrees trees, int tree, int first, int[] levelCounts, int[] setsOf) {
        roots[tree] = first;
        int next = first + 1;
        Deque<Placed> waiting = new ArrayDeque<>(List.of(new Placed(trees.root(tree), 0)));
        int place = first;
        while (!waiting.isEmpty()) {
            Placed placed = waiting.remove();
            int node = placed.node();
            int four = tree / AT_ONCE;
            if (trees.isLeaf(node)) {
                firstChildren[place] = place;
                values[place] = trees.value(node);
            } else {
                firstChildren[place] = next;
                next += 2;
                boolean isNoFirst = trees.sign(node) < 0;
                waiting.add(new Placed(isNoFirst ? trees.no(node) : node + 1, placed.depth() + 1));
                waiting.add(new Placed(isNoFirst ? node + 1 : trees.no(node), placed.depth() + 1));
                Splits here = placeSplit(trees, node, place, levelCounts[trees.slot(node)], setsOf[node]);
                kinds[four] = here.compareTo(kinds[four]) > 0 ? here : kinds[four];
                depths[four] = Math.max(depths[four], placed.depth() + 1);
            }
            place++;
        }
        return next;
    }

    private Splits placeSplit(FlatTrees trees, int node, int place, int levels, int set) {
        slots[place] = trees.slot(node);
        signs[place] = trees.sign(node);
        thresholds[place] = trees.signedThreshold(node);
        if (!trees.isOfLevels(node)) {
            return Splits.NUMBERS;
        }
        if (levels <= WORD) {
            noes[place] = words[set];
            return Splits.LEVELS;
        }
        sets[place] = set;
        masks[place] = -1;
        return Splits.MANY_LEVELS;
    }

    /** Adds the leaf values of a row to a start, tree by tree. */
    double sum(double[] row, double start) {
        double sum = start;
        for (int four = 0; four < depths.length; four++) {
            sum = switch (kinds[four]) {
                case NUMBERS -> sumOfNumbers(row, four, sum);
                case LEVELS -> sumOfLevels(row, four, sum);
                case MANY_LEVELS -> sumOfManyLevels(row, four, sum);
            };
        }
        return sum;
    }

    private double sumOfNumbers(double[] row, int four, double start) {
        int first = roots[four * AT_ONCE];
        int second = roots[four * AT_ONCE + 1];
        int third = roots[four * AT_ONCE + 2];
        int fourth = roots[four * AT_ONCE + 3];
        for (int step = depths[four]; step > 0; step--) {
            first = next(first, row);
            second = next(second, row);
            third = next(third, row);
            fourth = next(fourth, row);
        }
        return sum(four, start, first, second, third, fourth);
    }

    private double sumOfLevels(double[] row, int four, double start) {
        int first = roots[four * AT_ONCE];
        int second = roots[four * AT_ONCE + 1];
        int third = roots[four * AT_ONCE + 2];
        int fourth = roots[four * AT_ONCE + 3];
        for (int step = depths[four]; step > 0; step--) {
            first = nextByLevels(first, row);
            second = nextByLevels(second, row);
            third = nextByLevels(third, row);
            fourth = nextByLevels(fourth, row);
        }
        return sum(four, start, first, second, third, fourth);
    }

    /** Such trees are rare and walked one by one. */
    private double sumOfManyLevels(double[] row, int four, double start) {
        double sum = start;
        for (int tree = four * AT_ONCE; tree < Math.min(trees, (four + 1) * AT_ONCE); tree++) {
            int node = roots[tree];
            for (int step = depths[four]; step > 0; step--) {
                node = nextByManyLevels(node, row);
            }
            sum += values[node];
        }
        return sum;
    }

    /** Adds the values of four leaves one by one; of fewer where there are no more trees. */
    private double sum(int four, double start, int first, int second, int third, int fourth) {
        int left = trees - four * AT_ONCE;
        double sum = start + values[first];
        sum = left > 1 ? sum + values[second] : sum;
        sum = left > 2 ? sum + values[third] : sum;
        return left > 3 ? sum + values[fourth] : sum;
    }

    private int next(int node, double[] row) {
        return firstChildren[node] + (signs[node] * row[slots[node]] > thresholds[node] ? 1 : 0);
    }

    private int nextByLevels(int node, double[] row) {
        double value = row[slots[node]];
        int isNo = (int) (noes[node] >>> (int) value) & 1;
        return firstChildren[node] + ((signs[node] * value > thresholds[node] ? 1 : 0) | isNo);
    }

    private int nextByManyLevels(int node, double[] row) {
        double value = row[slots[node]];
        int level = (int) value & masks[node];
        int isNo = (int) (words[sets[node] + (level >>> 6)] >>> level | noes[node] >>> (int) value) & 1;
        return firstChildren[node] + ((signs[node] * value > thresholds[node] ? 1 : 0) | isNo);
    }
}
