package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Gradient-boosted trees of XGBoost for amounts many of which are 0: numbers of 0 or more; Tweedie loss, logarithmic link. */
public final class XgboostTweediePipelines extends XgboostLossPipelines {
    @Override
    public String word() {
        return "xgboost-tweedie";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return Stream.concat(SETTINGS.stream(), Stream.of(Setting.between("variance-power", 1, 2, 1.5)))
                .toList();
    }

    @Override
    public double leastLabel() {
        return 0;
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return Map.of("objective", "reg:tweedie", "tweedie_variance_power", settings.number("variance-power"));
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return trees.model(0, Output.LOG);
    }
}
