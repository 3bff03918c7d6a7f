package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Rows of one column, or of scores, that a run counted.
 *
 * @param of which rows
 * @param column the feature; {@value #SCORE} of scores; {@link ColumnsTogether#NAME} of all features
 * @param bins by which they were counted, in the row that fixes them; empty elsewhere
 * @param counts their stored form, see {@link ColumnCounts#bytes}, {@link ScoreCounts#toBytes}, {@link LabelledCounts#toBytes} and
 *     {@link ErrorCounts#toBytes}
 * @param rows all of them
 * @param missing those without a value
 * @param mean of the numbers; empty where there are none
 * @param deviation their standard deviation
 * @param slice the rows of one value of a feature; empty for all rows
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
        OptionalDouble deviation,
        Optional<Slice> slice) {
    /** The column of statistics of scores. */
    public static final String SCORE = "score";

    /**
     * The column of a class predicted; of decisions and outcomes it marks those of several classes: the probability is that of the class
     * predicted, every row is decided positive, and the label is whether it came.
     */
    public static final String CLASS = "class";

    /** Which rows were counted, and what of them. */
    public enum Of {
        /** A feature in the rows that a version learnt from; how badly they fit all features together. */
        TRAINING,
        /** The score of the rows that a version was tested on. */
        TEST_SCORES,
        /** Score, decision and label of those rows. */
        TEST_OUTCOMES,
        /** Predicted number and outcome of those rows. */
        TEST_ERRORS,
        /** How the features of those rows hang together: {@link ColumnsTogether#bytes} in place of counts. */
        COMPONENTS,
        /** The feature that fits the others least, in those rows and in a scored population. */
        FITS_LEAST,
        /** The same in a scored population. */
        POPULATION,
        /** The score of a scored population. */
        SCORES,
        /** Probability and decision of a scored population. */
        DECISIONS,
        /** Probability, decision and label of a scored population whose labels are known. */
        OUTCOMES,
        /** Predicted number and outcome of such a population. */
        ERRORS,
        /** Probability and decision of the rows of an arm, by the version that decides; the slice is the arm. */
        ARM_DECISIONS,
        /** The same with labels, of those whose labels are known. */
        ARM_OUTCOMES;

        /** Whether rows are those of one arm, by whoever decides about them; of all others the champion says, on all rows. */
        public boolean isByArm() {
            return this == ARM_DECISIONS || this == ARM_OUTCOMES;
        }
    }

    /**
     * Rows of one value of a feature.
     *
     * @param value as text; null of rows without one
     */
    public record Slice(String feature, String value) implements Comparable<Slice> {
        private static final Comparator<Slice> ORDER = Comparator.comparing(Slice::feature)
                .thenComparing(Slice::value, Comparator.nullsFirst(Comparator.naturalOrder()));

        public Slice {
            Objects.requireNonNull(feature, "feature");
        }

        /** Such as {@code country = France}. */
        public String words() {
            return feature + " = " + (value == null ? "missing" : value);
        }

        @Override
        public int compareTo(Slice other) {
            return ORDER.compare(this, other);
        }
    }

    public StoredCounts {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(bins, "bins");
        counts = counts.clone();
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(deviation, "deviation");
        Objects.requireNonNull(slice, "slice");
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

    /**
     * How features hang together.
     *
     * @param rows from which that was found
     */
    public static StoredCounts of(ColumnsTogether columns, long rows) {
        return new StoredCounts(
                Of.COMPONENTS,
                ColumnsTogether.NAME,
                Optional.empty(),
                columns.bytes(),
                rows,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
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
                variance.isPresent() ? OptionalDouble.of(Math.sqrt(variance.getAsDouble())) : OptionalDouble.empty(),
                Optional.empty());
    }

    /**
     * Probabilities and decisions of a scored population.
     *
     * @param column {@value #SCORE} or {@value #CLASS}
     */
    public static StoredCounts of(String column, ScoreCounts counts) {
        return of(Of.DECISIONS, column, counts);
    }

    /**
     * Probabilities and decisions.
     *
     * @param column {@value #SCORE} or {@value #CLASS}
     */
    public static StoredCounts of(Of of, String column, ScoreCounts counts) {
        return ofScores(of, column, counts, counts.toBytes());
    }

    /**
     * Probabilities, decisions and labels.
     *
     * @param column {@value #SCORE} or {@value #CLASS}
     */
    public static StoredCounts of(Of of, String column, LabelledCounts counts) {
        return ofScores(of, column, counts.scores(), counts.toBytes());
    }

    /** Predicted numbers and outcomes. */
    public static StoredCounts of(Of of, ErrorCounts counts) {
        return new StoredCounts(
                of,
                SCORE,
                Optional.empty(),
                counts.toBytes(),
                counts.rows() + counts.missing(),
                counts.missing(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    private static StoredCounts ofScores(Of of, String column, ScoreCounts counts, byte[] bytes) {
        return new StoredCounts(
                of,
                column,
                Optional.empty(),
                bytes,
                counts.rows() + counts.missing(),
                counts.missing(),
                counts.rows() == 0 ? OptionalDouble.empty() : OptionalDouble.of(counts.mean()),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /** The same counts, of a slice. */
    public StoredCounts of(Slice part) {
        return new StoredCounts(of, column, bins, counts, rows, missing, mean, deviation, Optional.of(part));
    }

    /** The counts of a column. */
    public ColumnCounts columnCounts() {
        return ColumnCounts.read(counts);
    }
}
