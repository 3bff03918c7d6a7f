package io.headrace.model;

import java.util.Arrays;
import java.util.List;

/**
 * Interventional TreeSHAP: features outside a coalition take the values of background rows.
 *
 * <p>Where the row and a background row take the same branch of a split, its feature does not matter there. Where they differ, one branch
 * needs the feature inside the coalition and the other needs it outside; below, all splits by that feature follow the row or the background
 * row accordingly. A leaf of value v that needs p features inside and q outside adds v (p − 1)! q! / (p + q)! to each of the former and
 * subtracts v p! (q − 1)! / (p + q)! from each of the latter, because so many orders of the features lead to it (H. Chen et al., "Explaining a
 * series of models by propagating Shapley values", 2022, section 2). Background rows that take the same branch go down together, as bits of
 * words.
 */
final class InterventionalTreeShap implements Attribution {
    private static final long serialVersionUID = 1L;
    private static final int WORD = Long.SIZE;

    private final FlatTrees trees;
    private final int features;
    private final int words;
    private final int depth;
    private final double baseValue;
    /** By node: a bit for each background row that takes the yes branch. */
    private final long[] yeses;

    private final long[] all;
    /** By p and q: (p − 1)! q! / (p + q)! divided by the number of background rows. */
    private final double[][] shares;

    /**
     * @param features the number of features of the encoder
     * @param intercept added to the sum of the trees
     * @param rows encoded background rows, one or more
     */
    InterventionalTreeShap(FlatTrees trees, int features, double intercept, List<double[]> rows) {
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

    /** (p − 1)! q! / (p + q)! = 1 / (p C(p + q, p)), divided by the number of rows. */
    private static double[][] shares(int depth, int rows) {
        double[][] shares = new double[depth + 2][depth + 2];
        for (int inside = 1; inside <= depth + 1; inside++) {
            double combinations = 1;
            for (int outside = 0; outside <= depth + 1; outside++) {
                shares[inside][outside] = 1 / (inside * combinations * rows);
                combinations *= (inside + outside + 1.0) / (outside + 1);
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

    /** The row whose values of a feature decide. */
    private enum Side {
        EITHER,
        ROW,
        BACKGROUND
    }

    /** The descent of one row and its background rows through the trees. */
    private final class Descent {
        private final double[] slots;
        private final double[] contributions;
        private final Side[] sides = new Side[features];
        /** By step: the background rows that took the same branches. */
        private final long[] alike = new long[(depth + 2) * words];

        private int inside;
        private int outside;
        /** What the leaves below the node visited last add to each feature inside the coalition. */
        private double added;
        /** What they subtract from each feature outside. */
        private double subtracted;

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
            added = value * count * shares[inside][outside];
            subtracted = value * count * shares[outside][inside];
        }

        /** Each background row takes its own branch. */
        private void follow(int node, int step) {
            boolean isAny = keep(node, true, step);
            visitIf(isAny, node + 1, step + 1);
            double addedByYes = added;
            double subtractedByYes = subtracted;
            isAny = keep(node, false, step);
            visitIf(isAny, trees.no(node), step + 1);
            added += addedByYes;
            subtracted += subtractedByYes;
        }

        private void compare(int node, boolean isYes, int step) {
            int feature = trees.feature(node);
            int ofRow = isYes ? node + 1 : trees.no(node);
            boolean isAny = keep(node, isYes, step);
            visitIf(isAny, ofRow, step + 1);
            if (!keep(node, !isYes, step)) {
                return;
            }
            double addedAlike = added;
            double subtractedAlike = subtracted;
            sides[feature] = Side.ROW;
            inside++;
            visit(ofRow, step + 1);
            inside--;
            contributions[feature] += added;
            double addedByRow = added;
            double subtractedByRow = subtracted;
            sides[feature] = Side.BACKGROUND;
            outside++;
            visit(isYes ? trees.no(node) : node + 1, step + 1);
            outside--;
            contributions[feature] -= subtracted;
            sides[feature] = Side.EITHER;
            added += addedAlike + addedByRow;
            subtracted += subtractedAlike + subtractedByRow;
        }

        private void visitIf(boolean isAny, int node, int step) {
            added = 0;
            subtracted = 0;
            if (isAny) {
                visit(node, step);
            }
        }

        /** Keeps for the next step the background rows that take a branch; returns whether there are any. */
        private boolean keep(int node, boolean isYes, int step) {
            long any = 0;
            for (int word = 0; word < words; word++) {
                long ofYes = yeses[node * words + word];
                long kept = alike[step * words + word] & (isYes ? ofYes : ~ofYes);
                alike[(step + 1) * words + word] = kept;
                any |= kept;
            }
            return any != 0;
        }
    }
}
