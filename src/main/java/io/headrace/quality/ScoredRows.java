package io.headrace.quality;

import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Probabilities counted by score bin and decision, and errors of numbers by prediction, in one pass; the same counts for any order and any partition of the rows. */
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

    /**
     * Rows whose numbers were predicted and have come.
     *
     * @param actual a number; a row without one is left out
     */
    public static ErrorCounts errors(Dataset<Row> rows, Column prediction, Column actual, PredictionBins bins) {
        ErrorCounts.Counter all = new ErrorCounts.Counter(bins);
        double[] edges = bins.edges().stream().mapToDouble(Double::doubleValue).toArray();
        read(rows, prediction.cast("double"), actual.cast("double"))
                .mapPartitions(part -> List.of(errors(part, edges).toBytes()).iterator())
                .collect()
                .forEach(part -> all.add(ErrorCounts.fromBytes(part)));
        return all.counts();
    }

    private static ErrorCounts errors(Iterator<InternalRow> rows, double[] edges) {
        ErrorCounts.Counter counter = new ErrorCounts.Counter(
                new PredictionBins(DoubleStream.of(edges).boxed().toList()));
        rows.forEachRemaining(row -> addError(counter, row));
        return counter.counts();
    }

    /** Counts a row of predicted number and outcome, if it has an outcome. */
    static void addError(ErrorCounts.Counter counter, InternalRow row) {
        if (!row.isNullAt(1)) {
            counter.add(number(row), row.getDouble(1));
        }
    }

    private static JavaRDD<InternalRow> read(Dataset<Row> rows, Column... columns) {
        return rows.select(columns).queryExecution().toRdd().toJavaRDD();
    }

    private static ScoreCounts counts(Iterator<InternalRow> rows) {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        rows.forEachRemaining(row -> addDecision(counter, row));
        return counter.counts();
    }

    /** Counts a row of probability and decision. */
    static void addDecision(ScoreCounts.Counter counter, InternalRow row) {
        counter.add(number(row), side(row, 1));
    }

    private static LabelledCounts labelled(Iterator<InternalRow> rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        rows.forEachRemaining(row -> addOutcome(counter, row));
        return counter.counts();
    }

    /** Counts a row of probability, decision and label, if it has a label. */
    static void addOutcome(LabelledCounts.Counter counter, InternalRow row) {
        if (!row.isNullAt(LABEL)) {
            counter.add(number(row), side(row, 1), side(row, LABEL));
        }
    }

    private static double number(InternalRow row) {
        return row.isNullAt(0) ? Double.NaN : row.getDouble(0);
    }

    private static Side side(InternalRow row, int at) {
        return !row.isNullAt(at) && row.getBoolean(at) ? Side.POSITIVE : Side.NEGATIVE;
    }
}
