package io.headrace.model;

import java.util.Arrays;
import java.util.List;

/**
 * The Shapley values of trees where features that are not known take the values of background rows.
 *
 * <p>Where the row and a background row answer a question alike, its feature does not matter there. Where they do not, one way needs the
 * feature to be known, the other that it is not; and so on below with the answers of that side to all questions about the feature. A leaf of
 * value v that needs p features known and q not known gives each of the former v (p − 1)! q! / (p + q)! and takes v p! (q − 1)! / (p + q)!
 * from each of the latter, as so many orders of the features lead to it (H. Chen et al., "Explaining a series of models by propagating Shapley
 * values", 2022, section 2). All background rows that answer alike go down together, as bits of words.
 */
final class TreesAgainst implements Attribution {
    private static final long serialVersionUID = 1L;
    private static final int WORD = Long.SIZE;

    private final FlatTrees trees;
    private final int features;
    private final int words;
    private final int depth;
    private final double baseValue;
    /** By node: a bit for each background row that answers yes. */
    private final long[] yeses;

    private final long[] all;
    /** By p and q: (p − 1)! q! / (p + q)! shared by the background rows. */
    private final double[][] shares;

    /**
     * @param features how many features the encoder has
     * @param intercept added to all trees
     * @param rows encoded background rows, one or more
     */
    TreesAgainst(FlatTrees trees, int features, double intercept, List<double[]> rows) {
        this.trees = trees;
        this.features = features;
        this.words = (rows.size() - 1) / WORD + 1;
        this.depth = trees.depth();
        this.yeses = new long[trees.nodes() * words];
        this.all = new long[words];
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            double[] slots = rows.get(row);
            sum += trees.sum(slots, intercept);
            all[row / WORD] |= 1L << row % WORD;
            for (int node = 0; node < trees.nodes(); node++) {
                if (!trees.isLeaf(node) && trees.isYes(node, slots[trees.slot(node)])) {
                    yeses[node * words + row / WORD] |= 1L << row % WORD;
                }
            }
        }
        this.baseValue = sum / rows.size();
        this.shares = shares(depth, rows.size());
    }

    /** (p − 1)! q! / (p + q)! = 1 / (p C(p + q, p)), as few as that by the number of rows. */
    private static double[][] shares(int depth, int rows) {
        double[][] shares = new double[depth + 2][depth + 2];
        for (int known = 1; known <= depth + 1; known++) {
            double combinations = 1;
            for (int unknown = 0; unknown <= depth + 1; unknown++) {
                shares[known][unknown] = 1 / (known * combinations * rows);
                combinations *= (known + unknown + 1.0) / (unknown + 1);
            }
        }
        return shares;
    }

    @Override
    public double baseValue() {
        return baseValue;
    }

    @Override
    public void contributionsOf(double[] slots, double[] into) {
        Arrays.fill(into, 0);
        Descent descent = new Descent(slots, into);
        for (int tree = 0; tree < trees.trees(); tree++) {
            System.arraycopy(all, 0, descent.alike, 0, words);
            descent.visit(trees.root(tree), 0);
        }
    }

    /** Whose answers count for a feature. */
    private enum Side {
        EITHER,
        ROW,
        BACKGROUND
    }

    /** The way of one row and its background down the trees. */
    private final class Descent {
        private final double[] slots;
        private final double[] contributions;
        private final Side[] sides = new Side[features];
        /** By step: the background rows that came this way. */
        private final long[] alike = new long[(depth + 2) * words];

        private int known;
        private int unknown;
        /** What the leaves below the node visited last give to each feature known on the way to it. */
        private double given;
        /** What they take from each that is not. */
        private double taken;

        Descent(double[] slots, double[] contributions) {
            this.slots = slots;
            this.contributions = contributions;
            Arrays.fill(sides, Side.EITHER);
        }

        void visit(int node, int step) {
            if (trees.isLeaf(node)) {
                reach(trees.value(node), step);
                return;
            }
            boolean isYes = trees.isYes(node, slots[trees.slot(node)]);
            switch (sides[trees.feature(node)]) {
                case ROW -> visit(isYes ? node + 1 : trees.no(node), step);
                case BACKGROUND -> follow(node, step);
                case EITHER -> compare(node, isYes, step);
            }
        }

        private void reach(double value, int step) {
            long count = 0;
            for (int word = step * words; word < (step + 1) * words; word++) {
                count += Long.bitCount(alike[word]);
            }
            given = value * count * shares[known][unknown];
            taken = value * count * shares[unknown][known];
        }

        /** Each background row goes its own way. */
        private void follow(int node, int step) {
            boolean isAny = keep(node, true, step);
            visitIf(isAny, node + 1, step + 1);
            double givenByYes = given;
            double takenByYes = taken;
            isAny = keep(node, false, step);
            visitIf(isAny, trees.no(node), step + 1);
            given += givenByYes;
            taken += takenByYes;
        }

        private void compare(int node, boolean isYes, int step) {
            int feature = trees.feature(node);
            int ofRow = isYes ? node + 1 : trees.no(node);
            boolean isAny = keep(node, isYes, step);
            visitIf(isAny, ofRow, step + 1);
            if (!keep(node, !isYes, step)) {
                return;
            }
            double givenAlike = given;
            double takenAlike = taken;
            sides[feature] = Side.ROW;
            known++;
            visit(ofRow, step + 1);
            known--;
            contributions[feature] += given;
            double givenByRow = given;
            double takenByRow = taken;
            sides[feature] = Side.BACKGROUND;
            unknown++;
            visit(isYes ? trees.no(node) : node + 1, step + 1);
            unknown--;
            contributions[feature] -= taken;
            sides[feature] = Side.EITHER;
            given += givenAlike + givenByRow;
            taken += takenAlike + takenByRow;
        }

        private void visitIf(boolean isAny, int node, int step) {
            given = 0;
            taken = 0;
            if (isAny) {
                visit(node, step);
            }
        }

        /** Keeps for the next step those background rows that give an answer; says whether there are any. */
        private boolean keep(int node, boolean isYes, int step) {
            long any = 0;
            for (int word = 0; word < words; word++) {
                long answer = yeses[node * words + word];
                long kept = alike[step * words + word] & (isYes ? answer : ~answer);
                alike[(step + 1) * words + word] = kept;
                any |= kept;
            }
            return any != 0;
        }
    }
}
