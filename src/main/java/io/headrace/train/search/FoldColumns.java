package io.headrace.train.search;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Validation folds of training rows.
 *
 * <p>Where there are more as-ofs than folds, by time with a rolling origin: each fold is validated on a block of as-ofs, and learns from the
 * rows whose labels were known when the block begins, so that a gap of one horizon lies between. Else by entities, of which all rows are
 * in one fold.
 *
 * @param learnt the rows that a fold learns from
 * @param validated the rows that it is judged on
 */
public record FoldColumns(Column learnt, Column validated) {
    /** The folds of the rows; by time only those that have something to learn from. */
    public static List<FoldColumns> of(Fitting fitting, Dataset<Row> rows, int count) {
        List<FoldColumns> byTime = byTime(fitting, rows, count);
        return byTime.isEmpty() ? byEntity(fitting, count) : byTime;
    }

    private static List<FoldColumns> byEntity(Fitting fitting, int count) {
        List<FoldColumns> folds = new ArrayList<>();
        int buckets = Math.max(2, count);
        Column bucket = fitting.hash("validate", buckets);
        for (int fold = 0; fold < count; fold++) {
            folds.add(new FoldColumns(bucket.notEqual(fold), bucket.equalTo(fold)));
        }
        return folds;
    }

    private static List<FoldColumns> byTime(Fitting fitting, Dataset<Row> rows, int count) {
        List<Timestamp> edges = edges(rows, count);
        Column known = fitting.known();
        List<FoldColumns> folds = new ArrayList<>();
        for (int fold = 0; fold + 1 < edges.size(); fold++) {
            Timestamp from = edges.get(fold);
            Column learnt = known.leq(lit(from)).and(col(AS_OF).lt(lit(from)));
            if (rows.where(learnt).isEmpty()) {
                continue;
            }
            Timestamp to = edges.get(fold + 1);
            folds.add(new FoldColumns(
                    learnt,
                    col(AS_OF)
                            .geq(lit(from))
                            .and(to == null ? lit(true) : col(AS_OF).lt(lit(to)))));
        }
        return folds;
    }

    /** Where the blocks begin, and null for the end of the last: the later part of the as-ofs in blocks of as many moments. */
    private static List<Timestamp> edges(Dataset<Row> rows, int count) {
        List<Timestamp> moments = rows.select(AS_OF).distinct().orderBy(AS_OF).collectAsList().stream()
                .map(row -> row.getTimestamp(0))
                .toList();
        List<Timestamp> edges = new ArrayList<>();
        if (moments.size() <= count) {
            return edges;
        }
        int block = Math.max(1, moments.size() / (2 * count));
        for (int fold = count; fold > 0; fold--) {
            edges.add(moments.get(moments.size() - fold * block));
        }
        edges.add(null);
        return edges;
    }
}
