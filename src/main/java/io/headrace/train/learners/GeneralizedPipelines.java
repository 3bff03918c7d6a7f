package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind.Setting;
import java.util.List;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;

/** What generalised linear regressions of MLlib share: iteratively reweighted least squares, logarithmic link. */
final class GeneralizedPipelines {
    static final List<Setting> SETTINGS =
            List.of(Setting.wholeFrom("max-iter", 1, 25), Setting.fromZero("reg-param", 0.001));

    private GeneralizedPipelines() {}

    static CompiledModel fit(String family, Learner settings, EncodedRows rows) {
        GeneralizedLinearRegressionModel fitted = new GeneralizedLinearRegression()
                .setFamily(family)
                .setLink("log")
                .setMaxIter(settings.whole("max-iter"))
                .setRegParam(settings.number("reg-param"))
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        return LinearModel.of(
                rows.encoder(),
                Output.LOG,
                fitted.intercept(),
                fitted.coefficients().toArray(),
                rows.slotMeans().get());
    }
}
