package io.headrace.metric;

import io.headrace.stats.AucEstimate;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.ClassConfusion;
import io.headrace.stats.ClassErrors;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.IntervalCounts;
import io.headrace.stats.NumberErrors;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Predictions beside labels, as counts and sums: what metrics are computed from. */
public sealed interface Outcomes {
    /** Rows, 1 or more. */
    long rows();

    /** What is predicted. */
    Target target();

    /** Whether there are enough rows to compute metrics of them as of a slice. */
    boolean isSlice();

    /**
     * Probabilities of the positive label.
     *
     * @param decisions on the same rows; empty where nothing was decided
     */
    record Binary(BinaryOutcomes scored, Optional<DecisionCounts> decisions) implements Outcomes {
        private static final int LEAST_OF_EACH = 10;

        /** Rows on which nothing was decided. */
        public Binary(BinaryOutcomes scored) {
            this(scored, Optional.empty());
        }

        @Override
        public long rows() {
            return scored.rows();
        }

        @Override
        public Target target() {
            return Target.BINARY;
        }

        @Override
        public boolean isSlice() {
            return scored.positives() >= LEAST_OF_EACH && scored.negatives() >= LEAST_OF_EACH;
        }
    }

    /**
     * Errors of numbers.
     *
     * @param intervals of the predictions on the same rows; empty where there are none
     */
    record Regression(NumberErrors errors, Optional<IntervalCounts> intervals) implements Outcomes {
        @Override
        public long rows() {
            return errors.rows();
        }

        @Override
        public Target target() {
            return Target.REGRESSION;
        }

        @Override
        public boolean isSlice() {
            return true;
        }
    }

    /**
     * Classes.
     *
     * @param errors of the probabilities
     * @param confusion rows by label and predicted class; null for a slice
     * @param aucs by class: the area under the ROC curve of its probability, the class against all others; empty for a slice
     * @param sure probabilities of the predicted class, and whether it is right; null for a slice
     */
    record Multiclass(
            ClassErrors errors, ClassConfusion confusion, SortedMap<String, AucEstimate> aucs, BinaryOutcomes sure)
            implements Outcomes {
        public Multiclass {
            Objects.requireNonNull(errors, "errors");
            aucs = new TreeMap<>(aucs);
        }

        /** The rows of a slice, of which only metrics by slice are computed. */
        public static Multiclass slice(ClassErrors errors) {
            return new Multiclass(errors, null, new TreeMap<>(), null);
        }

        @Override
        public long rows() {
            return errors.rows();
        }

        @Override
        public Target target() {
            return Target.MULTICLASS;
        }

        @Override
        public boolean isSlice() {
            return true;
        }

        /** The mean over the classes of the area under the ROC curve of each against all others. */
        double meanAuc() {
            return aucs.values().stream()
                    .mapToDouble(AucEstimate::auc)
                    .average()
                    .orElse(Double.NaN);
        }
    }

    /** Calibration in up to ten bins of equal mass. */
    static CalibrationTable byMass(BinaryOutcomes scored) {
        return CalibrationTable.equalMass(scored, Math.min(Evaluation.BINS, scored.rows()));
    }

    /** Calibration in ten bins of equal width. */
    static CalibrationTable byWidth(BinaryOutcomes scored) {
        return CalibrationTable.equalWidth(scored, Evaluation.BINS);
    }
}
