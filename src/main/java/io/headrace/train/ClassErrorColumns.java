package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.var_pop;

import io.headrace.metric.MulticlassEvaluation;
import io.headrace.stats.ClassConfusion;
import io.headrace.stats.ClassErrors;
import io.headrace.stats.McNemar;
import io.headrace.stats.PairedMean;
import io.headrace.stats.ProbabilityLoss;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What Spark counts of rows whose classes were predicted.
 *
 * @param rows with {@code label}, the score, the class predicted and the probabilities by class beside it
 * @param score the column of the probability of the class predicted
 */
record ClassErrorColumns(Dataset<Row> rows, String score) {
    /** The classes that the model knows: every row has a probability for each. */
    List<String> names() {
        return rows.selectExpr("sort_array(map_keys(`" + ComparedColumns.probabilitiesOf(score) + "`))")
                .first()
                .getList(0);
    }

    /** Accuracy, log loss and Brier score. */
    ClassErrors errors() {
        Column squares = expr(
                "aggregate(map_values(`" + ComparedColumns.probabilitiesOf(score) + "`), 0d, (sum, p) -> sum + p * p)");
        Column given = given(score);
        Row row = rows.agg(
                        count(lit(1)),
                        count_if(right(score)),
                        avg(logLoss(score)),
                        var_pop(logLoss(score)),
                        avg(squares.minus(given.multiply(2)).plus(1)))
                .first();
        return new ClassErrors(row.getLong(0), row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4));
    }

    /** Rows by the class that came and the one predicted. */
    ClassConfusion confusion() {
        SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
        rows.groupBy(LABEL, ComparedColumns.classOf(score))
                .count()
                .collectAsList()
                .forEach(row -> ClassConfusion.add(counts, row.getString(0), row.getString(1), row.getLong(2)));
        return new ClassConfusion(counts);
    }

    /** The probability of a class, and whether it came. */
    Dataset<Row> against(String name) {
        return rows.select(
                probability(score, lit(name)).as(score),
                col(LABEL).equalTo(name).as(LABEL));
    }

    /** The probability of the class predicted, and whether it came. */
    Dataset<Row> sure() {
        return rows.select(col("`" + score + "`"), right(score).as(LABEL));
    }

    /** Another model on the same rows. */
    MulticlassEvaluation.Other beside(String other) {
        Column gain = logLoss(other).minus(logLoss(score));
        Row row = rows.agg(count(lit(1)), avg(logLoss(other)), avg(gain), var_pop(gain))
                .first();
        return compared(
                right(other),
                row.getDouble(1),
                Optional.of(new PairedMean(row.getLong(0), row.getDouble(2), row.getDouble(3))));
    }

    /** A rule that names classes, on the same rows. */
    MulticlassEvaluation.Other besideRule(String names) {
        Column right = coalesce(col("`" + names + "`").equalTo(col(LABEL)), lit(false));
        return compared(right, Double.NaN, Optional.empty());
    }

    private MulticlassEvaluation.Other compared(Column otherRight, double logLoss, Optional<PairedMean> logLossGain) {
        Column gain = right(score).cast("double").minus(otherRight.cast("double"));
        Row row = rows.agg(
                        count(lit(1)),
                        count_if(otherRight),
                        avg(gain),
                        var_pop(gain),
                        count_if(right(score).and(not(otherRight))),
                        count_if(otherRight.and(not(right(score)))))
                .first();
        return new MulticlassEvaluation.Other(
                row.getLong(1),
                logLoss,
                new PairedMean(row.getLong(0), row.getDouble(2), row.getDouble(3)),
                logLossGain,
                new McNemar(row.getLong(4), row.getLong(5)));
    }

    private static Column right(String score) {
        return col("`" + ComparedColumns.classOf(score) + "`").equalTo(col(LABEL));
    }

    /** The probability given to the class that came; 0 for a class that the model does not know. */
    private static Column given(String score) {
        return probability(score, col(LABEL));
    }

    private static Column probability(String score, Column name) {
        return coalesce(
                org.apache.spark.sql.functions.try_element_at(
                        col("`" + ComparedColumns.probabilitiesOf(score) + "`"), name),
                lit(0.0));
    }

    private static Column logLoss(String score) {
        double clip = ProbabilityLoss.LOG_LOSS_CLIP;
        return log(least(greatest(given(score), lit(clip)), lit(1 - clip))).multiply(-1);
    }
}
