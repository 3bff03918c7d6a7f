package io.headrace.registry;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.Assessment;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What it is worth to act on a row, by the row's own values: {@code p (hit − miss) + (1 − p) (false alarm − rest)} of its probability p (C. Elkan,
 * "The foundations of cost-sensitive learning", 2001).
 */
public final class WorthColumns {
    /** The column of what acting earns more than not where the row is positive. */
    public static final String IF_POSITIVE = "_if_positive";

    /** The column of what acting earns more than not where the row is negative. */
    public static final String IF_NEGATIVE = "_if_negative";

    /** The outcomes whose values are declared. */
    public static final Set<String> OUTCOMES = Set.copyOf(Assessment.Value.OUTCOMES);

    private WorthColumns() {}

    /**
     * The rows with {@link #IF_POSITIVE} and {@link #IF_NEGATIVE}; both null where a value is none or not a number.
     *
     * @param value SQL by outcome, each of {@link #OUTCOMES}
     * @param zone by whose clock the SQL reads times
     */
    public static Dataset<Row> added(Dataset<Row> rows, Map<String, String> value, ZoneId zone) {
        return SqlClock.of(rows.sparkSession(), zone, () -> {
            Column ifPositive = worth(value, "hit").minus(worth(value, "miss"));
            Column ifNegative = worth(value, "false-alarm").minus(worth(value, "rest"));
            Column isKnown = isNumber(ifPositive).and(isNumber(ifNegative));
            return rows.withColumn(IF_POSITIVE, when(isKnown, ifPositive))
                    .withColumn(IF_NEGATIVE, when(isKnown, ifNegative));
        });
    }

    private static Column isNumber(Column value) {
        return value.isNotNull().and(value.equalTo(lit(Double.NaN)).equalTo(false));
    }

    private static Column worth(Map<String, String> value, String outcome) {
        return SqlClock.expr(value.get(outcome)).cast("double");
    }

    /** What acting is expected to earn more than not, on rows of {@link #added}; act where it is 0 or more. */
    public static Column expected(Column probability) {
        return expected(probability, col(IF_POSITIVE), col(IF_NEGATIVE));
    }

    /** The same of other columns. */
    public static Column expected(Column probability, Column ifPositive, Column ifNegative) {
        return probability.multiply(ifPositive).plus(lit(1).minus(probability).multiply(ifNegative));
    }
}
