package io.headrace.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The share of all rows with a lower score, exact for any number of rows: they are sorted in parts of neighbouring scores, as Spark would sort all
 * of them in one task.
 */
final class RankColumns {
    private static final String SCORE = "score";
    private static final String PART = "_part";

    private RankColumns() {}

    /**
     * The rows with {@code rank_pct}, as SQL's {@code percent_rank} over the column {@code score}.
     *
     * @param rows read three times where there are several parts
     * @param count of the rows
     * @param rowsPerPart about so many are sorted by one task
     */
    static Dataset<Row> ranked(Dataset<Row> rows, long count, long rowsPerPart) {
        int parts = (int) Math.min(1000, (count + rowsPerPart - 1) / rowsPerPart);
        if (parts < 2) {
            return rows.withColumn("rank_pct", percent_rank().over(Window.orderBy(SCORE)));
        }
        double[] bounds = bounds(rows, parts);
        Dataset<Row> parted = rows.withColumn(PART, part(bounds, 0, bounds.length));
        long[] lower = lower(parted, bounds.length + 1);
        Column before = element_at(
                array(Arrays.stream(lower).mapToObj(n -> lit(n)).toArray(Column[]::new)),
                col(PART).plus(1));
        Column within = rank().over(Window.partitionBy(PART).orderBy(SCORE)).minus(1);
        return parted.withColumn("rank_pct", before.plus(within).divide(lit((double) (count - 1))))
                .drop(PART);
    }

    /** Scores that cut the rows into parts of about the same size; which ones changes no rank. */
    private static double[] bounds(Dataset<Row> rows, int parts) {
        double[] shares =
                IntStream.range(1, parts).mapToDouble(i -> (double) i / parts).toArray();
        double[] bounds = rows.stat().approxQuantile(SCORE, shares, 0.1 / parts);
        return Arrays.stream(bounds).distinct().toArray();
    }

    /** How many of the bounds from {@code from} to {@code to} a score reaches, plus {@code from}: a search by halving. */
    private static Column part(double[] bounds, int from, int to) {
        if (from == to) {
            return lit(from);
        }
        int middle = (from + to) >>> 1;
        return when(col(SCORE).lt(bounds[middle]), part(bounds, from, middle)).otherwise(part(bounds, middle + 1, to));
    }

    /** By part: how many rows are in lower ones. */
    private static long[] lower(Dataset<Row> parted, int parts) {
        long[] lower = new long[parts];
        for (Row row : parted.groupBy(PART).agg(count(lit(1))).collectAsList()) {
            for (int above = row.getInt(0) + 1; above < parts; above++) {
                lower[above] += row.getLong(1);
            }
        }
        return lower;
    }
}
