package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImportanceWeightedTest {
    @Test
    void aWindowLikeTheReferenceHasItsFigures() {
        LabelledCounts reference =
                ScoredRows.calibrated(new SplittableRandom(1), 2000).labelled();
        DensityRatio ratio = DensityRatio.ofScores(reference.scores(), reference.scores(), 50);
        Performance estimate = ImportanceWeighted.of(reference, reference.scores(), ratio, 0.95);
        Performance realised = RealisedFigures.of(reference, 0.95);
        for (Measure measure : Measure.OF_CLASSES) {
            assertThat(value(estimate, measure)).isCloseTo(value(realised, measure), within(1e-9));
        }
        assertThat(estimate.unseenShare()).isZero();
        assertThat(estimate.figure(Measure.ACCURACY).standardError().getAsDouble())
                .isCloseTo(
                        Math.sqrt(2)
                                * realised.figure(Measure.ACCURACY)
                                        .standardError()
                                        .getAsDouble(),
                        within(1e-9));
    }

    /** Scores that are wrong in the same way as before: CBPE believes them, the weighted reference does not. */
    @Test
    void findsThePerformanceOfShiftedScoresThatAreNotCalibrated() {
        SplittableRandom random = new SplittableRandom(2);
        LabelledCounts reference = overconfident(random, 40_000, 1.5).labelled();
        LabelledCounts later = overconfident(random, 40_000, 0.7).labelled();
        DensityRatio ratio = DensityRatio.ofScores(reference.scores(), later.scores(), 100);
        Performance weighted = ImportanceWeighted.of(reference, later.scores(), ratio, 0.997);
        Performance believed = Cbpe.of(later.scores(), 0.997);
        Performance realised = RealisedFigures.of(later, 0.997);
        for (Measure measure : List.of(Measure.ACCURACY, Measure.PRECISION, Measure.F1, Measure.AUC)) {
            assertThat(value(weighted, measure)).isCloseTo(value(realised, measure), within(0.015));
            assertThat(Math.abs(value(believed, measure) - value(realised, measure)))
                    .isGreaterThan(0.03);
        }
    }

    private static ScoredRows overconfident(SplittableRandom random, int rows, double power) {
        List<ScoredRows.Row> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double truth = 0.2 + 0.6 * Math.pow(random.nextDouble(), power);
            double score = (truth - 0.2) / 0.6;
            made.add(new ScoredRows.Row(
                    score,
                    score > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < truth ? Side.POSITIVE : Side.NEGATIVE));
        }
        return new ScoredRows(made);
    }

    @Test
    void rowsOutsideTheReferenceAreUnseen() {
        ScoreCounts reference =
                ScoredRows.of(new double[] {.2, .3, .4}, new int[3]).counts();
        ScoreCounts window =
                ScoredRows.of(new double[] {.1, .25, .3, .9}, new int[4]).counts();
        DensityRatio ratio = DensityRatio.ofScores(reference, window, 3);
        assertThat(ratio.unseenShare()).isEqualTo(0.5);
        assertThat(ratio.weight(ScoreBins.of(0.1))).isZero();
        assertThat(ratio.weight(ScoreBins.of(0.3))).isEqualTo(2);
        assertThat(ratio.weight(ScoreBins.of(0.4))).isZero();
    }

    @Test
    void aGivenRatioCountsByItsProportions() {
        LabelledCounts reference =
                ScoredRows.centred(new SplittableRandom(3), 500).labelled();
        double[] weights = new double[ScoreBins.COUNT];
        Arrays.setAll(weights, bin -> bin);
        double[] tenfold = Arrays.stream(weights).map(weight -> 10 * weight).toArray();
        Performance once = ImportanceWeighted.of(reference, reference.scores(), DensityRatio.of(weights, 0.1), 0.95);
        Performance scaled = ImportanceWeighted.of(reference, reference.scores(), DensityRatio.of(tenfold, 0.1), 0.95);
        assertThat(value(once, Measure.F1)).isCloseTo(value(scaled, Measure.F1), within(1e-12));
        assertThat(once.unseenShare()).isEqualTo(0.1);
        assertThatThrownBy(() -> DensityRatio.of(new double[3], 0)).hasMessage("weights must be 1000, found 3");
    }

    @Test
    void withoutWeightNothingIsEstimated() {
        LabelledCounts reference =
                ScoredRows.of(new double[] {.2, .3}, new int[] {0, 1}).labelled();
        ScoreCounts window = ScoredRows.of(new double[] {.9}, new int[1]).counts();
        Performance estimate =
                ImportanceWeighted.of(reference, window, DensityRatio.ofScores(reference.scores(), window, 2), 0.95);
        assertThat(estimate.unseenShare()).isEqualTo(1);
        assertThat(estimate.figures())
                .allSatisfy(figure -> assertThat(figure.value()).isEmpty());
    }

    private static double value(Performance performance, Measure measure) {
        return performance.figure(measure).value().orElseThrow();
    }
}
