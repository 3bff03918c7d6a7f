package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Rows of one column, or of scores, that a run counted.
 *
 * @param of which rows
 * @param column the feature; {@value #SCORE} of scores
 * @param bins by which they were counted, in the row that fixes them; empty elsewhere
 * @param counts their stored form, see {@link ColumnCounts#bytes}, {@link ScoreCounts#toBytes} and {@link LabelledCounts#toBytes}
 * @param rows all of them
 * @param missing those without a value
 * @param mean of the numbers; empty where there are none
 * @param deviation their standard deviation
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredCounts(
        Of of,
        String column,
        Optional<ColumnBins> bins,
        byte[] counts,
        long rows,
        long missing,
        OptionalDouble mean,
        OptionalDouble deviation) {
    /** The column of statistics of scores. */
    public static final String SCORE = "score";

    /** Which rows were counted, and what of them. */
    public enum Of {
        /** A feature in the rows that a version learnt from. */
        TRAINING,
        /** The score of the rows that a version was tested on. */
        TEST_SCORES,
        /** Score, decision and label of those rows. */
        TEST_OUTCOMES,
        /** A feature in a scored population. */
        POPULATION,
        /** The score of a scored population. */
        SCORES,
        /** Probability and decision of a scored population. */
        DECISIONS,
        /** Probability, decision and label of a scored population whose labels are known. */
        OUTCOMES
    }

    public StoredCounts {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(bins, "bins");
        counts = counts.clone();
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(deviation, "deviation");
    }

    @Override
    public byte[] counts() {
        return counts.clone();
    }

    /** Rows of a column; the row that fixes its bins. */
    public static StoredCounts fixing(Of of, String column, ColumnBins bins, ColumnCounts counts) {
        return of(of, column, Optional.of(bins), counts);
    }

    /** Rows of a column by bins that are fixed elsewhere. */
    public static StoredCounts of(Of of, String column, ColumnCounts counts) {
        return of(of, column, Optional.empty(), counts);
    }

    private static StoredCounts of(Of of, String column, Optional<ColumnBins> bins, ColumnCounts counts) {
        OptionalDouble variance = counts.variance();
        return new StoredCounts(
                of,
                column,
                bins,
                counts.bytes(),
                counts.rows(),
                counts.missing(),
                counts.mean(),
                variance.isPresent() ? OptionalDouble.of(Math.sqrt(variance.getAsDouble())) : OptionalDouble.empty());
    }

    /** Probabilities and decisions. */
    public static StoredCounts of(ScoreCounts counts) {
        return ofScores(Of.DECISIONS, counts, counts.toBytes());
    }

    /** Probabilities, decisions and labels. */
    public static StoredCounts of(Of of, LabelledCounts counts) {
        return ofScores(of, counts.scores(), counts.toBytes());
    }

    private static StoredCounts ofScores(Of of, ScoreCounts counts, byte[] bytes) {
        return new StoredCounts(
                of,
                SCORE,
                Optional.empty(),
                bytes,
                counts.rows() + counts.missing(),
                counts.missing(),
                counts.rows() == 0 ? OptionalDouble.empty() : OptionalDouble.of(counts.mean()),
                OptionalDouble.empty());
    }

    /** The counts of a column. */
    public ColumnCounts columnCounts() {
        return ColumnCounts.read(counts);
    }
}
