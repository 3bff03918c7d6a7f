package io.headrace.train;

import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Scorer;
import java.io.Serializable;

/**
 * A model with its calibrator.
 *
 * @param model the model
 * @param calibrator what turns its probabilities into calibrated ones
 */
record Candidate(CompiledModel model, Calibrator calibrator) implements Serializable {
    /** What a file holds. */
    static Candidate of(ModelFile file) {
        return new Candidate(file.model(), file.calibrator());
    }

    /**
     * The score that belongs to the raw score of the row scored last: a calibrated probability, or the number predicted.
     *
     * @param scorer of the model
     */
    double score(Scorer scorer, double rawScore) {
        double score = scorer.score(rawScore);
        return model.output().isProbability() ? calibrator.calibrated(score) : score;
    }
}
