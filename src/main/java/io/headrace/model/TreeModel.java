package io.headrace.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A sum of decision trees over the slots of an encoder.
 *
 * <p>Raw score = intercept + Σ leaf values, in the order of the trees. Contributions are path-dependent TreeSHAP values of the declared features: features
 * outside a coalition are averaged over the training rows that took each branch (S. M. Lundberg et al., "Consistent individualized feature
 * attribution for tree ensembles", 2018, algorithm 2). A feature of several slots counts as one. With the base value they sum to the raw
 * score, within 1e-9 × max(1, |raw score|).
 */
public final class TreeModel implements AdditiveModel {
    private static final long serialVersionUID = 1L;

    private final FeatureEncoder encoder;
    private final Output output;
    private final double intercept;
    private final List<TreeNode> trees;
    private final FlatTrees flat;
    private final double baseValue;

    private TreeModel(FeatureEncoder encoder, Output output, double intercept, List<TreeNode> trees) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.output = Objects.requireNonNull(output, "output");
        this.trees = List.copyOf(trees);
        this.intercept = intercept;
        if (!Double.isFinite(intercept)) {
            throw new IllegalArgumentException("the intercept must be finite, found " + intercept);
        }
        this.flat = FlatTrees.of(this.trees, encoder);
        this.baseValue = intercept + flat.expectedSum();
    }

    /**
     * A model of these trees.
     *
     * @param intercept added to all of them, finite
     * @param trees one or more, over the encoder's slots
     */
    public static TreeModel of(FeatureEncoder encoder, Output output, double intercept, List<TreeNode> trees) {
        return new TreeModel(encoder, output, intercept, trees);
    }

    /** The model of the first trees only, 1 or more. */
    public TreeModel first(int count) {
        return new TreeModel(encoder, output, intercept, trees.subList(0, count));
    }

    @Override
    public Kind kind() {
        return Kind.TREES;
    }

    @Override
    public FeatureEncoder encoder() {
        return encoder;
    }

    @Override
    public Output output() {
        return output;
    }

    /** The number that is added to the sum of the trees. */
    public double intercept() {
        return intercept;
    }

    /** The trees, in order. */
    public List<TreeNode> trees() {
        return trees;
    }

    @Override
    public double baseValue() {
        return baseValue;
    }

    @Override
    public double rawScoreOf(double[] slots) {
        return flat.sum(slots, intercept);
    }

    @Override
    public void contributionsOf(double[] slots, double[] into) {
        Arrays.fill(into, 0);
        flat.contributions(slots, into);
    }

    @Override
    public Attribution against(List<double[]> rows) {
        return new InterventionalTreeShap(flat, encoder.featureCount(), intercept, rows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeModel model
                && encoder.equals(model.encoder)
                && output == model.output
                && Double.doubleToLongBits(intercept) == Double.doubleToLongBits(model.intercept)
                && trees.equals(model.trees);
    }

    @Override
    public int hashCode() {
        return Objects.hash(encoder, output, intercept, trees);
    }

    @Override
    public String toString() {
        return "TreeModel[" + trees.size() + " trees, " + output.word() + "]";
    }
}
