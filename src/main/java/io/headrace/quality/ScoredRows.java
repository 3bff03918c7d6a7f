package io.headrace.quality;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Probabilities counted by score bin and decision, in one pass; the same counts for any order and any partition of the rows. */
public final class ScoredRows {
    private static final int LABEL = 2;

    private ScoredRows() {}

    /**
     * Rows without labels.
     *
     * @param probability 0 to 1; a row without one is counted as missing
     * @param decision a truth value; null is negative
     */
    public static ScoreCounts counts(Dataset<Row> rows, Column probability, Column decision) {
        ScoreCounts.Counter all = new ScoreCounts.Counter();
        read(rows, probability.cast("double"), decision.cast("boolean"))
                .mapPartitions(part -> List.of(counts(part).toBytes()).iterator())
                .collect()
                .forEach(part -> all.add(ScoreCounts.fromBytes(part)));
        return all.counts();
    }

    /**
     * Rows with labels.
     *
     * @param label a truth value; a row without one is left out
     */
    public static LabelledCounts labelled(Dataset<Row> rows, Column probability, Column decision, Column label) {
        LabelledCounts.Counter all = new LabelledCounts.Counter();
        read(rows, probability.cast("double"), decision.cast("boolean"), label.cast("boolean"))
                .mapPartitions(part -> List.of(labelled(part).toBytes()).iterator())
                .collect()
                .forEach(part -> all.add(LabelledCounts.fromBytes(part)));
        return all.counts();
    }

    private static JavaRDD<InternalRow> read(Dataset<Row> rows, Column... columns) {
        return rows.select(columns).queryExecution().toRdd().toJavaRDD();
    }

    private static ScoreCounts counts(Iterator<InternalRow> rows) {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            counter.add(probability(row), side(row, 1));
        }
        return counter.counts();
    }

    private static LabelledCounts labelled(Iterator<InternalRow> rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (!row.isNullAt(LABEL)) {
                counter.add(probability(row), side(row, 1), side(row, LABEL));
            }
        }
        return counter.counts();
    }

    private static double probability(InternalRow row) {
        return row.isNullAt(0) ? Double.NaN : row.getDouble(0);
    }

    private static Side side(InternalRow row, int at) {
        return !row.isNullAt(at) && row.getBoolean(at) ? Side.POSITIVE : Side.NEGATIVE;
    }
}
