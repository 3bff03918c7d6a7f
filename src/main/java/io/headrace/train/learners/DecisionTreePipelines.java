package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.tree.LeafNode;

/** One decision tree of MLlib: by Gini impurity a leaf gives the share of each class, by variance the mean label of its training rows. */
public final class DecisionTreePipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "decision-tree";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.values());
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.wholeBetween("max-depth", 1, 30, 5), Setting.wholeFrom("min-instances-per-node", 1, 20));
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
        var fitted = new DecisionTreeClassifier()
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return NodePipelines.ofShares(rows, List.of(fitted.rootNode()));
    }

    private static CompiledModel regressed(Learner settings, EncodedRows rows) {
        var fitted = new DecisionTreeRegressor()
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        NodePipelines nodes = new NodePipelines(LeafNode::prediction, false);
        return TreeModel.of(rows.encoder(), Output.NUMBER, 0, List.of(nodes.compiled(fitted.rootNode())));
    }
}
