package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.Map;
import java.util.Set;

/** Gradient-boosted trees of XGBoost for counts: numbers of 0 or more; Poisson loss, logarithmic link. */
public final class XgboostPoissonPipelines extends XgboostLossPipelines {
    @Override
    public String word() {
        return "xgboost-poisson";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public double leastLabel() {
        return 0;
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return Map.of("objective", "count:poisson");
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return trees.model(0, Output.LOG);
    }
}
