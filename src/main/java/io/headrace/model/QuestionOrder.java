package io.headrace.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The questions of some trees in the order in which {@link TreeShares} works on them: first those with an answer that leads on to another question,
 * level by level, so that neighbours do not wait for each other; then those whose answers are both leaves.
 */
final class QuestionOrder {
    private final FlatTrees trees;
    private final int[] nodes;
    private final int upper;
    private final int[] roots;
    private final int[] yeses;
    private final int[] noes;
    private final int[] parents;
    private final double[] leaves;
    private final int mostFeatures;

    /** Those of the trees from one to another, exclusive. */
    QuestionOrder(FlatTrees trees, int from, int to) {
        int first = trees.root(from);
        int end = trees.end(to - 1);
        int[] depths = depths(trees, first, end);
        int[] high = IntStream.range(first, end)
                .filter(node -> !trees.isLeaf(node) && !isLow(trees, node))
                .boxed()
                .sorted(Comparator.comparingInt(node -> depths[node - first]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] low =
                IntStream.range(first, end).filter(node -> isLow(trees, node)).toArray();
        this.trees = trees;
        this.upper = high.length;
        this.nodes = IntStream.concat(IntStream.of(high), IntStream.of(low)).toArray();
        int[] positions = new int[end - first];
        Arrays.fill(positions, -1);
        for (int question = 0; question < nodes.length; question++) {
            positions[nodes[question] - first] = question;
        }
        this.roots = IntStream.range(from, to)
                .map(tree -> positions[trees.root(tree) - first])
                .filter(question -> question >= 0)
                .toArray();
        int[] ofLeaves = IntStream.of(high)
                .flatMap(node -> IntStream.of(node + 1, trees.no(node)))
                .filter(trees::isLeaf)
                .toArray();
        for (int leaf = 0; leaf < ofLeaves.length; leaf++) {
            positions[ofLeaves[leaf] - first] = nodes.length + leaf;
        }
        this.leaves = IntStream.of(ofLeaves).mapToDouble(trees::value).toArray();
        this.yeses = IntStream.of(high).map(node -> positions[node + 1 - first]).toArray();
        this.noes = IntStream.of(high)
                .map(node -> positions[trees.no(node) - first])
                .toArray();
        this.parents = new int[nodes.length + leaves.length];
        Arrays.fill(parents, -1);
        for (int question = 0; question < upper; question++) {
            parents[yeses[question]] = question;
            parents[noes[question]] = question;
        }
        this.mostFeatures = IntStream.range(from, to)
                .map(tree -> mostFeatures(trees, trees.root(tree), new HashSet<>()))
                .max()
                .orElseThrow();
    }

    /** How deep each node stands in its tree. */
    private static int[] depths(FlatTrees trees, int first, int end) {
        int[] depths = new int[end - first];
        for (int node = first; node < end; node++) {
            if (!trees.isLeaf(node)) {
                depths[node + 1 - first] = depths[node - first] + 1;
                depths[trees.no(node) - first] = depths[node - first] + 1;
            }
        }
        return depths;
    }

    private static boolean isLow(FlatTrees trees, int node) {
        return !trees.isLeaf(node) && trees.isLeaf(node + 1) && trees.isLeaf(trees.no(node));
    }

    private static int mostFeatures(FlatTrees trees, int node, Set<Integer> above) {
        if (trees.isLeaf(node)) {
            return above.size();
        }
        Set<Integer> here = new HashSet<>(above);
        here.add(trees.feature(node));
        return Math.max(mostFeatures(trees, node + 1, here), mostFeatures(trees, trees.no(node), here));
    }

    /** By question: its node. */
    int[] nodes() {
        return nodes;
    }

    /** How many questions have an answer that leads on to another. */
    int upper() {
        return upper;
    }

    /** The questions that trees begin with. */
    int[] roots() {
        return roots;
    }

    /** Where yes leads, of upper questions: to a question, or behind all questions to a leaf. */
    int[] yeses() {
        return yeses;
    }

    /** Where no leads. */
    int[] noes() {
        return noes;
    }

    /** Values of the leaves behind upper questions. */
    double[] leaves() {
        return leaves;
    }

    /** How many different features are asked for on a way at most. */
    int mostFeatures() {
        return mostFeatures;
    }

    int feature(int question) {
        return trees.feature(nodes[question]);
    }

    /** The share of the training rows that answer yes. */
    double share(int question) {
        return trees.cover(nodes[question] + 1) / trees.cover(nodes[question]);
    }

    /** The last question on the way that asks for the same feature; −1 where there is none. */
    int before(int question) {
        int step = stepBehind(question);
        return step < 0 ? -1 : parents[step];
    }

    /** The answer to {@link #before} on the way: 1 for yes. */
    int sideBefore(int question) {
        int step = stepBehind(question);
        return yeses[parents[step]] == step ? 1 : 0;
    }

    /** The share of the training rows that agree with all questions on the way about the same feature. */
    double shareBefore(int question) {
        double share = 1;
        for (int asked = question; before(asked) >= 0; asked = before(asked)) {
            share *= sideBefore(asked) == 1 ? share(before(asked)) : 1 - share(before(asked));
        }
        return share;
    }

    private int stepBehind(int question) {
        int step = question;
        while (parents[step] >= 0 && feature(parents[step]) != feature(question)) {
            step = parents[step];
        }
        return parents[step] < 0 ? -1 : step;
    }
}
