package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.CalibrationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationDriftTest {
    @Test
    void tenRowsByHand() {
        LabelledCounts counts = ScoredRows.of(
                        new double[] {.05, .12, .18, .25, .33, .48, .62, .71, .83, .95},
                        new int[] {0, 0, 0, 1, 0, 1, 1, 0, 1, 1})
                .labelled();
        CalibrationDrift five = CalibrationDrift.of(counts, 5, 0.95);
        assertThat(five.equalWidth().expectedCalibrationError()).isCloseTo(0.184, within(1e-8));
        assertThat(five.equalMass().expectedCalibrationError()).isCloseTo(0.148, within(1e-8));
        assertThat(five.equalWidth().binning()).isEqualTo(CalibrationTable.Binning.EQUAL_WIDTH);
        assertThat(five.equalMass().binning()).isEqualTo(CalibrationTable.Binning.EQUAL_MASS);
        assertThat(CalibrationDrift.of(counts, 10, 0.95).equalWidth().expectedCalibrationError())
                .isCloseTo(0.326, within(1e-8));
        assertThat(five.inTheLarge()).isCloseTo(0.5 - 0.452, within(1e-8));
    }

    @Test
    void tablesAreThoseOfTheRows() {
        for (int seed = 0; seed < 5; seed++) {
            ScoredRows unbinned = ScoredRows.calibrated(new SplittableRandom(seed), 700);
            CalibrationDrift drift = CalibrationDrift.of(unbinned.labelled(), 20, 0.95);
            assertThat(drift.equalWidth().expectedCalibrationError())
                    .isCloseTo(
                            CalibrationTable.equalWidth(unbinned.outcomes(), 20).expectedCalibrationError(),
                            within(1e-8));
            ScoredRows centred = ScoredRows.centred(new SplittableRandom(seed), 700);
            assertThat(CalibrationDrift.of(centred.labelled(), 20, 0.95)
                            .equalMass()
                            .expectedCalibrationError())
                    .isCloseTo(
                            CalibrationTable.equalMass(centred.outcomes(), 20).expectedCalibrationError(),
                            within(1e-8));
        }
    }

    @Test
    void calibratedScoresHaveNoDriftAndSlopeOne() {
        int covered = 0;
        int slopes = 0;
        for (int seed = 0; seed < 200; seed++) {
            CalibrationDrift drift = CalibrationDrift.of(
                    ScoredRows.calibrated(new SplittableRandom(seed), 2000).labelled(), 10, 0.95);
            covered += drift.inTheLargeInterval().contains(0) ? 1 : 0;
            slopes += drift.slope().orElseThrow().slopeInterval().contains(1) ? 1 : 0;
        }
        assertThat(covered).isBetween(182, 198);
        assertThat(slopes).isBetween(182, 198);
    }

    @Test
    void tooExtremeScoresHaveASlopeBelowOne() {
        SplittableRandom random = new SplittableRandom(1);
        List<ScoredRows.Row> rows = new ArrayList<>();
        for (int row = 0; row < 20_000; row++) {
            double logOdds = random.nextDouble() * 4 - 2;
            double truth = 1 / (1 + Math.exp(-logOdds / 2 - 0.5));
            rows.add(new ScoredRows.Row(
                    1 / (1 + Math.exp(-logOdds)),
                    Side.NEGATIVE,
                    random.nextDouble() < truth ? Side.POSITIVE : Side.NEGATIVE));
        }
        CalibrationSlope slope = CalibrationDrift.of(new ScoredRows(rows).labelled(), 10, 0.95)
                .slope()
                .orElseThrow();
        assertThat(slope.slopeInterval().contains(0.5)).isTrue();
        assertThat(slope.slopeInterval().contains(1)).isFalse();
        assertThat(slope.intercept()).isCloseTo(0.5, within(0.06));
    }

    @Test
    void oneClassOneScoreAndPerfectScoresHaveNoSlope() {
        assertThat(slope(new double[] {.2, .4, .6}, new int[] {1, 1, 1})).isEmpty();
        assertThat(slope(new double[] {.4, .4, .4}, new int[] {0, 1, 1})).isEmpty();
        assertThat(slope(new double[] {.2, .4, .6, .8}, new int[] {0, 0, 1, 1})).isEmpty();
    }

    private static java.util.Optional<CalibrationSlope> slope(double[] scores, int[] labels) {
        return CalibrationDrift.of(ScoredRows.of(scores, labels).labelled(), 10, 0.95)
                .slope();
    }

    @Test
    void noRowsAndBinsThatDoNotDivideAreRefused() {
        assertThatThrownBy(() -> CalibrationDrift.of(LabelledCounts.none(), 10, 0.95))
                .hasMessage("calibration needs at least 1 row, found 0");
        assertThatThrownBy(() -> CalibrationDrift.of(LabelledCounts.none(), 15, 0.95))
                .hasMessage("bins must divide 1000, found 15");
    }
}
