package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationShiftTest {
    @Test
    void tenRowsByHand() {
        LabelledCounts reference = ScoredRows.of(new double[] {.5, .5, .5, .5}, new int[] {0, 1, 0, 1})
                .labelled();
        LabelledCounts window = ScoredRows.of(
                        new double[] {.05, .12, .18, .25, .33, .48, .62, .71, .83, .95},
                        new int[] {0, 0, 0, 1, 0, 1, 1, 0, 1, 1})
                .labelled();
        CalibrationShift shift = CalibrationShift.ofRatio(reference, window).orElseThrow();
        assertThat(shift.reference()).isCloseTo(1, within(1e-9));
        assertThat(shift.now()).isCloseTo(5 / 4.52, within(1e-8));
        assertThat(shift.difference()).isCloseTo(5 / 4.52 - 1, within(1e-8));
        // √(4 · 0.25) / 2 of the reference; of the window the outcomes vary more than calibrated ones, √(Σ(y − p)² −
        // n·0.048²) / Σp.
        assertThat(shift.standardError()).isCloseTo(Math.hypot(0.5, Math.sqrt(1.671 - 0.02304) / 4.52), within(1e-8));
    }

    @Test
    void withoutAShiftTheErrorIsRight() {
        int ratios = 0;
        int slopes = 0;
        int windows = 400;
        for (int seed = 0; seed < windows; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LabelledCounts reference = rows(random, 1500, p -> p * p * 0.9);
            LabelledCounts window = rows(random, 1000, p -> p * p * 0.9);
            ratios += isWithin(CalibrationShift.ofRatio(reference, window).orElseThrow()) ? 1 : 0;
            slopes += isWithin(CalibrationShift.ofSlope(reference, window).orElseThrow()) ? 1 : 0;
        }
        // Binomial, 95 % of 400 with four standard errors.
        assertThat(ratios).as("also where the reference is not calibrated").isBetween(362, 398);
        assertThat(slopes).isBetween(362, 398);
    }

    @Test
    void whatRaisesAllRatesIsARatioAndWhatFlattensThemASlope() {
        SplittableRandom random = new SplittableRandom(3);
        LabelledCounts reference = rows(random, 20_000, p -> p);
        CalibrationShift raised = CalibrationShift.ofRatio(reference, rows(random, 20_000, p -> Math.min(1, 1.3 * p)))
                .orElseThrow();
        assertThat(raised.difference()).isBetween(0.15, 0.3);
        CalibrationShift flattened = CalibrationShift.ofSlope(reference, rows(random, 20_000, p -> 0.25 + p / 2))
                .orElseThrow();
        assertThat(flattened.difference()).isLessThan(-0.3);
        assertThat(Math.abs(flattened.difference()) / flattened.standardError()).isGreaterThan(5);
    }

    @Test
    void noPositiveAtAllIsJudgedAndNoRowIsNot() {
        LabelledCounts reference = rows(new SplittableRandom(1), 5000, p -> p);
        LabelledCounts none = rows(new SplittableRandom(2), 1000, p -> 0);
        CalibrationShift shift = CalibrationShift.ofRatio(reference, none).orElseThrow();
        assertThat(shift.now()).isZero();
        assertThat(shift.difference() / shift.standardError()).isLessThan(-10);
        assertThat(CalibrationShift.ofSlope(reference, none)).isEmpty();
        assertThat(CalibrationShift.ofRatio(reference, LabelledCounts.none())).isEmpty();
        assertThat(CalibrationShift.ofSlope(LabelledCounts.none(), reference)).isEmpty();
        LabelledCounts.Counter zeros = new LabelledCounts.Counter();
        zeros.add(0, Side.NEGATIVE, Side.NEGATIVE);
        assertThat(CalibrationShift.ofRatio(reference, zeros.counts())).isEmpty();
    }

    private static boolean isWithin(CalibrationShift shift) {
        return Math.abs(shift.difference()) < 1.96 * shift.standardError();
    }

    private static LabelledCounts rows(SplittableRandom random, int rows, DoubleUnaryOperator rate) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double probability = random.nextDouble();
            counter.add(
                    probability,
                    probability > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < rate.applyAsDouble(probability) ? Side.POSITIVE : Side.NEGATIVE);
        }
        return counter.counts();
    }
}
