package io.headrace.train;

import static io.headrace.train.TrainingNames.CHAMPION;
import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.var_pop;
import static org.apache.spark.sql.functions.when;

import io.headrace.metric.DecisionValue;
import io.headrace.metric.Measured;
import io.headrace.registry.WorthColumns;
import io.headrace.spec.Assessment.Value;
import io.headrace.stats.McNemar;
import io.headrace.stats.MeanEstimate;
import io.headrace.stats.PairedBootstrap;
import io.headrace.stats.PairedMean;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What decisions are worth on labelled rows: a row is acted on where that is expected to earn more than not to (C. Elkan 2001), and where a
 * capacity binds only on those with the most to earn.
 *
 * <p>Intervals are a paired bootstrap's up to {@value #RESAMPLED_ROWS} rows, as values may lie far apart; of more rows they are the normal ones of
 * means, which then agree with it.
 */
final class ValueEvaluation {
    private static final int RESAMPLED_ROWS = 20_000;
    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(2000, 42);

    private final Value value;
    private final ZoneId zone;
    private final String candidate;
    private final boolean hasChampion;

    /**
     * @param zone by whose clock the SQL of the worth reads times
     */
    ValueEvaluation(Value value, ZoneId zone, String candidate, boolean hasChampion) {
        this.value = value;
        this.zone = zone;
        this.candidate = candidate;
        this.hasChampion = hasChampion;
    }

    /** The probability from which it pays to act, where every row is worth the same; empty where it is not, or a capacity binds. */
    static Optional<Double> threshold(Value value) {
        double[] numbers = Stream.of(value.hit(), value.falseAlarm(), value.miss(), value.rest())
                .mapToDouble(ValueEvaluation::number)
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

    /** Refuses rows for which an outcome has no worth: nothing could be decided on them. */
    static void requireWorth(String job, Value value, Dataset<Row> rows, ZoneId zone) {
        for (Map.Entry<String, String> outcome : value.byOutcome().entrySet()) {
            Row row = SqlClock.of(
                            rows.sparkSession(),
                            zone,
                            () -> rows.agg(
                                    count(lit(1)),
                                    count_if(nullif(worth(outcome.getValue()), lit(Double.NaN))
                                            .isNull())))
                    .first();
            if (row.getLong(1) > 0) {
                throw TrainErrors.noWorth(job, outcome.getKey(), outcome.getValue(), row.getLong(1), row.getLong(0));
            }
        }
    }

    /** The rows with whether it pays to act on each, by the candidate's scores, in a new column. */
    Dataset<Row> withDecision(Dataset<Row> rows, String column) {
        return decided(worth(rows), candidate, column).drop("_hit", "_false_alarm", "_miss", "_rest", "_rank");
    }

    /** The figures on rows with {@code label} and scores. */
    DecisionValue figures(Dataset<Row> rows) {
        Dataset<Row> decided = decided(decided(worth(rows), candidate, "_acts"), CHAMPION, "_champion");
        Column earned = earned("_acts");
        List<Column> values = new ArrayList<>(List.of(
                earned,
                earned.minus(when(col(LABEL), col("_miss")).otherwise(col("_rest"))),
                earned.minus(when(col(LABEL), col("_hit")).otherwise(col("_false_alarm")))));
        if (hasChampion) {
            values.add(earned.minus(earned("_champion")));
        }
        Row acted = decided.agg(count(lit(1)), avg(col("_acts").cast("int"))).first();
        long count = acted.getLong(0);
        List<MeanEstimate> means = count <= RESAMPLED_ROWS ? resampled(decided, values) : means(decided, values);
        return new DecisionValue(
                threshold(value).orElse(Double.NaN),
                count,
                acted.getDouble(1),
                means.get(0),
                means.get(1),
                means.get(2),
                hasChampion ? Optional.of(means.get(3)) : Optional.empty(),
                hasChampion ? Optional.of(onlyRight(decided)) : Optional.empty(),
                value.currency());
    }

    /** The values are sorted, so that the same rows give the same interval in whichever order they come. */
    private static List<MeanEstimate> resampled(Dataset<Row> rows, List<Column> values) {
        List<Row> collected = rows.select(values.toArray(Column[]::new)).collectAsList();
        return IntStream.range(0, values.size())
                .mapToObj(place -> BOOTSTRAP.mean(
                        collected.stream()
                                .mapToDouble(row -> row.getDouble(place))
                                .sorted()
                                .toArray(),
                        Measured.CONFIDENCE))
                .toList();
    }

    private static List<MeanEstimate> means(Dataset<Row> rows, List<Column> values) {
        Column[] sums =
                values.stream().flatMap(of -> Stream.of(avg(of), var_pop(of))).toArray(Column[]::new);
        Row row = rows.agg(count(lit(1)), sums).first();
        return IntStream.range(0, values.size())
                .mapToObj(place -> {
                    PairedMean mean =
                            new PairedMean(row.getLong(0), row.getDouble(2 * place + 1), row.getDouble(2 * place + 2));
                    return new MeanEstimate(mean.mean(), mean.interval(Measured.CONFIDENCE));
                })
                .toList();
    }

    private static Column worth(String sql) {
        return SqlClock.expr(sql).cast("double");
    }

    private Dataset<Row> worth(Dataset<Row> rows) {
        return SqlClock.of(
                rows.sparkSession(),
                zone,
                () -> rows.withColumn("_hit", worth(value.hit()))
                        .withColumn("_false_alarm", worth(value.falseAlarm()))
                        .withColumn("_miss", worth(value.miss()))
                        .withColumn("_rest", worth(value.rest())));
    }

    private Dataset<Row> decided(Dataset<Row> rows, String score, String decision) {
        if (score.equals(CHAMPION) && !hasChampion) {
            return rows;
        }
        Column expected = WorthColumns.expected(
                col("`" + score + "`"),
                col("_hit").minus(col("_miss")),
                col("_false_alarm").minus(col("_rest")));
        Column pays = expected.geq(0);
        return value.capacity()
                .map(capacity -> rows.withColumn("_rank", percent_rank().over(Window.orderBy(expected.desc())))
                        .withColumn(decision, pays.and(col("_rank").lt(capacity))))
                .orElseGet(() -> rows.withColumn(decision, pays));
    }

    private static Column earned(String decision) {
        return when(col(decision), when(col(LABEL), col("_hit")).otherwise(col("_false_alarm")))
                .otherwise(when(col(LABEL), col("_miss")).otherwise(col("_rest")));
    }

    private static McNemar onlyRight(Dataset<Row> rows) {
        Column right = col("_acts").equalTo(col(LABEL));
        Column championRight = col("_champion").equalTo(col(LABEL));
        Row row = rows.agg(
                        sum(right.and(championRight.equalTo(false)).cast("int")),
                        sum(championRight.and(right.equalTo(false)).cast("int")))
                .first();
        return new McNemar(row.getLong(0), row.getLong(1));
    }
}
