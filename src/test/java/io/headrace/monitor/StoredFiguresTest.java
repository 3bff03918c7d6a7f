package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.monitor.JudgedFigure.Verdict;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoredFiguresTest {
    @Test
    void ofNumbersTheAbsoluteErrorIsJudgedAndTheSquaredOneShown() {
        Performance tested = StoredFigures.realised(errors(1, 2000, 1));
        assertThat(verdict(StoredFigures.realised(errors(2, 2000, 1)), tested, Measure.MEAN_ABSOLUTE_ERROR))
                .isEqualTo(Verdict.OK);
        JudgedFigure worse =
                judged(StoredFigures.realised(errors(3, 2000, 1.3)), Optional.of(tested), Measure.MEAN_ABSOLUTE_ERROR);
        assertThat(worse.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(worse.reference())
                .hasValue(tested.figure(Measure.MEAN_ABSOLUTE_ERROR).value().orElseThrow());
        assertThat(verdict(StoredFigures.realised(errors(4, 2000, 0.7)), tested, Measure.MEAN_ABSOLUTE_ERROR))
                .as("better is not worse")
                .isEqualTo(Verdict.OK);
        assertThat(judged(
                                StoredFigures.realised(errors(5, 2000, 1.3)),
                                Optional.of(tested),
                                Measure.ROOT_MEAN_SQUARED_ERROR)
                        .reason())
                .startsWith("few large errors");
        assertThat(verdict(StoredFigures.realised(errors(6, 99, 5)), tested, Measure.MEAN_ABSOLUTE_ERROR))
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void ofClassesTheAccuracyIsEstimatedRealisedAndJudged() {
        StoredCounts outcomes = StoredCounts.of(Of.OUTCOMES, StoredCounts.CLASS, certain(7, 3000, 0));
        Performance realised = StoredFigures.realised(outcomes);
        assertThat(realised.figures()).singleElement().satisfies(figure -> {
            assertThat(figure.measure()).isEqualTo(Measure.ACCURACY);
            assertThat(figure.value().orElseThrow()).isCloseTo(0.7, within(0.03));
        });
        ScoreCounts scores = certain(8, 3000, 0).scores();
        Performance estimated = StoredFigures.estimated(StoredCounts.of(StoredCounts.CLASS, scores));
        assertThat(estimated.figure(Measure.ACCURACY).value().orElseThrow()).isCloseTo(scores.mean(), within(1e-9));
        assertThat(verdict(estimated, realised, Measure.ACCURACY)).isEqualTo(Verdict.OK);
        Performance fallen =
                StoredFigures.realised(StoredCounts.of(Of.OUTCOMES, StoredCounts.CLASS, certain(9, 3000, 0.1)));
        assertThat(verdict(fallen, realised, Measure.ACCURACY)).isEqualTo(Verdict.WORSE);
        assertThat(StoredFigures.labelled(outcomes)).isPresent();
        assertThat(StoredFigures.labelled(errors(1, 10, 1))).isEmpty();
    }

    @Test
    void ofProbabilitiesTheAucIsJudgedAndTheAccuracyIsNot() {
        StoredCounts outcomes = StoredCounts.of(Of.TEST_OUTCOMES, StoredCounts.SCORE, certain(10, 3000, 0));
        Performance tested = StoredFigures.realised(outcomes);
        assertThat(verdict(tested, tested, Measure.AUC)).isEqualTo(Verdict.OK);
        assertThat(judged(tested, Optional.of(tested), Measure.ACCURACY).reason())
                .isEqualTo("the test rows were decided by the train job's rule");
        assertThat(judged(tested, Optional.of(tested), Measure.BRIER).reason())
                .isEqualTo("it changes with the share of positives, too");
        assertThat(judged(tested, Optional.empty(), Measure.AUC).reason())
                .isEqualTo("the version has no such figure of test rows");
        assertThat(judged(StoredFigures.realised(errors(1, 500, 1)), Optional.of(tested), Measure.MEAN_ABSOLUTE_ERROR)
                        .verdict())
                .as("a version of another kind of label")
                .isEqualTo(Verdict.UNKNOWN);
    }

    private static Verdict verdict(Performance window, Performance tested, Measure measure) {
        return judged(window, Optional.of(tested), measure).verdict();
    }

    private static JudgedFigure judged(Performance window, Optional<Performance> tested, Measure measure) {
        List<JudgedFigure> judged = JudgedFigure.of(window, tested, 100);
        return judged.stream()
                .filter(figure -> figure.figure().measure() == measure)
                .findFirst()
                .orElseThrow();
    }

    private static StoredCounts errors(long seed, int rows, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        ErrorCounts.Counter counter = new ErrorCounts.Counter(PredictionBins.ONE);
        for (int row = 0; row < rows; row++) {
            counter.add(0, scale * random.nextDouble());
        }
        return StoredCounts.of(Of.ERRORS, counter.counts());
    }

    /** Rows whose predicted class came as often as its probability says, less so much. */
    private static LabelledCounts certain(long seed, int rows, double less) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double probability = 0.4 + 0.6 * random.nextDouble();
            boolean right = random.nextDouble() < probability - less;
            counter.add(probability, Side.POSITIVE, right ? Side.POSITIVE : Side.NEGATIVE);
        }
        return counter.counts();
    }
}
