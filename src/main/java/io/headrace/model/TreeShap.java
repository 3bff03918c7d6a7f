package io.headrace.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The path-dependent TreeSHAP values of some trees.
 *
 * <p>On the path to a leaf of value v each feature i has the share z_i of the training rows that pass its splits, and a row passes them
 * (o_i = 1) or not (o_i = 0). As a game the leaf is v Π (o or z). The Shapley value of feature i in it is
 * v (o_i − z_i) ∫₀¹ Π_{j≠i} (t o_j + (1 − t) z_j) dt, because the weights of all subsets are the (beta) coefficients of that integral. A
 * quadrature computes the integral exactly.
 *
 * <p>At a point t a split with share z of yes, the first of its feature on the path, is a mixture: its yes child has weight
 * a = t o + (1 − t) z, its no child 1 − a. So the value of a node is S = S_no + a (S_yes − S_no), computed from the leaves up; the weight of a
 * yes child is P a, computed from the root down; and the split contributes (o − z) P (S_yes − S_no) to its feature. Where an ancestor splits
 * by the same feature, let y be the share of the training rows that took its branch. If the row took it as well,
 * a = (t o + (1 − t) y z) / (t + (1 − t) y), and the contribution is (o − z) y / (t + (1 − t) y)² times P (S_yes − S_no). If it did not, a = z
 * and the contribution is 0. A split costs a dozen operations at each point, and there are half as many points as distinct features on a
 * path; most loops run over all splits side by side.
 */
final class TreeShap {
    private static final int SPLITS_AT_ONCE = 512;

    private final Quadrature quadrature;
    private final int points;
    private final int splits;
    private final int upper;
    private final int[] roots;
    private final int[] features;
    /** The share of a split's training rows that go to its yes child. */
    private final double[] shares;

    private final int[] slots;
    /** See {@link FlatTrees#sign}. */
    private final double[] signs;

    private final double[] thresholds;
    /** The branch of a number that does not pass the test: 1 for yes. */
    private final double[] branchesBelow;
    /** The splits by levels, and their nodes. */
    private final int[] ofLevels;

    private final int[] nodesOfLevels;
    private final int[] yeses;
    private final int[] noes;
    /** The values of the leaves that are children of upper splits. */
    private final double[] leaves;
    /** For a lower split the value of the no child, and the yes child's value minus it; for an upper split 0 and 1. */
    private final double[] valuesOfNo;

    private final double[] differences;
    /** The splits with an ancestor that splits by the same feature. */
    private final int[] repeated;
    /** For each of them the nearest such ancestor, and its branch that leads to the split. */
    private final int[] previous;

    private final int[] branchesOfPrevious;
    /** For each of them y: see above. */
    private final double[] sharesOfPrevious;
    /** For each of them y z. */
    private final double[] sharesOfBoth;
    /** 1 / (t + (1 − t) y), by point and repeated split. */
    private final double[] corrections;

    /** Buffers for the numbers of one row. */
    static final class Buffers {
        private final double[] branches;
        private final double[] gains;
        private final double[] mixtures;
        private final double[] weights;
        private final double[] sums;
        private final double[] contributions;
        private final double[] squares;

        /** Buffers of a size; see {@link TreeShap#size}. */
        Buffers(int size) {
            this.branches = new double[size];
            this.gains = new double[size];
            this.mixtures = new double[size];
            this.weights = new double[size];
            this.sums = new double[size];
            this.contributions = new double[size];
            this.squares = new double[size];
        }

        int size() {
            return branches.length;
        }
    }

    private TreeShap(FlatTrees trees, SplitOrder order) {
        int[] nodes = order.nodes();
        this.splits = nodes.length;
        this.upper = order.upper();
        this.roots = order.roots();
        this.yeses = order.yeses();
        this.noes = order.noes();
        this.leaves = order.leaves();
        this.features = IntStream.range(0, splits).map(order::feature).toArray();
        this.shares = IntStream.range(0, splits).mapToDouble(order::share).toArray();
        this.slots = IntStream.of(nodes).map(trees::slot).toArray();
        this.signs = IntStream.of(nodes).mapToDouble(trees::sign).toArray();
        this.branchesBelow =
                DoubleStream.of(signs).map(sign -> Math.max(0, sign)).toArray();
        this.thresholds =
                IntStream.of(nodes).mapToDouble(trees::signedThreshold).toArray();
        this.ofLevels = IntStream.range(0, splits)
                .filter(split -> trees.isOfLevels(nodes[split]))
                .toArray();
        this.nodesOfLevels = IntStream.of(ofLevels).map(split -> nodes[split]).toArray();
        this.valuesOfNo = IntStream.range(0, splits)
                .mapToDouble(split -> split < upper ? 0 : trees.value(trees.no(nodes[split])))
                .toArray();
        this.differences = IntStream.range(0, splits)
                .mapToDouble(split -> split < upper ? 1 : trees.value(nodes[split] + 1) - valuesOfNo[split])
                .toArray();
        this.repeated = IntStream.range(0, splits)
                .filter(split -> order.previous(split) >= 0)
                .toArray();
        this.previous = IntStream.of(repeated).map(order::previous).toArray();
        this.branchesOfPrevious =
                IntStream.of(repeated).map(order::branchOfPrevious).toArray();
        this.sharesOfPrevious =
                IntStream.of(repeated).mapToDouble(order::shareOfPrevious).toArray();
        this.sharesOfBoth = IntStream.range(0, repeated.length)
                .mapToDouble(i -> sharesOfPrevious[i] * shares[repeated[i]])
                .toArray();
        this.quadrature = Quadrature.ofDegree(Math.max(0, order.mostFeatures() - 1));
        this.points = quadrature.count();
        this.corrections = IntStream.range(0, repeated.length * points)
                .mapToDouble(
                        i -> correction(quadrature.point(i / repeated.length), sharesOfPrevious[i % repeated.length]))
                .toArray();
    }

    private static double correction(double t, double shareOfPrevious) {
        return 1 / (t + (1 - t) * shareOfPrevious);
    }

    /** All trees, in groups small enough for the processor's first-level cache. */
    static TreeShap[] of(FlatTrees trees) {
        List<TreeShap> groups = new ArrayList<>();
        int from = 0;
        for (int tree = 0; tree < trees.trees(); tree++) {
            boolean isLast = tree == trees.trees() - 1;
            int nodes = trees.end(isLast ? tree : tree + 1) - trees.root(from);
            if (isLast || nodes > 2 * SPLITS_AT_ONCE) {
                groups.add(new TreeShap(trees, new SplitOrder(trees, from, tree + 1)));
                from = tree + 1;
            }
        }
        return groups.toArray(TreeShap[]::new);
    }

    /** The size of the buffers it needs. */
    int size() {
        return splits + leaves.length;
    }

    /** Adds the TreeSHAP values of an encoded row. */
    void add(FlatTrees trees, double[] row, Buffers buffers, double[] into) {
        takeBranches(trees, row, buffers);
        System.arraycopy(leaves, 0, buffers.sums, splits, leaves.length);
        Arrays.fill(buffers.contributions, 0, splits, 0);
        Arrays.fill(buffers.squares, 0, splits, 1);
        for (int point = 0; point < points; point++) {
            mix(point, buffers);
            weigh(quadrature.weight(point), buffers);
            sumLower(buffers);
            sumUpper(buffers);
        }
        for (int split = 0; split < splits; split++) {
            buffers.gains[split] *= differences[split];
        }
        for (int i = 0; i < repeated.length; i++) {
            buffers.contributions[repeated[i]] *= sharesOfPrevious[i];
        }
        for (int split = 0; split < splits; split++) {
            into[features[split]] += buffers.gains[split] * buffers.contributions[split];
        }
    }

    /** Finds the branch that the row takes at each split, and o − z; where the row left the path before, z stands for o. */
    private void takeBranches(FlatTrees trees, double[] row, Buffers buffers) {
        double[] branches = buffers.branches;
        for (int split = 0; split < splits; split++) {
            double sign = signs[split];
            int isAbove = sign * row[slots[split]] > thresholds[split] ? 1 : 0;
            branches[split] = branchesBelow[split] - sign * isAbove;
        }
        for (int i = 0; i < ofLevels.length; i++) {
            branches[ofLevels[i]] = trees.isYes(nodesOfLevels[i], row[slots[ofLevels[i]]]) ? 1 : 0;
        }
        for (int i = 0; i < repeated.length; i++) {
            int split = repeated[i];
            branches[split] = branches[previous[i]] == branchesOfPrevious[i] ? branches[split] : shares[split];
        }
        for (int split = 0; split < splits; split++) {
            buffers.gains[split] = branches[split] - shares[split];
        }
    }

    private void mix(int point, Buffers buffers) {
        double t = quadrature.point(point);
        double[] mixtures = buffers.mixtures;
        double[] gains = buffers.gains;
        double[] branches = buffers.branches;
        double[] squares = buffers.squares;
        int first = point * repeated.length;
        for (int split = 0; split < shares.length; split++) {
            mixtures[split] = shares[split] + t * gains[split];
        }
        for (int i = 0; i < repeated.length; i++) {
            int split = repeated[i];
            double correction = corrections[first + i];
            mixtures[split] = (sharesOfBoth[i] + t * (branches[split] - sharesOfBoth[i])) * correction;
            squares[split] = correction * correction;
        }
    }

    private void weigh(double weight, Buffers buffers) {
        double[] weights = buffers.weights;
        double[] mixtures = buffers.mixtures;
        for (int root : roots) {
            weights[root] = weight;
        }
        for (int split = 0; split < upper; split++) {
            double all = weights[split];
            double ofYes = all * mixtures[split];
            weights[yeses[split]] = ofYes;
            weights[noes[split]] = all - ofYes;
        }
    }

    private void sumLower(Buffers buffers) {
        double[] sums = buffers.sums;
        double[] mixtures = buffers.mixtures;
        double[] weights = buffers.weights;
        double[] squares = buffers.squares;
        double[] contributions = buffers.contributions;
        for (int split = upper; split < shares.length; split++) {
            sums[split] = valuesOfNo[split] + mixtures[split] * differences[split];
        }
        for (int split = upper; split < shares.length; split++) {
            contributions[split] += weights[split] * squares[split];
        }
    }

    private void sumUpper(Buffers buffers) {
        double[] sums = buffers.sums;
        double[] mixtures = buffers.mixtures;
        double[] weights = buffers.weights;
        double[] squares = buffers.squares;
        double[] contributions = buffers.contributions;
        for (int split = upper - 1; split >= 0; split--) {
            double no = sums[noes[split]];
            double difference = sums[yeses[split]] - no;
            sums[split] = no + mixtures[split] * difference;
            contributions[split] += weights[split] * squares[split] * difference;
        }
    }
}
