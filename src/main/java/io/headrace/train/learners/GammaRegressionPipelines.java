package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;

/** Generalised linear regression of MLlib for amounts: numbers of more than 0; gamma family, logarithmic link. */
public final class GammaRegressionPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "gamma-regression";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return GeneralizedPipelines.SETTINGS;
    }

    @Override
    public double leastLabel() {
        return Double.MIN_VALUE;
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        return GeneralizedPipelines.fit("gamma", settings, rows);
    }
}
