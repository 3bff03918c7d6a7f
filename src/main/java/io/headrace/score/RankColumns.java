package io.headrace.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * The share of all rows with a lower score, exact for any number of rows, without sorting all of them in one task as Spark would: the scores alone are
 * sorted and each row looks up its own; where there are more than fit into memory, rows are sorted in parts of neighbouring scores.
 */
final class RankColumns {
    private static final String PART = "_part";
    private static final int PARTS_OF_MOST = 4;
    private static final int ROWS_PER_FILE = 250_000;

    private final String score;
    private final String rank;

    /**
     * @param score the column that is ranked
     * @param rank the column of its ranks
     */
    RankColumns(String score, String rank) {
        this.score = score;
        this.rank = rank;
    }

    /**
     * The rows with their ranks, as SQL's {@code percent_rank} over the score.
     *
     * @param rows each with a score; read twice, or three times where they are sorted in parts
     * @param count of the rows
     * @param most so many scores are held in memory at most
     */
    Dataset<Row> ranked(Dataset<Row> rows, long count, int most) {
        return count <= most ? lookedUp(rows, count) : sorted(rows, count, most);
    }

    /** Few rows are written by one task, so that they do not end up in files without number. */
    private Dataset<Row> lookedUp(Dataset<Row> rows, long count) {
        SparkSession spark = rows.sparkSession();
        double[] scores = scores(rows);
        Broadcast<double[]> known = new JavaSparkContext(spark.sparkContext()).broadcast(scores);
        UserDefinedFunction lower = udf((Double value) -> (double) lower(known.value(), value), DataTypes.DoubleType);
        return rows.coalesce((int) (count / ROWS_PER_FILE + 1))
                .withColumn(rank, lower.apply(col(score)).divide(lit(Math.max(1.0, count - 1.0))));
    }

    /** All scores in order; they come from each task as bytes, as Spark would make an object of each. */
    private double[] scores(Dataset<Row> rows) {
        List<byte[]> parts = rows.select(score)
                .as(Encoders.DOUBLE())
                .mapPartitions((MapPartitionsFunction<Double, byte[]>) RankColumns::bytes, Encoders.BINARY())
                .collectAsList();
        double[] scores = new double
                [parts.stream().mapToInt(part -> part.length / Double.BYTES).sum()];
        int from = 0;
        for (byte[] part : parts) {
            DoubleBuffer numbers = ByteBuffer.wrap(part).asDoubleBuffer();
            int count = numbers.remaining();
            numbers.get(scores, from, count);
            from += count;
        }
        Arrays.sort(scores);
        return scores;
    }

    private static Iterator<byte[]> bytes(Iterator<Double> scores) {
        DoubleStream.Builder found = DoubleStream.builder();
        scores.forEachRemaining(score -> found.add(comparable(score)));
        double[] numbers = found.build().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return List.of(bytes.array()).iterator();
    }

    /** Spark takes both zeros for equal. */
    private static double comparable(double score) {
        return score + 0.0;
    }

    /** How many scores are lower; what is not a number is greater than any. */
    private static int lower(double[] scores, double score) {
        double sought = comparable(score);
        int from = 0;
        int to = scores.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Double.compare(scores[middle], sought) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private Dataset<Row> sorted(Dataset<Row> rows, long count, int most) {
        double[] bounds = bounds(rows, (int) Math.min(1000, PARTS_OF_MOST * count / most + 1));
        Dataset<Row> parted = rows.withColumn(PART, part(bounds, 0, bounds.length));
        long[] lower = inLowerParts(parted, bounds.length + 1);
        Column before = element_at(
                array(Arrays.stream(lower).mapToObj(n -> lit(n)).toArray(Column[]::new)),
                col(PART).plus(1));
        Column within = rank().over(Window.partitionBy(PART).orderBy(score)).minus(1);
        return parted.withColumn(rank, before.plus(within).divide(lit((double) (count - 1))))
                .drop(PART);
    }

    /** Scores that cut the rows into parts of about the same size; which ones changes no rank. */
    private double[] bounds(Dataset<Row> rows, int parts) {
        double[] shares =
                IntStream.range(1, parts).mapToDouble(i -> (double) i / parts).toArray();
        double[] bounds = rows.stat().approxQuantile(score, shares, 0.1 / parts);
        return Arrays.stream(bounds).distinct().toArray();
    }

    /** How many of the bounds from {@code from} to {@code to} a score reaches, plus {@code from}: a search by halving. */
    private Column part(double[] bounds, int from, int to) {
        if (from == to) {
            return lit(from);
        }
        int middle = (from + to) >>> 1;
        return when(col(score).lt(bounds[middle]), part(bounds, from, middle)).otherwise(part(bounds, middle + 1, to));
    }

    /** By part: how many rows are in lower ones. */
    private static long[] inLowerParts(Dataset<Row> parted, int parts) {
        long[] lower = new long[parts];
        for (Row row : parted.groupBy(PART).agg(count(lit(1))).collectAsList()) {
            for (int above = row.getInt(0) + 1; above < parts; above++) {
                lower[above] += row.getLong(1);
            }
        }
        return lower;
    }
}
