package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.spec.Learner;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/** Logistic regression of MLlib, multinomial for a multiclass label; features standardised for the penalty (elastic net). */
public final class LogisticRegressionPipelines implements LearnerPipelines {
    @Override
    public String word() {
        return "logistic-regression";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.BINARY, Target.MULTICLASS);
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
        LogisticRegressionModel fitted = new LogisticRegression()
                .setFamily(rows.isBinary() ? "binomial" : "multinomial")
                .setMaxIter(settings.whole("max-iter"))
                .setRegParam(settings.number("reg-param"))
                .setElasticNetParam(settings.number("elastic-net-param"))
                .setStandardization(true)
                .setWeightCol(EncodedRows.WEIGHT)
                .fit(rows.rows());
        double[] means = rows.slotMeans().get();
        return rows.ofEachClass(place -> LinearModel.of(
                rows.encoder(), Output.LOG_ODDS, intercept(fitted, place), coefficients(fitted, place), means));
    }

    private static double intercept(LogisticRegressionModel fitted, int place) {
        Vector intercepts = fitted.interceptVector();
        return intercepts.apply(row(fitted, place));
    }

    private static double[] coefficients(LogisticRegressionModel fitted, int place) {
        Matrix all = fitted.coefficientMatrix();
        return IntStream.range(0, all.numCols())
                .mapToDouble(slot -> all.apply(row(fitted, place), slot))
                .toArray();
    }

    /** A binomial model has one row only. */
    private static int row(LogisticRegressionModel fitted, int place) {
        return fitted.coefficientMatrix().numRows() == 1 ? 0 : place;
    }
}
