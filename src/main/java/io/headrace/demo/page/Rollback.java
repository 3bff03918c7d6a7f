package io.headrace.demo.page;

import java.util.Objects;

/**
 * A rollback and its reversal, as a reader of the published scores sees them.
 *
 * @param before before the rollback
 * @param after after it
 * @param backAgain after it was undone
 */
public record Rollback(State before, State after, State backAgain) {
    public Rollback {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(backAgain, "backAgain");
    }

    /**
     * What a reader finds.
     *
     * @param modelVersion the version that made the scores
     * @param tableVersion the Delta version of the published table
     * @param rows its rows
     * @param meanScore the mean of its scores
     */
    public record State(String modelVersion, long tableVersion, long rows, double meanScore) {
        public State {
            Checked.text(modelVersion, "modelVersion");
            Checked.count(tableVersion, "tableVersion");
            Checked.count(rows, "rows");
            if (!Double.isFinite(meanScore)) {
                throw new IllegalArgumentException("meanScore must be finite, found " + meanScore);
            }
        }

        /**
         * Whether both states show the same scores: model version, rows and mean score are equal. The Delta version
         * differs, for the table's history is kept.
         */
        public boolean showsSameAs(State other) {
            return modelVersion.equals(other.modelVersion)
                    && rows == other.rows
                    && Double.compare(meanScore, other.meanScore) == 0;
        }
    }

    /** Whether the scores changed and came back. */
    public boolean isUndone() {
        return !after.showsSameAs(before) && backAgain.showsSameAs(before);
    }
}
