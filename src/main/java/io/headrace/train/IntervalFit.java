package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.headrace.model.AdditiveModel;
import io.headrace.model.IntervalModel;
import io.headrace.model.Predictor;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe.Interval;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.ConformalMargin;
import io.headrace.train.learners.XgboostQuantilePipelines;
import io.headrace.train.search.Fitting;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits the prediction interval of a number: two quantile models of XGBoost, conformalised by a fifth of the training rows.
 *
 * <p>That fifth, chosen by a hash of the entity or its group, is kept from both models; so no model sees an entity on both sides. Cross-fitting
 * would let them learn from all rows, but its promise is weaker (CV+: 1 − 2α where this is 1 − α), and to keep even that the models of
 * every fold would have to score each row. The model of the number itself learns from all training rows, as without an interval. About
 * {@value #MOST_ROWS} rows are kept at most: their scores are sorted on the driver, and more would hardly move the margin.
 */
final class IntervalFit {
    private static final int BUCKETS = 1_000_000;
    private static final double SHARE = 0.2;
    private static final int MOST_ROWS = 500_000;
    private static final String SCORE = "_score";

    private final TrainSpec spec;
    private final Interval interval;

    IntervalFit(TrainSpec spec, Interval interval) {
        this.spec = spec;
        this.interval = interval;
    }

    /**
     * A fitted interval.
     *
     * @param words how it was made
     */
    record Fitted(IntervalModel model, String words) {}

    /** Refuses training rows that are too few for the coverage, or that would leave none to learn from. */
    void requireRows(Dataset<Row> rows) {
        long kept = rows.where(isKept(rows)).count();
        long needed = ConformalMargin.leastRows(interval.coverage());
        if (kept < needed || kept == rows.count()) {
            throw TrainErrors.fewForInterval(spec.name(), interval.coverage(), needed, kept, rows.count());
        }
    }

    private Column isKept(Dataset<Row> rows) {
        double share = Math.min(SHARE, (double) MOST_ROWS / rows.count());
        return LabelColumns.hash(spec, "interval", BUCKETS).lt(Math.round(share * BUCKETS));
    }

    /**
     * The interval that the training rows give.
     *
     * @param learner of the number itself
     */
    Fitted fit(Dataset<Row> rows, Fitting fitting, Learner learner) {
        Column isKept = isKept(rows);
        Dataset<Row> learnt = fitting.prepared(rows.where(not(isKept)));
        Learner low = XgboostQuantilePipelines.beside(learner, interval.lowerQuantile());
        Learner high = XgboostQuantilePipelines.beside(learner, interval.upperQuantile());
        AdditiveModel lower = fitting.fit(learnt, low).part(0);
        AdditiveModel upper = fitting.fit(learnt, high).part(0);
        double[] scores = scores(rows.where(isKept), bounds(lower, upper, 0, false));
        double margin = ConformalMargin.of(scores, interval.coverage());
        boolean fromZero = learner.kind().leastLabel() >= 0;
        return new Fitted(bounds(lower, upper, margin, fromZero), words(low.word(), margin, scores.length));
    }

    private IntervalModel bounds(AdditiveModel lower, AdditiveModel upper, double margin, boolean fromZero) {
        return new IntervalModel(interval.coverage(), lower, upper, margin, fromZero);
    }

    /** By how much each row's label is missed by bounds that have no margin yet. */
    private static double[] scores(Dataset<Row> rows, IntervalModel bounds) {
        Predictor predictor = Predictor.of(bounds.lower()).with(bounds);
        return ComparedColumns.withScore(rows, predictor, SCORE)
                .select(col(LABEL), col(ComparedColumns.lowerOf(SCORE)), col(ComparedColumns.upperOf(SCORE)))
                .collectAsList()
                .stream()
                .mapToDouble(row -> ConformalMargin.score(row.getDouble(1), row.getDouble(2), row.getDouble(0)))
                .toArray();
    }

    private String words(String learner, double margin, int rows) {
        return String.format(
                Locale.ROOT,
                "%s of the labels: quantiles %s and %s by %s, margin %.4g from %,d rows that neither learnt from",
                interval.coverage(),
                interval.lowerQuantile(),
                interval.upperQuantile(),
                learner,
                margin,
                rows);
    }
}
