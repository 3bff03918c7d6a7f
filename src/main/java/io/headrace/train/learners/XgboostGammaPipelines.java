package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.Map;
import java.util.Set;

/** Gradient-boosted trees of XGBoost for amounts: numbers of more than 0; gamma loss, logarithmic link. */
public final class XgboostGammaPipelines extends XgboostLossPipelines {
    @Override
    public String word() {
        return "xgboost-gamma";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public double leastLabel() {
        return Double.MIN_VALUE;
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return Map.of("objective", "reg:gamma");
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return trees.model(0, Output.LOG);
    }
}
