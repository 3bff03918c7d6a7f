package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.model.Output;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Learner;
import io.headrace.spec.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressor;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;

/**
 * Gradient-boosted trees of XGBoost, by its own native library: logistic or squared loss, histograms of 256 bins.
 *
 * <p>Rows are dense, as xgboost4j-spark misreads sparse ones, and hold no missing slot, as ours have slots of their own for missing values.
 * The tracker of its workers listens where the driver does, in local mode on loopback.
 */
public final class XgboostPipelines implements LearnerPipelines {
    private static final String WORKERS = "workers";

    @Override
    public String word() {
        return "xgboost";
    }

    @Override
    public Set<Target> targets() {
        return Set.of(Target.YES_NO, Target.NUMBER);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.wholeFrom("rounds", 1, 100),
                Setting.wholeBetween("max-depth", 1, 30, 5),
                Setting.share("learning-rate", 0.1),
                Setting.fromZero("min-child-weight", 1),
                Setting.fromZero("regularization", 1),
                Setting.share("row-share", 1),
                Setting.share("column-share", 1),
                Setting.wholeFrom(WORKERS, 1, 1));
    }

    @Override
    public boolean isMonotone() {
        return true;
    }

    @Override
    public String rounds() {
        return "rounds";
    }

    @Override
    public CompiledModel fit(Learner settings, VectorColumns rows) {
        requireSlots(settings, rows);
        Booster booster = rows.isYesNo() ? classified(settings, rows) : regressed(settings, rows);
        try {
            byte[] json = booster.booster().toByteArray("json");
            return XgboostTrees.compiled(json, rows.encoder(), rows.isYesNo() ? Output.LOG_ODDS : Output.NUMBER);
        } catch (XGBoostError e) {
            throw new IllegalStateException("a fitted model can always be written", e);
        }
    }

    /** Its workers run all at once or not at all. */
    private static void requireSlots(Learner settings, VectorColumns rows) {
        int slots = rows.rows().sparkSession().sparkContext().defaultParallelism();
        int workers = settings.whole(WORKERS);
        if (workers > slots) {
            throw HeadraceException.of(
                    "HEAD-TRAIN-006",
                    FailureKind.USER,
                    "xgboost is asked for " + workers + " workers at once, and there are " + slots + " cores",
                    "Set learner.xgboost.workers to " + slots + " or fewer, or run with more cores.");
        }
    }

    private static Booster classified(Learner settings, VectorColumns rows) {
        XGBoostClassifier estimator = new XGBoostClassifier();
        set(estimator, settings, rows, "binary:logistic");
        return estimator.fit(rows.rows()).nativeBooster();
    }

    private static Booster regressed(Learner settings, VectorColumns rows) {
        XGBoostRegressor estimator = new XGBoostRegressor();
        set(estimator, settings, rows, "reg:squarederror");
        return estimator.fit(rows.rows()).nativeBooster();
    }

    /** As its native part reads them: an array would reach it as an address in memory. */
    private static String directions(VectorColumns rows) {
        return rows.monotone().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    /** Where workers find the tracker: where executors find the driver. */
    private static String host(SparkContext spark) {
        return spark.isLocal() ? "127.0.0.1" : spark.conf().get("spark.driver.host");
    }

    private static void set(Params estimator, Learner settings, VectorColumns rows, String objective) {
        Map<String, Object> values = new TreeMap<>(Map.of(
                "objective", objective,
                "numRound", settings.whole("rounds"),
                "max_depth", settings.whole("max-depth"),
                "eta", settings.number("learning-rate"),
                "min_child_weight", settings.number("min-child-weight"),
                "lambda", settings.number("regularization"),
                "subsample", settings.number("row-share"),
                "colsample_bytree", settings.number("column-share")));
        values.putAll(Map.of(
                "numWorkers",
                settings.whole(WORKERS),
                "missing",
                Float.NaN,
                "seed",
                rows.seed(),
                "weightCol",
                VectorColumns.WEIGHT));
        values.put("rabitTrackerHostIp", host(rows.rows().sparkSession().sparkContext()));
        if (rows.monotone().stream().anyMatch(direction -> direction != 0)) {
            values.put("monotone_constraints", directions(rows));
        }
        values.forEach((name, value) -> estimator.set(estimator.getParam(name), value));
    }
}
