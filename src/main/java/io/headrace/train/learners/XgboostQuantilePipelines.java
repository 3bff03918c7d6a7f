package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Gradient-boosted trees of XGBoost for a quantile of numbers: the value that a share of them does not exceed; quantile loss. */
public final class XgboostQuantilePipelines extends XgboostLossPipelines {
    @Override
    public String word() {
        return "xgboost-quantile";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return Stream.concat(SETTINGS.stream(), Stream.of(Setting.between("quantile", 0, 1, 0.5)))
                .toList();
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return Map.of("objective", "reg:quantileerror", "quantile_alpha", settings.number("quantile"));
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return trees.model(0, Output.NUMBER);
    }
}
