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
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The share of all rows with a lower score, exact for any number of rows, without sorting all of them in one task as Spark would: the scores alone are
 * sorted and each row looks up its own; where there are more than fit into memory, rows are sorted in parts of neighbouring scores.
 */
final class RankColumns {
    private static final String PART = "_part";
    private static final int PARTS_OF_MOST = 4;
    private static final int ROWS_PER_FILE = 250_000;

    private final SortedMap<String, String> rankOf;

    /** @param rankOf the columns that are ranked, each with the column of its ranks */
    RankColumns(Map<String, String> rankOf) {
        this.rankOf = new TreeMap<>(rankOf);
    }

    /**
     * The rows with their ranks, as SQL's {@code percent_rank} over the rows that have a score; null for a row without one.
     *
     * @param rows read twice, or some times for each column where they are sorted in parts
     * @param most so many scores of a column are held in memory at most
     */
    Dataset<Row> ranked(Dataset<Row> rows, int most) {
        Counts counts = counts(rows);
        if (counts.most() <= most) {
            return lookedUp(rows, counts);
        }
        Dataset<Row> ranked = rows;
        for (String score : rankOf.keySet()) {
            ranked = sorted(ranked, score, counts, most);
        }
        return ranked;
    }

    /** How many rows there are, and how many of them have a score, by its column. */
    private record Counts(long rows, Map<String, Long> scored) {
        long most() {
            return Collections.max(scored.values());
        }

        double greatestRank(String score) {
            return Math.max(1.0, scored.get(score) - 1.0);
        }
    }

    private Counts counts(Dataset<Row> rows) {
        Column[] scored = rankOf.keySet().stream().map(functions::count).toArray(Column[]::new);
        Row found = rows.agg(count(lit(1)), scored).first();
        Map<String, Long> counts = new TreeMap<>();
        for (String score : rankOf.keySet()) {
            counts.put(score, found.getLong(counts.size() + 1));
        }
        return new Counts(found.getLong(0), counts);
    }

    /** Few rows are written by one task, so that they do not end up in files without number. */
    private Dataset<Row> lookedUp(Dataset<Row> rows, Counts counts) {
        JavaSparkContext spark = new JavaSparkContext(rows.sparkSession().sparkContext());
        Map<String, double[]> scores = scores(rows, counts);
        Map<String, Column> ranks = new TreeMap<>();
        rankOf.forEach((score, rank) -> {
            Broadcast<double[]> known = spark.broadcast(scores.get(score));
            UserDefinedFunction lower = udf(
                    (Double value) -> value == null ? null : (double) lower(known.value(), value),
                    DataTypes.DoubleType);
            ranks.put(rank, lower.apply(col(score)).divide(lit(counts.greatestRank(score))));
        });
        return rows.coalesce((int) (counts.rows() / ROWS_PER_FILE + 1)).withColumns(ranks);
    }

    /** All scores in order, by column; they come from each task as bytes, as Spark would make an object of each. */
    private Map<String, double[]> scores(Dataset<Row> rows, Counts counts) {
        List<byte[][]> parts = rows.select(
                        rankOf.keySet().stream().map(functions::col).toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(RankColumns.bytes(rankOf.size()))
                .collect();
        Map<String, double[]> scores = new TreeMap<>();
        for (String score : rankOf.keySet()) {
            int place = scores.size();
            DoubleBuffer numbers =
                    DoubleBuffer.allocate(Math.toIntExact(counts.scored().get(score)));
            parts.forEach(part -> numbers.put(ByteBuffer.wrap(part[place]).asDoubleBuffer()));
            Arrays.sort(numbers.array());
            scores.put(score, numbers.array());
        }
        return scores;
    }

    private static FlatMapFunction<Iterator<InternalRow>, byte[][]> bytes(int columns) {
        return rows -> {
            DoubleStream.Builder[] found =
                    Stream.generate(DoubleStream::builder).limit(columns).toArray(DoubleStream.Builder[]::new);
            rows.forEachRemaining(row -> add(row, found));
            return List.<byte[][]>of(Stream.of(found).map(RankColumns::bytes).toArray(byte[][]::new))
                    .iterator();
        };
    }

    private static void add(InternalRow row, DoubleStream.Builder[] found) {
        for (int column = 0; column < found.length; column++) {
            if (!row.isNullAt(column)) {
                found[column].add(comparable(row.getDouble(column)));
            }
        }
    }

    private static byte[] bytes(DoubleStream.Builder scores) {
        double[] numbers = scores.build().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return bytes.array();
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

    private Dataset<Row> sorted(Dataset<Row> all, String score, Counts counts, int most) {
        Dataset<Row> rows = all.where(col(score).isNotNull());
        Dataset<Row> others = all.where(col(score).isNull())
                .withColumn(rankOf.get(score), lit(null).cast(DataTypes.DoubleType));
        long count = counts.scored().get(score);
        double[] bounds = bounds(rows, score, (int) Math.min(1000, PARTS_OF_MOST * count / most + 1));
        Dataset<Row> parted = rows.withColumn(PART, part(score, bounds, 0, bounds.length));
        long[] lower = inLowerParts(parted, bounds.length + 1);
        Column before = element_at(
                array(Arrays.stream(lower).mapToObj(n -> lit(n)).toArray(Column[]::new)),
                col(PART).plus(1));
        Column within = rank().over(Window.partitionBy(PART).orderBy(score)).minus(1);
        Dataset<Row> ranked = parted.withColumn(
                        rankOf.get(score), before.plus(within).divide(lit(counts.greatestRank(score))))
                .drop(PART);
        return count == counts.rows() ? ranked : ranked.unionByName(others);
    }

    /** Scores that cut the rows into parts of about the same size; which ones changes no rank. */
    private static double[] bounds(Dataset<Row> rows, String score, int parts) {
        double[] shares =
                IntStream.range(1, parts).mapToDouble(i -> (double) i / parts).toArray();
        double[] bounds = rows.stat().approxQuantile(score, shares, 0.1 / parts);
        return Arrays.stream(bounds).distinct().toArray();
    }

    /** How many of the bounds from {@code from} to {@code to} a score reaches, plus {@code from}: a search by halving. */
    private static Column part(String score, double[] bounds, int from, int to) {
        if (from == to) {
            return lit(from);
        }
        int middle = (from + to) >>> 1;
        return when(col(score).lt(bounds[middle]), part(score, bounds, from, middle))
                .otherwise(part(score, bounds, middle + 1, to));
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
