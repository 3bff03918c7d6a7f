package io.headrace.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Trees laid out to be walked without a branch, as which way a row goes cannot be guessed.
 *
 * <p>The two answers of a question stand side by side, so a step is {@code node = answers[node] + (is above ? 1 : 0)}. A leaf leads to itself
 * whatever is asked. Four trees are walked at once, as many steps as the deepest has: while a processor waits for the memory of
 * one it works on the others. Level by level, so that the questions asked most stand together.
 *
 * <p>What is missing is not above anything. So where it is a no, the other way round is asked: x ≤ t means that −x is above the last number
 * before −t, and no stands first.
 */
final class TreeWalk {
    private static final int WORD = Long.SIZE;
    private static final int AT_ONCE = 4;

    /** Of each tree; filled up with places that lead nowhere, so that all can be walked by fours. */
    private final int[] roots;

    private final int trees;
    /** Of each four. */
    private final int[] depths;

    private final Asked[] asked;

    private final int[] slots;
    private final int[] answers;
    /** −1 where the other way round is asked, else 1. */
    private final double[] signs;

    private final double[] thresholds;
    private final double[] values;
    /** Of questions of up to 64 levels those that are a no, a bit for each; else 0. */
    private final long[] noes;
    /** Where the words of a question of more levels begin; the first word is for other questions and has no bit. */
    private final int[] sets;
    /** All ones for questions of more levels, else 0. */
    private final int[] masks;

    private final long[] words;

    /** What trees ask for. */
    private enum Asked {
        NUMBERS,
        LEVELS,
        MANY_LEVELS
    }

    private TreeWalk(int trees, int nodes, List<Long> words) {
        int fours = (trees + AT_ONCE - 1) / AT_ONCE;
        this.trees = trees;
        this.roots = new int[fours * AT_ONCE];
        this.depths = new int[fours];
        this.asked = new Asked[fours];
        this.slots = new int[nodes + 1];
        this.answers = new int[nodes + 1];
        this.signs = new double[nodes + 1];
        this.thresholds = new double[nodes + 1];
        this.values = new double[nodes + 1];
        this.noes = new long[nodes + 1];
        this.sets = new int[nodes + 1];
        this.masks = new int[nodes + 1];
        this.words = words.stream().mapToLong(Long::longValue).toArray();
        Arrays.fill(roots, nodes);
        Arrays.fill(asked, Asked.NUMBERS);
        Arrays.fill(signs, 1);
        Arrays.fill(thresholds, Double.POSITIVE_INFINITY);
        answers[nodes] = nodes;
    }

    private record Placed(int node, int depth) {}

    /**
     * The trees of a model.
     *
     * @param levelCounts of each slot how many levels it has, see {@link Encoding#levelCounts}
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
                answers[place] = place;
                values[place] = trees.value(node);
            } else {
                answers[place] = next;
                next += 2;
                boolean isNoFirst = !trees.isOfLevels(node) && !trees.isMissingYes(node);
                waiting.add(new Placed(isNoFirst ? trees.no(node) : node + 1, placed.depth() + 1));
                waiting.add(new Placed(isNoFirst ? node + 1 : trees.no(node), placed.depth() + 1));
                Asked here = ask(trees, node, place, levelCounts[trees.slot(node)], setsOf[node]);
                asked[four] = here.compareTo(asked[four]) > 0 ? here : asked[four];
                depths[four] = Math.max(depths[four], placed.depth() + 1);
            }
            place++;
        }
        return next;
    }

    private Asked ask(FlatTrees trees, int node, int place, int levels, int set) {
        slots[place] = trees.slot(node);
        if (!trees.isOfLevels(node)) {
            boolean isTurned = !trees.isMissingYes(node);
            signs[place] = isTurned ? -1 : 1;
            thresholds[place] = isTurned ? Math.nextDown(-trees.value(node)) : trees.value(node);
            return Asked.NUMBERS;
        }
        if (levels <= WORD) {
            noes[place] = words[set];
            return Asked.LEVELS;
        }
        sets[place] = set;
        masks[place] = -1;
        return Asked.MANY_LEVELS;
    }

    /** The sum of what the trees say of a row, added to a start in their order. */
    double sum(double[] row, double start) {
        double sum = start;
        for (int four = 0; four < depths.length; four++) {
            sum = switch (asked[four]) {
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
            first = answer(first, row);
            second = answer(second, row);
            third = answer(third, row);
            fourth = answer(fourth, row);
        }
        return sum(four, start, first, second, third, fourth);
    }

    private double sumOfLevels(double[] row, int four, double start) {
        int first = roots[four * AT_ONCE];
        int second = roots[four * AT_ONCE + 1];
        int third = roots[four * AT_ONCE + 2];
        int fourth = roots[four * AT_ONCE + 3];
        for (int step = depths[four]; step > 0; step--) {
            first = answerByLevels(first, row);
            second = answerByLevels(second, row);
            third = answerByLevels(third, row);
            fourth = answerByLevels(fourth, row);
        }
        return sum(four, start, first, second, third, fourth);
    }

    /** Such trees are rare, and walked one by one. */
    private double sumOfManyLevels(double[] row, int four, double start) {
        double sum = start;
        for (int tree = four * AT_ONCE; tree < Math.min(trees, (four + 1) * AT_ONCE); tree++) {
            int node = roots[tree];
            for (int step = depths[four]; step > 0; step--) {
                node = answerByManyLevels(node, row);
            }
            sum += values[node];
        }
        return sum;
    }

    /** Adds four leaves one by one, the last fewer where there are no more trees. */
    private double sum(int four, double start, int first, int second, int third, int fourth) {
        int left = trees - four * AT_ONCE;
        double sum = start + values[first];
        sum = left > 1 ? sum + values[second] : sum;
        sum = left > 2 ? sum + values[third] : sum;
        return left > 3 ? sum + values[fourth] : sum;
    }

    private int answer(int node, double[] row) {
        return answers[node] + (signs[node] * row[slots[node]] > thresholds[node] ? 1 : 0);
    }

    private int answerByLevels(int node, double[] row) {
        double value = row[slots[node]];
        int isOther = (int) (noes[node] >>> (int) value) & 1;
        return answers[node] + ((signs[node] * value > thresholds[node] ? 1 : 0) | isOther);
    }

    private int answerByManyLevels(int node, double[] row) {
        double value = row[slots[node]];
        int level = (int) value & masks[node];
        int isOther = (int) (words[sets[node] + (level >>> 6)] >>> level | noes[node] >>> (int) value) & 1;
        return answers[node] + ((signs[node] * value > thresholds[node] ? 1 : 0) | isOther);
    }
}
