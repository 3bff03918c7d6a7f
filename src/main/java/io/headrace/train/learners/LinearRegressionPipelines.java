package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;

/** Linear regression of MLlib by least squares, features standardised for the penalty (elastic net). */
public final class LinearRegressionPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "linear-regression";
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
                Setting.upToOne("elastic-net-param", 0));
    }

    @Override
    public CompiledModel fit(Learner settings, EncodedRows rows) {
        LinearRegressionModel fitted = new LinearRegression()
                .setMaxIter(settings.whole("max-iter"))
                .setRegParam(settings.number("reg-param"))
                .setElasticNetParam(settings.number("elastic-net-param"))
                .setStandardization(true)
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
