package io.headrace.model;

import java.util.Arrays;

/**
 * The Shapley values of one tree of any depth.
 *
 * <p>A leaf of value v is reached through features with shares z of the training rows, and a row agrees with each (o = 1) or not (o = 0). Seen
 * as a game the leaf is v Π (o or z), whose Shapley value of feature i is v (o_i − z_i) ∫₀¹ Π_{j≠i} (t o_j + (1 − t) z_j) dt: the
 * weights of all subsets are that integral's (beta) coefficients. A quadrature takes it exactly, so a tree of n nodes costs n times
 * the points, half of its depth: once down for the products, once up for the sums of leaves. A feature asked for again narrows the
 * share; what its earlier question contributed to the same leaves is taken off, as in P. Yu et al., "Linear TreeShap", 2022.
 */
final class TreeShares implements TreeReasons {
    private final int nodes;
    private final int points;
    private final int[] parents;
    /** The feature asked for above the node. */
    private final int[] features;
    /** The last node above whose question was about the same feature, or −1. */
    private final int[] befores;
    /** Values of leaves; of other nodes not a number. */
    private final double[] values;
    /** What products above are multiplied by, node by node and point by point, where the row agrees and where it does not. */
    private final double[] agreeing;

    private final double[] against;
    /** The share of training rows, for where the row left already at an earlier question about the feature. */
    private final double[] shares;
    /** What sums below are multiplied by to contribute. */
    private final double[] gainsAgreeing;

    private final double[] gainsAgainst;

    /** The nodes of a tree in the order of {@link FlatTrees}. */
    TreeShares(FlatTrees trees, int tree) {
        int root = trees.root(tree);
        this.nodes = trees.end(tree) - root;
        this.parents = new int[nodes];
        this.features = new int[nodes];
        this.befores = new int[nodes];
        this.values = new double[nodes];
        this.shares = new double[nodes];
        double[] narrowed = new double[nodes];
        int deepest = walk(trees, root, narrowed);
        Quadrature quadrature = Quadrature.ofDegree(Math.max(0, deepest - 1));
        this.points = quadrature.count();
        this.agreeing = new double[nodes * points];
        this.against = new double[nodes * points];
        this.gainsAgreeing = new double[nodes * points];
        this.gainsAgainst = new double[nodes * points];
        for (int node = 1; node < nodes; node++) {
            for (int i = 0; i < points; i++) {
                fill(node, narrowed, quadrature, i);
            }
        }
    }

    /** Notes who stands where; says how many different features are asked for on a way at most. */
    private int walk(FlatTrees trees, int root, double[] narrowed) {
        int[] different = new int[nodes];
        int deepest = 0;
        Arrays.fill(befores, -1);
        narrowed[0] = 1;
        for (int node = 0; node < nodes; node++) {
            values[node] = trees.isLeaf(root + node) ? trees.value(root + node) : Double.NaN;
            if (!trees.isLeaf(root + node)) {
                for (int child : new int[] {node + 1, trees.no(root + node) - root}) {
                    parents[child] = node;
                    features[child] = trees.feature(root + node);
                    shares[child] = trees.cover(root + child) / trees.cover(root + node);
                    befores[child] = before(child);
                    narrowed[child] = shares[child] * (befores[child] < 0 ? 1 : narrowed[befores[child]]);
                    different[child] = different[node] + (befores[child] < 0 ? 1 : 0);
                    deepest = Math.max(deepest, different[child]);
                }
            }
        }
        return deepest;
    }

    private int before(int child) {
        for (int node = parents[child]; node > 0; node = parents[node]) {
            if (features[node] == features[child]) {
                return node;
            }
        }
        return -1;
    }

    private void fill(int node, double[] narrowed, Quadrature quadrature, int i) {
        double t = quadrature.point(i);
        double weight = quadrature.weight(i);
        double share = narrowed[node];
        double earlier = befores[node] < 0 ? 1 : t + (1 - t) * narrowed[befores[node]];
        double earlierGain = befores[node] < 0 ? 0 : weight * (1 - narrowed[befores[node]]) / earlier;
        int place = node * points + i;
        agreeing[place] = (t + (1 - t) * share) / earlier;
        against[place] = (1 - t) * share / earlier;
        gainsAgreeing[place] = weight * (1 - share) / (t + (1 - t) * share) - earlierGain;
        gainsAgainst[place] = -weight / (1 - t) - earlierGain;
    }

    @Override
    public int notes() {
        return 2 * nodes * points;
    }

    @Override
    public void add(int[] answers, double[] notes, double[] into) {
        int sums = nodes * points;
        boolean[] agrees = new boolean[nodes];
        Arrays.fill(notes, 0, points, 1);
        Arrays.fill(notes, sums, 2 * sums, 0);
        for (int node = 1; node < nodes; node++) {
            agrees[node] = answers[parents[node]] == 1 == (node == parents[node] + 1);
            descend(node, agrees, notes, sums);
        }
        for (int node = nodes - 1; node > 0; node--) {
            ascend(node, agrees, notes, sums, into);
        }
    }

    /** The products at a node; {@code agrees} becomes whether the row agrees with all questions about the feature so far. */
    private void descend(int node, boolean[] agrees, double[] notes, int sums) {
        int place = node * points;
        int above = parents[node] * points;
        int before = befores[node];
        if (before >= 0 && !agrees[before]) {
            agrees[node] = false;
            for (int i = 0; i < points; i++) {
                notes[place + i] = notes[above + i] * shares[node];
            }
        } else {
            double[] factors = agrees[node] ? agreeing : against;
            for (int i = 0; i < points; i++) {
                notes[place + i] = notes[above + i] * factors[place + i];
            }
        }
        double value = values[node];
        if (!Double.isNaN(value)) {
            for (int i = 0; i < points; i++) {
                notes[sums + place + i] = notes[place + i] * value;
            }
        }
    }

    private void ascend(int node, boolean[] agrees, double[] notes, int sums, double[] into) {
        int place = node * points;
        int above = sums + parents[node] * points;
        boolean hasLeft = befores[node] >= 0 && !agrees[befores[node]];
        double[] gains = agrees[node] ? gainsAgreeing : gainsAgainst;
        double amount = 0;
        for (int i = 0; i < points; i++) {
            double sum = notes[sums + place + i];
            notes[above + i] += sum;
            amount += gains[place + i] * sum;
        }
        if (!hasLeft) {
            into[features[node]] += amount;
        }
    }
}
