package io.headrace.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees as flat arrays, each in preorder: the yes child of a split is the next node, the index of its no child is stored. */
final class FlatTrees implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LEAF = -1;
    private static final int WORD = 64;
    private static final ThreadLocal<TreeShap.Buffers> BUFFERS = new ThreadLocal<>();

    private final int[] roots;
    private final int[] slots;
    private final int[] features;
    private final int[] noes;
    private final double[] numbers;
    private final double[] covers;
    /** Whether a missing number goes to the yes child. */
    private final boolean[] missingIsYes;

    private final long[][] levels;
    private final int[] levelCounts;
    private transient volatile TreeWalk walk;
    private transient volatile TreeShap[] treeShap;
    private transient int bufferSize;

    private FlatTrees(int[] roots, int nodes, int[] levelCounts) {
        this.roots = roots;
        this.levelCounts = levelCounts;
        this.slots = new int[nodes];
        this.features = new int[nodes];
        this.noes = new int[nodes];
        this.numbers = new double[nodes];
        this.covers = new double[nodes];
        this.missingIsYes = new boolean[nodes];
        this.levels = new long[nodes][];
    }

    static FlatTrees of(List<TreeNode> trees, FeatureEncoder encoder) {
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one tree");
        }
        List<TreeNode> inOrder = new ArrayList<>();
        int[] roots = new int[trees.size()];
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = inOrder.size();
            collect(trees.get(tree), inOrder);
        }
        FlatTrees flat = new FlatTrees(roots, inOrder.size(), encoder.levelCounts());
        for (int root : roots) {
            flat.fill(root, inOrder, encoder);
        }
        return flat;
    }

    /** Appends a node and its descendants in preorder. */
    private static void collect(TreeNode node, List<TreeNode> into) {
        into.add(node);
        if (node instanceof TreeNode.Split split) {
            collect(split.yes(), into);
            collect(split.no(), into);
        }
    }

    /** Fills in a node and its descendants; returns the index of the node that follows them. */
    private int fill(int index, List<TreeNode> inOrder, FeatureEncoder encoder) {
        TreeNode node = inOrder.get(index);
        covers[index] = node.cover();
        if (node instanceof TreeNode.Leaf leaf) {
            slots[index] = LEAF;
            numbers[index] = leaf.value();
            return index + 1;
        }
        TreeNode.Split split = (TreeNode.Split) node;
        if (split.slot() >= encoder.width()) {
            throw ModelErrors.wrongCount("slots", encoder.width(), split.slot() + 1);
        }
        slots[index] = split.slot();
        features[index] = encoder.featureOf(split.slot());
        if (split instanceof TreeNode.AtMost atMost) {
            numbers[index] = atMost.threshold();
        } else if (split instanceof TreeNode.AtMostOrMissing atMost) {
            numbers[index] = atMost.threshold();
            missingIsYes[index] = true;
        } else {
            levels[index] = bits(((TreeNode.OneOf) split).levels());
            requireLevels(split.slot());
        }
        noes[index] = fill(index + 1, inOrder, encoder);
        return fill(noes[index], inOrder, encoder);
    }

    private void requireLevels(int slot) {
        if (levelCounts[slot] == 0) {
            throw new IllegalArgumentException("a split by levels uses slot " + slot + ", which has no levels");
        }
    }

    private static long[] bits(List<Integer> levels) {
        int highest = levels.stream().mapToInt(Integer::intValue).max().orElseThrow();
        long[] bits = new long[highest / WORD + 1];
        levels.forEach(level -> bits[level / WORD] |= 1L << level % WORD);
        return bits;
    }

    /** Adds the leaf values of a row to a start, tree by tree. */
    double sum(double[] row, double start) {
        TreeWalk found = walk;
        if (found == null) {
            found = TreeWalk.of(this, levelCounts);
            walk = found;
        }
        return found.sum(row, start);
    }

    /** Whether a value of the split's slot goes to the yes child. */
    boolean isYes(int node, double value) {
        long[] bits = levels[node];
        if (bits == null) {
            return value <= numbers[node] || (missingIsYes[node] && Double.isNaN(value));
        }
        int level = (int) value;
        return level / WORD < bits.length && (bits[level / WORD] >>> level % WORD & 1) == 1;
    }

    /** The sum of the trees' mean leaf values over the training rows. */
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

    /** The number of splits on the longest path from a root to a leaf. */
    int depth() {
        return Arrays.stream(roots).map(this::depth).max().orElseThrow();
    }

    private int depth(int node) {
        return slots[node] == LEAF ? 0 : 1 + Math.max(depth(node + 1), depth(noes[node]));
    }

    /** Adds the TreeSHAP values of all trees for a row. */
    void contributions(double[] row, double[] into) {
        TreeShap[] found = treeShap;
        if (found == null) {
            found = TreeShap.of(this);
            bufferSize = Arrays.stream(found).mapToInt(TreeShap::size).max().orElseThrow();
            treeShap = found;
        }
        TreeShap.Buffers buffers = BUFFERS.get();
        if (buffers == null || buffers.size() < bufferSize) {
            buffers = new TreeShap.Buffers(bufferSize);
            BUFFERS.set(buffers);
        }
        for (TreeShap group : found) {
            group.add(this, row, buffers, into);
        }
    }

    int trees() {
        return roots.length;
    }

    int nodes() {
        return slots.length;
    }

    int slot(int node) {
        return slots[node];
    }

    /** Whether a split is by a set of levels. */
    boolean isOfLevels(int node) {
        return levels[node] != null;
    }

    /**
     * The sign of a split's number in the test {@code sign × x > signedThreshold}, which a missing number (NaN) never passes.
     *
     * <p>It is 1 where a missing number goes to the yes child: what passes the test goes to the no child. Else it is −1 and the test is
     * turned round, as x ≤ t means that −x is above the last number before −t: what passes goes to the yes child. No level passes the
     * test of a split by levels; {@link #isYes} judges it.
     */
    double sign(int node) {
        return missingIsYes[node] || isOfLevels(node) ? 1 : -1;
    }

    /** The threshold of the test; see {@link #sign}. */
    double signedThreshold(int node) {
        if (isOfLevels(node)) {
            return Double.POSITIVE_INFINITY;
        }
        return missingIsYes[node] ? numbers[node] : Math.nextDown(-numbers[node]);
    }

    boolean isLeaf(int node) {
        return slots[node] == LEAF;
    }

    /** The value of a leaf, the threshold of a split by number. */
    double value(int node) {
        return numbers[node];
    }

    int feature(int node) {
        return features[node];
    }

    double cover(int node) {
        return covers[node];
    }

    /** The no child; the yes child is the next node. */
    int no(int node) {
        return noes[node];
    }

    int root(int tree) {
        return roots[tree];
    }

    /** The index behind the last node of a tree. */
    int end(int tree) {
        return tree + 1 < roots.length ? roots[tree + 1] : slots.length;
    }
}
