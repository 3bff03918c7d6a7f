package io.headrace.stats.fairness;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Objects;

/**
 * The rows of a group by label, decision and score bin.
 *
 * @param labelled rows whose label is known
 * @param open rows whose label is not known yet: they count where only decision or score matter
 */
public record GroupTally(LabelledCounts labelled, ScoreCounts open) {
    public GroupTally {
        Objects.requireNonNull(labelled, "labelled");
        Objects.requireNonNull(open, "open");
    }

    /** Rows whose labels are all known. */
    public static GroupTally of(LabelledCounts labelled) {
        return new GroupTally(labelled, ScoreCounts.none());
    }

    /** Both sets of rows together. */
    public GroupTally merge(GroupTally other) {
        return new GroupTally(labelled.merge(other.labelled), open.merge(other.open));
    }

    /** Rows with a score. */
    public long rows() {
        return labelled.rows() + open.rows();
    }

    /** Rows without a score: nothing is known of them but their number. */
    public long missing() {
        return labelled.positives().missing() + labelled.negatives().missing() + open.missing();
    }
}
