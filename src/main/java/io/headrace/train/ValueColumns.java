package io.headrace.train;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.var_pop;
import static org.apache.spark.sql.functions.when;

import io.headrace.evaluate.ValueFigures;
import io.headrace.spec.Assessment.Value;
import io.headrace.stats.McNemar;
import io.headrace.stats.PairedMean;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What decisions are worth on labelled rows: a row is acted on where that is expected to earn more than not to (C. Elkan 2001), and where a
 * capacity binds only on those with the most to earn.
 */
final class ValueColumns {
    private final Value value;
    private final String candidate;
    private final boolean hasChampion;

    ValueColumns(Value value, String candidate, boolean hasChampion) {
        this.value = value;
        this.candidate = candidate;
        this.hasChampion = hasChampion;
    }

    /** The probability from which it pays to act, where every row is worth the same; empty where it is not, or a capacity binds. */
    static Optional<Double> threshold(Value value) {
        double[] numbers = Stream.of(value.hit(), value.falseAlarm(), value.miss(), value.rest())
                .mapToDouble(ValueColumns::number)
                .toArray();
        double cost = numbers[3] - numbers[1];
        double gain = numbers[0] - numbers[2];
        double threshold = cost / (cost + gain);
        return value.capacity().isEmpty() && threshold >= 0 && threshold <= 1
                ? Optional.of(threshold)
                : Optional.empty();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException sql) {
            return Double.NaN;
        }
    }

    /** The figures on rows with {@code label} and scores. */
    ValueFigures figures(Dataset<Row> rows) {
        Dataset<Row> decided = decided(decided(worth(rows), candidate, "_acts"), ComparedColumns.CHAMPION, "_champion");
        Column earned = earned("_acts");
        Column none = when(col("label"), col("_miss")).otherwise(col("_rest"));
        Column all = when(col("label"), col("_hit")).otherwise(col("_false_alarm"));
        return new ValueFigures(
                threshold(value).orElse(Double.NaN),
                decided.agg(avg(col("_acts").cast("int"))).first().getDouble(0),
                mean(decided, earned),
                mean(decided, earned.minus(none)),
                mean(decided, earned.minus(all)),
                hasChampion ? Optional.of(mean(decided, earned.minus(earned("_champion")))) : Optional.empty(),
                hasChampion ? Optional.of(onlyRight(decided)) : Optional.empty(),
                value.currency());
    }

    private Dataset<Row> worth(Dataset<Row> rows) {
        return rows.withColumn("_hit", expr(value.hit()).cast("double"))
                .withColumn("_false_alarm", expr(value.falseAlarm()).cast("double"))
                .withColumn("_miss", expr(value.miss()).cast("double"))
                .withColumn("_rest", expr(value.rest()).cast("double"));
    }

    private Dataset<Row> decided(Dataset<Row> rows, String score, String decision) {
        if (score.equals(ComparedColumns.CHAMPION) && !hasChampion) {
            return rows;
        }
        Column p = col("`" + score + "`");
        Column expected = p.multiply(col("_hit").minus(col("_miss")))
                .plus(lit(1).minus(p).multiply(col("_false_alarm").minus(col("_rest"))));
        Column pays = expected.geq(0);
        return value.capacity()
                .map(capacity -> rows.withColumn("_rank", percent_rank().over(Window.orderBy(expected.desc())))
                        .withColumn(decision, pays.and(col("_rank").lt(capacity))))
                .orElseGet(() -> rows.withColumn(decision, pays));
    }

    private static Column earned(String decision) {
        return when(col(decision), when(col("label"), col("_hit")).otherwise(col("_false_alarm")))
                .otherwise(when(col("label"), col("_miss")).otherwise(col("_rest")));
    }

    private static PairedMean mean(Dataset<Row> rows, Column of) {
        Row row = rows.agg(count(of), avg(of), var_pop(of)).first();
        return new PairedMean(row.getLong(0), row.getDouble(1), row.getDouble(2));
    }

    private static McNemar onlyRight(Dataset<Row> rows) {
        Column right = col("_acts").equalTo(col("label"));
        Column championRight = col("_champion").equalTo(col("label"));
        Row row = rows.agg(
                        sum(right.and(championRight.equalTo(false)).cast("int")),
                        sum(championRight.and(right.equalTo(false)).cast("int")))
                .first();
        return new McNemar(row.getLong(0), row.getLong(1));
    }
}
