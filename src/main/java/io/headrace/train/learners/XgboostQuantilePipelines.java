package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Gradient-boosted trees of XGBoost for a quantile of numbers: the value that a share of them does not exceed; quantile loss. */
public final class XgboostQuantilePipelines extends XgboostLossPipelines {
    private static final String WORD = "xgboost-quantile";
    private static final String QUANTILE = "quantile";

    /**
     * The learner of a quantile beside another learner: with its settings where it is one of XGBoost's, otherwise with the defaults.
     *
     * @param quantile more than 0, less than 1
     */
    public static Learner beside(Learner other, double quantile) {
        Map<String, Double> settings = new TreeMap<>(Map.of(QUANTILE, quantile));
        if (other.kind() instanceof XgboostLossPipelines) {
            SETTINGS.forEach(setting -> settings.put(setting.name(), other.number(setting.name())));
        }
        return Learner.of(WORD, settings);
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return Stream.concat(SETTINGS.stream(), Stream.of(Setting.between(QUANTILE, 0, 1, 0.5)))
                .toList();
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return Map.of("objective", "reg:quantileerror", "quantile_alpha", settings.number(QUANTILE));
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return trees.model(0, Output.NUMBER);
    }
}
