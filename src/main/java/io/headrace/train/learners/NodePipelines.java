package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;

/**
 * MLlib's trees as compiled trees.
 *
 * @param value the value of a leaf
 * @param ofClasses whether a node's statistics are the weights of its classes; else the first of them is the weight
 */
record NodePipelines(ToDoubleFunction<LeafNode> value, boolean ofClasses) {
    /** MLlib's {@code maxBins}, which also limits the levels of a feature. */
    static final int BINS = 64;

    /** A model that gives each class its mean share among the training rows of a leaf, over all trees. */
    static CompiledModel ofShares(EncodedRows rows, List<Node> roots) {
        return rows.ofEachClass(place -> {
            NodePipelines nodes = new NodePipelines(leaf -> share(leaf, place) / roots.size(), true);
            return TreeModel.of(
                    rows.encoder(),
                    Output.PROBABILITY,
                    0,
                    roots.stream().map(nodes::compiled).toList());
        });
    }

    private static double share(LeafNode leaf, int place) {
        double[] weights = leaf.impurityStats().stats();
        return weights[place] / Arrays.stream(weights).sum();
    }

    TreeNode compiled(Node node) {
        if (node instanceof LeafNode leaf) {
            double[] statistics = leaf.impurityStats().stats();
            double cover = ofClasses ? Arrays.stream(statistics).sum() : statistics[0];
            return new TreeNode.Leaf(value.applyAsDouble(leaf), cover);
        }
        InternalNode inner = (InternalNode) node;
        TreeNode left = compiled(inner.leftChild());
        TreeNode right = compiled(inner.rightChild());
        if (inner.split() instanceof ContinuousSplit split) {
            return new TreeNode.AtMost(split.featureIndex(), split.threshold(), left, right);
        }
        CategoricalSplit split = (CategoricalSplit) inner.split();
        List<Integer> levels = Arrays.stream(split.leftCategories())
                .mapToInt(level -> (int) level)
                .sorted()
                .boxed()
                .toList();
        return new TreeNode.OneOf(split.featureIndex(), levels, left, right);
    }
}
