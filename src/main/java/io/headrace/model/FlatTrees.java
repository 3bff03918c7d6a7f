package io.headrace.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Trees as flat arrays: the answer yes of a question stands right behind it, the answer no where the question says. */
final class FlatTrees implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LEAF = -1;
    private static final int WORD = 64;

    private final int[] roots;
    private final int[] slots;
    private final int[] features;
    private final int[] noes;
    private final double[] numbers;
    private final double[] covers;
    private final boolean[] missingIsYes;
    private final long[][] levels;
    private final int deepest;

    private FlatTrees(int[] roots, int nodes, int deepest) {
        this.roots = roots;
        this.slots = new int[nodes];
        this.features = new int[nodes];
        this.noes = new int[nodes];
        this.numbers = new double[nodes];
        this.covers = new double[nodes];
        this.missingIsYes = new boolean[nodes];
        this.levels = new long[nodes][];
        this.deepest = deepest;
    }

    static FlatTrees of(List<TreeNode> trees, FeatureEncoder encoder) {
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one tree");
        }
        List<TreeNode> inOrder = new ArrayList<>();
        int[] roots = new int[trees.size()];
        int deepest = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = inOrder.size();
            deepest = Math.max(deepest, collect(trees.get(tree), inOrder));
        }
        FlatTrees flat = new FlatTrees(roots, inOrder.size(), deepest);
        for (int root : roots) {
            flat.fill(root, inOrder, encoder);
        }
        return flat;
    }

    /** Adds a node and all below it; says how deep they go. */
    private static int collect(TreeNode node, List<TreeNode> into) {
        into.add(node);
        return node instanceof TreeNode.Question question
                ? 1 + Math.max(collect(question.yes(), into), collect(question.no(), into))
                : 0;
    }

    /** Fills in a node and all below it; says where the next one stands. */
    private int fill(int index, List<TreeNode> inOrder, FeatureEncoder encoder) {
        TreeNode node = inOrder.get(index);
        covers[index] = node.cover();
        if (node instanceof TreeNode.Leaf leaf) {
            slots[index] = LEAF;
            numbers[index] = leaf.value();
            return index + 1;
        }
        TreeNode.Question question = (TreeNode.Question) node;
        if (question.slot() >= encoder.width()) {
            throw ModelErrors.wrongCount("slots", encoder.width(), question.slot() + 1);
        }
        slots[index] = question.slot();
        features[index] = encoder.featureOf(question.slot());
        if (question instanceof TreeNode.AtMost atMost) {
            numbers[index] = atMost.threshold();
        } else if (question instanceof TreeNode.AtMostOrMissing atMost) {
            numbers[index] = atMost.threshold();
            missingIsYes[index] = true;
        } else {
            levels[index] = bits(((TreeNode.OneOf) question).levels());
        }
        noes[index] = fill(index + 1, inOrder, encoder);
        return fill(noes[index], inOrder, encoder);
    }

    private static long[] bits(List<Integer> levels) {
        int highest = levels.stream().mapToInt(Integer::intValue).max().orElseThrow();
        long[] bits = new long[highest / WORD + 1];
        levels.forEach(level -> bits[level / WORD] |= 1L << level % WORD);
        return bits;
    }

    /** The sum of what the trees say of a row, added to a start in their order. */
    double sum(double[] row, double start) {
        double sum = start;
        for (int root : roots) {
            int node = root;
            while (slots[node] != LEAF) {
                node = next(node, row);
            }
            sum += numbers[node];
        }
        return sum;
    }

    private int next(int node, double[] row) {
        return isYes(node, row[slots[node]]) ? node + 1 : noes[node];
    }

    private boolean isYes(int node, double value) {
        long[] bits = levels[node];
        if (bits == null) {
            return value <= numbers[node] || (missingIsYes[node] && Double.isNaN(value));
        }
        int level = (int) value;
        return level / WORD < bits.length && (bits[level / WORD] >>> level % WORD & 1) == 1;
    }

    /** The sum of what the trees say on average over the rows of training. */
    double expectedSum() {
        double sum = 0;
        for (int root : roots) {
            sum += expected(root);
        }
        return sum;
    }

    private double expected(int node) {
        return slots[node] == LEAF
                ? numbers[node]
                : (expected(node + 1) * covers[node + 1] + expected(noes[node]) * covers[noes[node]]) / covers[node];
    }

    /** Adds the Shapley values of all trees for a row. */
    void contributions(double[] row, double[] into) {
        FeaturePath[] paths = new FeaturePath[deepest + 2];
        for (int depth = 0; depth < paths.length; depth++) {
            paths[depth] = new FeaturePath(deepest + 2);
        }
        for (int root : roots) {
            paths[0].clear();
            descend(root, row, paths, 0, into);
        }
    }

    /** A subtree whose path so far stands in {@code paths[depth]}. */
    private void descend(int node, double[] row, FeaturePath[] paths, int depth, double[] into) {
        FeaturePath path = paths[depth];
        if (slots[node] == LEAF) {
            path.contribute(numbers[node], into);
            return;
        }
        int hot = next(node, row);
        int cold = hot == noes[node] ? node + 1 : noes[node];
        int feature = features[node];
        branch(hot, covers[hot] / covers[node], true, feature, row, paths, depth, into);
        branch(cold, covers[cold] / covers[node], false, feature, row, paths, depth, into);
    }

    private void branch(
            int node,
            double share,
            boolean taken,
            int feature,
            double[] row,
            FeaturePath[] paths,
            int depth,
            double[] into) {
        paths[depth + 1].follow(paths[depth], feature, share, taken);
        descend(node, row, paths, depth + 1, into);
    }
}
