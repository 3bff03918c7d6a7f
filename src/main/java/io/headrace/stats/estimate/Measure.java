package io.headrace.stats.estimate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is estimated or realised for a window. */
public enum Measure {
    /** Rows decided positive that are. */
    TRUE_POSITIVES("rows"),
    /** Rows decided positive that are negative. */
    FALSE_POSITIVES("rows"),
    /** Rows decided negative that are positive. */
    FALSE_NEGATIVES("rows"),
    /** Rows decided negative that are. */
    TRUE_NEGATIVES("rows"),
    /** Share of the rows decided right. */
    ACCURACY("share"),
    /** Of the rows decided positive the share that is. */
    PRECISION("share"),
    /** Of the positive rows the share decided so. */
    RECALL("share"),
    /** Of the negative rows the share decided so. */
    SPECIFICITY("share"),
    /** Harmonic mean of precision and recall. */
    F1("share"),
    /** Area under the ROC curve; rows of one bin count as tied. */
    AUC("share"),
    /** Area under the precision-recall curve as steps; rows of one bin count as tied. */
    AVERAGE_PRECISION("share"),
    /** Mean of (p − y)². */
    BRIER("share"),
    /** Mean of −ln of the probability given to what came, in nats. */
    LOG_LOSS("nats"),
    /** Mean distance of prediction and outcome, in the unit of the target. */
    MEAN_ABSOLUTE_ERROR("target"),
    /** Root of the mean squared distance, in the unit of the target. */
    ROOT_MEAN_SQUARED_ERROR("target");

    static final List<Measure> OF_COUNTS = List.of(TRUE_POSITIVES, FALSE_POSITIVES, FALSE_NEGATIVES, TRUE_NEGATIVES);
    static final List<Measure> OF_CLASSES = List.copyOf(EnumSet.range(TRUE_POSITIVES, LOG_LOSS));
    private static final Set<Measure> LOWER_IS_BETTER =
            Set.of(FALSE_POSITIVES, FALSE_NEGATIVES, BRIER, LOG_LOSS, MEAN_ABSOLUTE_ERROR, ROOT_MEAN_SQUARED_ERROR);

    private final String unit;

    Measure(String unit) {
        this.unit = unit;
    }

    /** {@code rows}, {@code share} (0 to 1), {@code nats}, or {@code target}, the unit of what is predicted. */
    public String unit() {
        return unit;
    }

    /** Whether a lower value is the better one. */
    public boolean lowerIsBetter() {
        return LOWER_IS_BETTER.contains(this);
    }

    double highest() {
        return unit.equals("share") ? 1 : Double.POSITIVE_INFINITY;
    }
}
