package io.headrace.stats.drift;

import java.util.OptionalDouble;

/**
 * One column of a reference, against which windows are judged.
 *
 * <p>It keeps what does not change from window to window, so that a year of windows costs little.
 */
public final class ReferenceColumn {
    private final String column;
    private final ColumnBins bins;
    private final ColumnCounts counts;
    private final double importance;
    private final OptionalDouble tolerance;
    private final long rows;
    private final long values;
    private final long[] fine;
    private final long[] coarse;
    private final int[] decile;
    private final boolean[] points;

    /**
     * A column with its bins and its counts by them.
     *
     * @param importance of the column for the model, 0 or more; only the ranking of columns uses it
     */
    public ReferenceColumn(String column, ColumnBins bins, ColumnCounts counts, double importance) {
        this(column, bins, counts, importance, OptionalDouble.empty());
    }

    /**
     * A column with its bins and its counts by them.
     *
     * @param importance of the column for the model, 0 or more; only the ranking of columns uses it
     * @param tolerance the effect that is no drift, by the statistic that decides for the column's values, above 0; empty for that of the
     *     rules
     */
    public ReferenceColumn(
            String column, ColumnBins bins, ColumnCounts counts, double importance, OptionalDouble tolerance) {
        if (!counts.isBy(bins)) {
            throw new IllegalArgumentException("the counts of " + column + " are not by its bins");
        }
        if (!(importance >= 0 && importance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the importance of " + column + " must be 0 or more, found " + importance);
        }
        if (tolerance.isPresent() && !(tolerance.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "the tolerance of " + column + " must be above 0, found " + tolerance.getAsDouble());
        }
        this.tolerance = tolerance;
        this.column = column;
        this.bins = bins;
        this.counts = counts;
        this.importance = importance;
        this.rows = counts.rows();
        this.values = counts.values();
        this.fine = counts.counts();
        this.coarse = counts.coarse(bins);
        this.decile = bins.decile();
        this.points = new boolean[bins.size()];
        if (bins instanceof NumberBins numbers) {
            for (int bin = 0; bin < points.length; bin++) {
                points[bin] = numbers.holdsOneNumber(bin);
            }
        }
    }

    /** Its name. */
    public String column() {
        return column;
    }

    ColumnBins bins() {
        return bins;
    }

    ColumnCounts counts() {
        return counts;
    }

    double importance() {
        return importance;
    }

    OptionalDouble tolerance() {
        return tolerance;
    }

    long rows() {
        return rows;
    }

    long values() {
        return values;
    }

    /** Not to be changed. */
    long[] fine() {
        return fine;
    }

    /** Not to be changed. */
    long[] coarse() {
        return coarse;
    }

    /** Not to be changed. */
    boolean[] points() {
        return points;
    }

    long[] coarse(long[] now) {
        long[] tenths = new long[coarse.length];
        for (int bin = 0; bin < now.length; bin++) {
            tenths[decile[bin]] += now[bin];
        }
        return tenths;
    }

    void requireSameBins(ColumnCounts now) {
        if (now.mark() != counts.mark()) {
            throw new IllegalArgumentException("the rows of " + column + " are not counted by the reference's bins");
        }
    }
}
