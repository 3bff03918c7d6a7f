package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.AucEstimate;
import io.headrace.stats.AveragePrecision;
import io.headrace.stats.DeLong;
import io.headrace.stats.ProbabilityLoss;
import io.headrace.stats.WilsonInterval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RealisedFiguresTest {
    @Test
    void equalTheFiguresOfTheRowsWhereEachBinHasOneScore() {
        for (int seed = 0; seed < 5; seed++) {
            ScoredRows rows = ScoredRows.centred(new SplittableRandom(seed), 500);
            Performance realised = RealisedFigures.of(rows.labelled(), 0.95);
            AucEstimate auc = DeLong.estimate(rows.outcomes());
            assertThat(value(realised, Measure.AUC)).isCloseTo(auc.auc(), within(1e-12));
            assertThat(realised.figure(Measure.AUC).standardError().getAsDouble())
                    .isCloseTo(auc.standardError(), within(1e-12));
            assertThat(realised.figure(Measure.AUC).interval().orElseThrow().lower())
                    .isCloseTo(auc.interval(0.95).lower(), within(1e-12));
            assertThat(value(realised, Measure.AVERAGE_PRECISION))
                    .isCloseTo(AveragePrecision.of(rows.outcomes()), within(1e-12));
            assertThat(value(realised, Measure.LOG_LOSS))
                    .isCloseTo(ProbabilityLoss.logLoss(rows.outcomes()), within(1e-6));
        }
    }

    @Test
    void brierScoreAndSharesAreThoseOfUnbinnedScores() {
        ScoredRows rows = ScoredRows.calibrated(new SplittableRandom(9), 4000);
        Performance realised = RealisedFigures.of(rows.labelled(), 0.95);
        assertThat(value(realised, Measure.BRIER)).isCloseTo(ProbabilityLoss.brier(rows.outcomes()), within(1e-9));
        assertThat(value(realised, Measure.LOG_LOSS)).isCloseTo(ProbabilityLoss.logLoss(rows.outcomes()), within(1e-3));
        long right = rows.rows().stream()
                .filter(row -> row.decision() == row.label())
                .count();
        assertThat(value(realised, Measure.ACCURACY)).isEqualTo(right / 4000.0);
        assertThat(realised.figure(Measure.ACCURACY).interval()).hasValue(WilsonInterval.of(right, 4000, 0.95));
        assertThat(value(realised, Measure.AUC))
                .isCloseTo(DeLong.estimate(rows.outcomes()).auc(), within(realised.aucBinError()));
    }

    @Test
    void oneClassLeavesFiguresEmptyWithAReason() {
        Performance realised = RealisedFigures.of(
                ScoredRows.of(new double[] {0.2, 0.7}, new int[] {0, 0}).labelled(), 0.95);
        assertThat(realised.figure(Measure.AUC).value()).isEmpty();
        assertThat(realised.figure(Measure.AUC).reason()).isEqualTo("no row is positive");
        assertThat(realised.figure(Measure.RECALL).value()).isEmpty();
        assertThat(realised.figure(Measure.AVERAGE_PRECISION).value()).isEmpty();
        assertThat(realised.figure(Measure.PRECISION).value()).hasValue(0);
        assertThat(realised.figure(Measure.SPECIFICITY).value()).hasValue(0.5);
        Performance positives = RealisedFigures.of(
                ScoredRows.of(new double[] {0.2, 0.7}, new int[] {1, 1}).labelled(), 0.95);
        assertThat(positives.figure(Measure.AUC).reason()).isEqualTo("no row is negative");
        assertThat(RealisedFigures.of(LabelledCounts.none(), 0.95).figures())
                .allSatisfy(figure -> assertThat(figure.value()).isEmpty());
    }

    /** Of windows like the reference, 95 of 100 lie in the band, whatever their size. */
    @Test
    void theBandHoldsWindowsLikeTheReference() {
        SplittableRandom random = new SplittableRandom(12);
        int inside = 0;
        for (int run = 0; run < 300; run++) {
            Performance reference =
                    RealisedFigures.of(ScoredRows.calibrated(random, 900).labelled(), 0.95);
            Performance window =
                    RealisedFigures.of(ScoredRows.calibrated(random, 300).labelled(), 0.95);
            inside += reference.band(Measure.AUC, 300, 0.95).orElseThrow().contains(value(window, Measure.AUC)) ? 1 : 0;
            inside += reference.band(Measure.F1, 300, 0.95).orElseThrow().contains(value(window, Measure.F1)) ? 1 : 0;
        }
        assertThat(inside / 600.0).isBetween(0.92, 0.98);
        Performance any = RealisedFigures.of(ScoredRows.calibrated(random, 90).labelled(), 0.95);
        assertThat(any.band(Measure.TRUE_POSITIVES, 30, 0.95)).isEmpty();
        assertThat(RealisedFigures.of(LabelledCounts.none(), 0.95).band(Measure.AUC, 30, 0.95))
                .isEmpty();
    }

    @Test
    void onePositiveRowHasAnAucWithoutError() {
        Figure auc = RealisedFigures.of(
                        ScoredRows.of(new double[] {0.2, 0.7, 0.4}, new int[] {0, 1, 0})
                                .labelled(),
                        0.95)
                .figure(Measure.AUC);
        assertThat(auc.value()).hasValue(1);
        assertThat(auc.standardError()).isEmpty();
        assertThat(auc.interval()).isEmpty();
        assertThat(auc.reason()).isEqualTo("the error of an AUC needs two rows of each class");
    }

    private static double value(Performance performance, Measure measure) {
        return performance.figure(measure).value().orElseThrow();
    }
}
