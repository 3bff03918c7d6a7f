package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.ml.tree.DecisionTreeModel;

/** A random forest of MLlib, the mean of its trees; each split chooses among the square root of the number of slots, for numbers a third. */
public final class RandomForestPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "random-forest";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.values());
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.wholeFrom("num-trees", 1, 100),
                Setting.wholeBetween("max-depth", 1, 30, 8),
                Setting.wholeFrom("min-instances-per-node", 1, 5),
                Setting.share("subsampling-rate", 1));
    }

    @Override
    public boolean wantsLevelNumbers() {
        return true;
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        return rows.isRegression() ? regressed(settings, rows) : classified(settings, rows);
    }

    private static CompiledModel classified(Learner settings, EncodedRows rows) {
        var fitted = new RandomForestClassifier()
                .setNumTrees(settings.whole("num-trees"))
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setSubsamplingRate(settings.number("subsampling-rate"))
                .setFeatureSubsetStrategy("sqrt")
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return NodePipelines.ofShares(
                rows, Stream.of(fitted.trees()).map(DecisionTreeModel::rootNode).toList());
    }

    private static CompiledModel regressed(Learner settings, EncodedRows rows) {
        int count = settings.whole("num-trees");
        var fitted = new RandomForestRegressor()
                .setNumTrees(count)
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setSubsamplingRate(settings.number("subsampling-rate"))
                .setFeatureSubsetStrategy("onethird")
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        NodePipelines nodes = new NodePipelines(leaf -> leaf.prediction() / count, false);
        return TreeModel.of(rows.encoder(), Output.NUMBER, 0, compiled(nodes, fitted.trees()));
    }

    private static List<TreeNode> compiled(NodePipelines nodes, DecisionTreeModel[] trees) {
        return Stream.of(trees).map(tree -> nodes.compiled(tree.rootNode())).toList();
    }
}
