package io.headrace.monitor;

import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.stats.estimate.Cbpe;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.RealisedFigures;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Optional;

/**
 * Figures of stored counts, by what was predicted: a probability, a class, or a number. Pure.
 *
 * <p>Of several classes a row counts as whether the class predicted came, with its probability; of these the accuracy is a figure.
 */
final class StoredFigures {
    /** Of all intervals. */
    static final double CONFIDENCE = 0.95;

    private StoredFigures() {}

    /** From labels: of outcomes and of errors. */
    static Performance realised(StoredCounts counts) {
        return counts.of() == Of.ERRORS || counts.of() == Of.TEST_ERRORS
                ? ErrorCounts.fromBytes(counts.counts()).realised(CONFIDENCE)
                : of(counts, RealisedFigures.of(LabelledCounts.fromBytes(counts.counts()), CONFIDENCE));
    }

    /** Before labels come: of decisions. */
    static Performance estimated(StoredCounts decisions) {
        return of(decisions, Cbpe.of(ScoreCounts.fromBytes(decisions.counts()), CONFIDENCE));
    }

    /** Probabilities, decisions and labels; empty of numbers. */
    static Optional<LabelledCounts> labelled(StoredCounts counts) {
        return counts.of() == Of.OUTCOMES || counts.of() == Of.TEST_OUTCOMES
                ? Optional.of(LabelledCounts.fromBytes(counts.counts()))
                : Optional.empty();
    }

    private static Performance of(StoredCounts counts, Performance found) {
        return counts.column().equals(StoredCounts.CLASS)
                ? new Performance(
                        found.method(),
                        found.rows(),
                        found.missing(),
                        found.unseenShare(),
                        0,
                        found.figures().stream()
                                .filter(figure -> figure.measure() == Measure.ACCURACY)
                                .toList())
                : found;
    }
}
