package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind;

/** A learning algorithm: its labels, its settings, and how it is fitted. */
public interface LearnerPipelines extends LearnerKind {
    /** Whether levels take one slot with the index of the level, for trees that split by sets of levels. */
    default boolean wantsLevelNumbers() {
        return false;
    }

    /** Whether it handles missing numbers, which are then NaN in the slot. */
    default boolean knowsMissing() {
        return false;
    }

    /**
     * Fits the algorithm to encoded rows. The same rows in the same partitions must give the same model on any number of cores.
     *
     * @param settings a value for each of {@link #settings}
     */
    CompiledModel fit(Learner settings, EncodedRows rows);

    /** The algorithm of a learner. */
    static LearnerPipelines of(Learner learner) {
        return (LearnerPipelines) learner.kind();
    }
}
