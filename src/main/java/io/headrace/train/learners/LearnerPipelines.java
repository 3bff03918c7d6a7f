package io.headrace.train.learners;

import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind;

/** A learning algorithm: what it can learn, its settings, and how it is fitted. */
public interface LearnerPipelines extends LearnerKind {
    /** Whether a feature of levels takes one slot with the level's number, as trees that split levels into sets want it. */
    default boolean wantsLevelNumbers() {
        return false;
    }

    /** Whether it learns which way missing numbers go, which then are not numbers in the slot. */
    default boolean knowsMissing() {
        return false;
    }

    /**
     * Fits the algorithm to encoded rows. The same rows in the same partitions must give the same model on any number of cores.
     *
     * @param settings a value for each of {@link #settings}
     */
    CompiledModel fit(Learner settings, VectorColumns rows);

    /** The algorithm of a learner. */
    static LearnerPipelines of(Learner learner) {
        return (LearnerPipelines) learner.kind();
    }
}
