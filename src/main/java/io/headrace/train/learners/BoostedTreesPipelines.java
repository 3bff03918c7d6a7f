package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import io.headrace.spec.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;

/**
 * Gradient-boosted trees of MLlib, by logistic or squared loss. With logistic loss its trees sum to half the log-odds, so leaves count
 * twice.
 */
public final class BoostedTreesPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "boosted-trees";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.BINARY, Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.wholeFrom("max-iter", 1, 50),
                Setting.wholeBetween("max-depth", 1, 30, 4),
                Setting.wholeFrom("min-instances-per-node", 1, 20),
                Setting.share("step-size", 0.1),
                Setting.share("subsampling-rate", 1));
    }

    @Override
    public boolean wantsLevelNumbers() {
        return true;
    }

    @Override
    public String rounds() {
        return "max-iter";
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        return rows.isBinary() ? classified(settings, rows) : regressed(settings, rows);
    }

    private static CompiledModel classified(Learner settings, EncodedRows rows) {
        var fitted = new GBTClassifier()
                .setMaxIter(settings.whole("max-iter"))
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setStepSize(settings.number("step-size"))
                .setSubsamplingRate(settings.number("subsampling-rate"))
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return TreeModel.of(rows.encoder(), Output.LOG_ODDS, 0, compiled(fitted.trees(), fitted.treeWeights(), 2));
    }

    private static CompiledModel regressed(Learner settings, EncodedRows rows) {
        var fitted = new GBTRegressor()
                .setMaxIter(settings.whole("max-iter"))
                .setMaxDepth(settings.whole("max-depth"))
                .setMinInstancesPerNode(settings.whole("min-instances-per-node"))
                .setStepSize(settings.number("step-size"))
                .setSubsamplingRate(settings.number("subsampling-rate"))
                .setMaxBins(NodePipelines.BINS)
                .setSeed(rows.seed())
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return TreeModel.of(rows.encoder(), Output.NUMBER, 0, compiled(fitted.trees(), fitted.treeWeights(), 1));
    }

    /** The trees of a fitted model, each leaf times its weight and a factor. */
    static List<TreeNode> compiled(DecisionTreeRegressionModel[] fitted, double[] weights, double factor) {
        List<TreeNode> trees = new ArrayList<>();
        for (int i = 0; i < fitted.length; i++) {
            double weight = factor * weights[i];
            trees.add(new NodePipelines(leaf -> weight * leaf.prediction(), false).compiled(fitted[i].rootNode()));
        }
        return trees;
    }
}
