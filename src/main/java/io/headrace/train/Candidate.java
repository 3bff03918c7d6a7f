package io.headrace.train;

import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
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

    /** The score of a row: a calibrated probability, or the number foreseen. */
    double score(Object[] raw) {
        double score = model.score(raw);
        return model.output().isProbability() ? calibrator.calibrated(score) : score;
    }
}
