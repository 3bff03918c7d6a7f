package io.headrace.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The splits of some trees in the order in which {@link TreeShap} works on them: first the upper splits, which have a split among their
 * children, by depth, so that neighbours do not wait for each other; then the lower splits, whose children are both leaves.
 */
final class SplitOrder {
    private final FlatTrees trees;
    private final int[] nodes;
    private final int upper;
    private final int[] roots;
    private final int[] yeses;
    private final int[] noes;
    private final int[] parents;
    private final double[] leaves;
    private final int mostFeatures;

    /**
     * The order of the splits of consecutive trees.
     *
     * @param from the first tree
     * @param to the tree behind the last
     */
    SplitOrder(FlatTrees trees, int from, int to) {
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
        for (int split = 0; split < nodes.length; split++) {
            positions[nodes[split] - first] = split;
        }
        this.roots = IntStream.range(from, to)
                .map(tree -> positions[trees.root(tree) - first])
                .filter(split -> split >= 0)
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
        for (int split = 0; split < upper; split++) {
            parents[yeses[split]] = split;
            parents[noes[split]] = split;
        }
        this.mostFeatures = IntStream.range(from, to)
                .map(tree -> mostFeatures(trees, trees.root(tree), new HashSet<>()))
                .max()
                .orElseThrow();
    }

    /** The depth of each node in its tree. */
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

    /** The node of each split. */
    int[] nodes() {
        return nodes;
    }

    /** The number of upper splits. */
    int upper() {
        return upper;
    }

    /** The root splits. */
    int[] roots() {
        return roots;
    }

    /** The yes child of each upper split: a split, or, counted on behind the splits, a leaf. */
    int[] yeses() {
        return yeses;
    }

    /** The no child of each upper split. */
    int[] noes() {
        return noes;
    }

    /** The values of the leaves that are children of upper splits. */
    double[] leaves() {
        return leaves;
    }

    /** The largest number of distinct features on a path from a root to a leaf. */
    int mostFeatures() {
        return mostFeatures;
    }

    int feature(int split) {
        return trees.feature(nodes[split]);
    }

    /** The share of a split's training rows that go to its yes child. */
    double share(int split) {
        return trees.cover(nodes[split] + 1) / trees.cover(nodes[split]);
    }

    /** The nearest ancestor that splits by the same feature; −1 where there is none. */
    int previous(int split) {
        int child = childOfPrevious(split);
        return child < 0 ? -1 : parents[child];
    }

    /** The branch of {@link #previous} that leads to the split: 1 for yes, 0 for no. */
    int branchOfPrevious(int split) {
        int child = childOfPrevious(split);
        return yeses[parents[child]] == child ? 1 : 0;
    }

    /** The product of the shares of the branches that ancestors of the same feature take on the path to the split. */
    double shareOfPrevious(int split) {
        double share = 1;
        for (int lower = split; previous(lower) >= 0; lower = previous(lower)) {
            share *= branchOfPrevious(lower) == 1 ? share(previous(lower)) : 1 - share(previous(lower));
        }
        return share;
    }

    private int childOfPrevious(int split) {
        int child = split;
        while (parents[child] >= 0 && feature(parents[child]) != feature(split)) {
            child = parents[child];
        }
        return parents[child] < 0 ? -1 : child;
    }
}
