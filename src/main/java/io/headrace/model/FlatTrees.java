package io.headrace.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees as flat arrays: the answer yes of a question stands right behind it, the answer no where the question says. */
final class FlatTrees implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LEAF = -1;
    private static final int WORD = 64;
    private static final ThreadLocal<TreeShares.Notes> NOTES = new ThreadLocal<>();

    private final int[] roots;
    private final int[] slots;
    private final int[] features;
    private final int[] noes;
    private final double[] numbers;
    private final double[] covers;
    /** 1 where a missing number is a yes, else 0. */
    private final int[] ifMissing;

    private final long[][] levels;
    private final int[] levelCounts;
    private transient volatile TreeWalk walk;
    private transient volatile TreeShares[] reasons;
    private transient int mostNotes;

    private FlatTrees(int[] roots, int nodes, int[] levelCounts) {
        this.roots = roots;
        this.levelCounts = levelCounts;
        this.slots = new int[nodes];
        this.features = new int[nodes];
        this.noes = new int[nodes];
        this.numbers = new double[nodes];
        this.covers = new double[nodes];
        this.ifMissing = new int[nodes];
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

    /** Adds a node and all below it. */
    private static void collect(TreeNode node, List<TreeNode> into) {
        into.add(node);
        if (node instanceof TreeNode.Question question) {
            collect(question.yes(), into);
            collect(question.no(), into);
        }
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
            ifMissing[index] = 1;
        } else {
            levels[index] = bits(((TreeNode.OneOf) question).levels());
            requireLevels(question.slot());
        }
        noes[index] = fill(index + 1, inOrder, encoder);
        return fill(noes[index], inOrder, encoder);
    }

    private void requireLevels(int slot) {
        if (levelCounts[slot] == 0) {
            throw new IllegalArgumentException("a question about levels asks slot " + slot + ", which has none");
        }
    }

    private static long[] bits(List<Integer> levels) {
        int highest = levels.stream().mapToInt(Integer::intValue).max().orElseThrow();
        long[] bits = new long[highest / WORD + 1];
        levels.forEach(level -> bits[level / WORD] |= 1L << level % WORD);
        return bits;
    }

    /** The sum of what the trees say of a row, added to a start in their order. */
    double sum(double[] row, double start) {
        TreeWalk found = walk;
        if (found == null) {
            found = TreeWalk.of(this, levelCounts);
            walk = found;
        }
        return found.sum(row, start);
    }

    boolean isYes(int node, double value) {
        long[] bits = levels[node];
        if (bits == null) {
            return value <= numbers[node] || (ifMissing[node] == 1 && Double.isNaN(value));
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

    /** How many questions stand on the longest way. */
    int depth() {
        return Arrays.stream(roots).map(this::depth).max().orElseThrow();
    }

    private int depth(int node) {
        return slots[node] == LEAF ? 0 : 1 + Math.max(depth(node + 1), depth(noes[node]));
    }

    /** Adds the Shapley values of all trees for a row. */
    void contributions(double[] row, double[] into) {
        TreeShares[] found = reasons;
        if (found == null) {
            found = TreeShares.of(this);
            mostNotes = Arrays.stream(found).mapToInt(TreeShares::size).max().orElseThrow();
            reasons = found;
        }
        TreeShares.Notes notes = NOTES.get();
        if (notes == null || notes.size() < mostNotes) {
            notes = new TreeShares.Notes(mostNotes);
            NOTES.set(notes);
        }
        for (TreeShares group : found) {
            group.add(this, row, notes, into);
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

    boolean isOfLevels(int node) {
        return levels[node] != null;
    }

    boolean isMissingYes(int node) {
        return ifMissing[node] == 1;
    }

    boolean isLeaf(int node) {
        return slots[node] == LEAF;
    }

    double value(int node) {
        return numbers[node];
    }

    int feature(int node) {
        return features[node];
    }

    double cover(int node) {
        return covers[node];
    }

    int no(int node) {
        return noes[node];
    }

    int root(int tree) {
        return roots[tree];
    }

    /** The place behind the last node of a tree. */
    int end(int tree) {
        return tree + 1 < roots.length ? roots[tree + 1] : slots.length;
    }
}
