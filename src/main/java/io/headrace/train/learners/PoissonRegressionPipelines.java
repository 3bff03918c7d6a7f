package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;

/** Generalised linear regression of MLlib for counts: numbers of 0 or more; poisson family, logarithmic link. */
public final class PoissonRegressionPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "poisson-regression";
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
        return 0;
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        return GeneralizedPipelines.fit("poisson", settings, rows);
    }
}
