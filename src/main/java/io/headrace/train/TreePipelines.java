package io.headrace.train;

import io.headrace.model.FeatureEncoder;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeModel.Output;
import io.headrace.model.TreeNode;
import io.headrace.spec.TrainSpec.Learner;
import io.headrace.spec.TrainSpec.Learner.BoostedTrees;
import io.headrace.spec.TrainSpec.Learner.DecisionTree;
import io.headrace.spec.TrainSpec.Learner.RandomForest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * MLlib's trees, and what they say as compiled trees.
 *
 * <p>A leaf of a classification tree says the share of positives of its training rows, a forest the mean of its trees; boosted trees say half
 * the log-odds, so leaves count twice.
 */
final class TreePipelines {
    /** Bins of MLlib that numbers are put into; levels of one feature must fit. */
    static final int BINS = 64;

    private final FeatureEncoder encoder;
    private final long seed;

    TreePipelines(FeatureEncoder encoder, long seed) {
        this.encoder = encoder;
        this.seed = seed;
    }

    /** Fits a learner of trees to rows of {@code label} and {@code features}. */
    TreeModel fit(Learner learner, Dataset<Row> vectors) {
        if (learner instanceof DecisionTree tree) {
            return fit(tree, vectors);
        }
        return learner instanceof RandomForest forest ? fit(forest, vectors) : fit((BoostedTrees) learner, vectors);
    }

    private TreeModel fit(DecisionTree settings, Dataset<Row> vectors) {
        DecisionTreeModel fitted = new DecisionTreeClassifier()
                .setMaxDepth(settings.maxDepth())
                .setMinInstancesPerNode(settings.minRows())
                .setMaxBins(BINS)
                .setSeed(seed)
                .fit(vectors);
        return TreeModel.of(
                encoder,
                Output.PROBABILITY,
                0,
                List.of(node(fitted.rootNode(), TreePipelines::shareOfPositives, true)));
    }

    private TreeModel fit(RandomForest settings, Dataset<Row> vectors) {
        var fitted = new RandomForestClassifier()
                .setNumTrees(settings.trees())
                .setMaxDepth(settings.maxDepth())
                .setMinInstancesPerNode(settings.minRows())
                .setSubsamplingRate(settings.rowShare())
                .setFeatureSubsetStrategy("sqrt")
                .setMaxBins(BINS)
                .setSeed(seed)
                .fit(vectors);
        List<TreeNode> trees = new ArrayList<>();
        for (DecisionTreeModel tree : fitted.trees()) {
            trees.add(node(tree.rootNode(), leaf -> shareOfPositives(leaf) / settings.trees(), true));
        }
        return TreeModel.of(encoder, Output.PROBABILITY, 0, trees);
    }

    private TreeModel fit(BoostedTrees settings, Dataset<Row> vectors) {
        GBTClassificationModel fitted = new GBTClassifier()
                .setMaxIter(settings.rounds())
                .setMaxDepth(settings.maxDepth())
                .setMinInstancesPerNode(settings.minRows())
                .setStepSize(settings.learningRate())
                .setSubsamplingRate(settings.rowShare())
                .setMaxBins(BINS)
                .setSeed(seed)
                .fit(vectors);
        List<TreeNode> trees = new ArrayList<>();
        for (int i = 0; i < fitted.trees().length; i++) {
            double weight = 2 * fitted.treeWeights()[i];
            trees.add(node(fitted.trees()[i].rootNode(), leaf -> weight * leaf.prediction(), false));
        }
        return TreeModel.of(encoder, Output.LOG_ODDS, 0, trees);
    }

    private static double shareOfPositives(LeafNode leaf) {
        double[] counts = leaf.impurityStats().stats();
        return counts[1] / (counts[0] + counts[1]);
    }

    /** @param classes whether a node's statistics are the weights of its classes; else the first of them is the weight */
    private static TreeNode node(Node node, ToDoubleFunction<LeafNode> value, boolean classes) {
        if (node instanceof LeafNode leaf) {
            double[] statistics = leaf.impurityStats().stats();
            double cover = classes ? Arrays.stream(statistics).sum() : statistics[0];
            return new TreeNode.Leaf(value.applyAsDouble(leaf), cover);
        }
        InternalNode inner = (InternalNode) node;
        TreeNode left = node(inner.leftChild(), value, classes);
        TreeNode right = node(inner.rightChild(), value, classes);
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
