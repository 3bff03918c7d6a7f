package io.headrace.added;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import io.headrace.train.learners.EncodedRows;
import io.headrace.train.learners.LearnerPipelines;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;

/** Linear regression of MLlib with Huber's loss, by which outliers count less than by their squares. */
public final class HuberRegression implements LearnerPipelines {
    @Override
    public String word() {
        return "huber-regression";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.REGRESSION);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.wholeFrom("max-iter", 1, 100),
                Setting.fromZero("reg-param", 0.001),
                new Setting("epsilon", "a number of more than 1", false, value -> value > 1, 1.35));
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        LinearRegressionModel fitted = new LinearRegression()
                .setLoss("huber")
                .setEpsilon(settings.number("epsilon"))
                .setMaxIter(settings.whole("max-iter"))
                .setRegParam(settings.number("reg-param"))
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return LinearModel.of(
                rows.encoder(),
                Output.NUMBER,
                fitted.intercept(),
                fitted.coefficients().toArray(),
                rows.slotMeans().get());
    }
}
