package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.Map;
import java.util.Set;

/** Gradient-boosted trees of XGBoost with logistic, softmax or squared loss. */
public final class XgboostPipelines extends XgboostLossPipelines {
    @Override
    public String word() {
        return "xgboost";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.values());
    }

    @Override
    Map<String, Object> loss(Learner settings, EncodedRows rows) {
        return switch (rows.target()) {
            case BINARY -> Map.of("objective", "binary:logistic");
            case MULTICLASS ->
                Map.of(
                        "objective",
                        "multi:softprob",
                        "num_class",
                        rows.classes().size());
            case REGRESSION -> Map.of("objective", "reg:squarederror");
        };
    }

    @Override
    CompiledModel model(XgboostTrees trees, EncodedRows rows) {
        return rows.isRegression()
                ? trees.model(0, Output.NUMBER)
                : rows.ofEachClass(place -> trees.model(rows.isBinary() ? 0 : place, Output.LOG_ODDS));
    }
}
