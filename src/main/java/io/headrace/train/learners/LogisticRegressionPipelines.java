package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import io.headrace.spec.Target;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;

/** Logistic regression of MLlib, features standardised for the penalty (elastic net). */
public final class LogisticRegressionPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "logistic-regression";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.YES_NO);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.wholeFrom("max-iterations", 1, 100),
                Setting.fromZero("regularization", 0.001),
                Setting.upToOne("elastic-net", 0));
    }

    @Override
    public CompiledModel fit(Learner settings, VectorColumns rows) {
        LogisticRegressionModel fitted = new LogisticRegression()
                .setFamily("binomial")
                .setMaxIter(settings.whole("max-iterations"))
                .setRegParam(settings.number("regularization"))
                .setElasticNetParam(settings.number("elastic-net"))
                .setStandardization(true)
                .setWeightCol(VectorColumns.WEIGHT)
                .fit(rows.rows());
        return LinearModel.of(
                rows.encoder(),
                Output.LOG_ODDS,
                fitted.intercept(),
                fitted.coefficients().toArray(),
                rows.slotMeans().get());
    }
}
