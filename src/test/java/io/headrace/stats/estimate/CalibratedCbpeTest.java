package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibratedCbpeTest {
    /**
     * NannyML's synthetic binary data set (Apache-2.0), its 50,000 reference rows and the first two chunks of 20,000 later ones:
     * the values that NannyML 0.13.1 estimates. The counts were written by version 1 of the format, and must stay readable.
     */
    @Test
    void equalsNannyMlOnItsOwnRows() throws IOException {
        LabelledCounts reference = read("synthetic-reference-v1.bin");
        assertThat(reference.rows()).isEqualTo(50_000);
        Performance first = estimate(read("synthetic-first-v1.bin"), reference);
        assertThat(value(first, Measure.AUC)).isCloseTo(0.9711028571, within(1e-9));
        assertThat(value(first, Measure.F1)).isCloseTo(0.9479079223, within(1e-9));
        assertThat(value(first, Measure.PRECISION)).isCloseTo(0.9436121782, within(1e-9));
        assertThat(value(first, Measure.RECALL)).isCloseTo(0.9522429574, within(1e-9));
        assertThat(value(first, Measure.SPECIFICITY)).isCloseTo(0.9434949870, within(1e-9));
        assertThat(value(first, Measure.ACCURACY)).isCloseTo(0.9478536003, within(1e-9));
        assertThat(value(first, Measure.TRUE_POSITIVES)).isCloseTo(9488.964064, within(1e-5));
        Performance second = estimate(read("synthetic-second-v1.bin"), reference);
        assertThat(value(second, Measure.AUC)).isCloseTo(0.9644102261, within(1e-9));
        assertThat(value(second, Measure.F1)).isCloseTo(0.9294599256, within(1e-9));
        assertThat(value(second, Measure.TRUE_NEGATIVES)).isCloseTo(8868.635302, within(1e-5));
    }

    /** The errors of a window of 20,000 rows: by 400 resamples of the reference, AUC 0.00133, F1 0.00160, accuracy 0.00155. */
    @Test
    void errorsAreThoseOfResamplesOfTheseRows() throws IOException {
        Performance realised = RealisedFigures.of(read("synthetic-first-v1.bin"), 0.95);
        assertThat(error(realised, Measure.AUC)).isCloseTo(0.00133, within(0.0001));
        assertThat(error(realised, Measure.F1)).isCloseTo(0.00160, within(0.0001));
        assertThat(error(realised, Measure.ACCURACY)).isCloseTo(0.00155, within(0.0001));
        Performance estimated = estimate(read("synthetic-first-v1.bin"), read("synthetic-reference-v1.bin"));
        // A reference of 50,000 rows has a variance of its own, 20,000 / 50,000 of the window's.
        assertThat(error(estimated, Measure.AUC)).isCloseTo(0.00131 * Math.sqrt(1.4), within(0.0001));
    }

    private static Performance estimate(LabelledCounts window, LabelledCounts reference) {
        return Cbpe.calibrated(window.scores(), reference, Performance.THREE_STANDARD_ERRORS);
    }

    private static LabelledCounts read(String name) throws IOException {
        try (InputStream in = CalibratedCbpeTest.class.getResourceAsStream(name)) {
            return LabelledCounts.fromBytes(in.readAllBytes());
        }
    }

    /** Scores that are far from rates: realised figures of later windows scatter about the estimate as the label error says. */
    @Test
    void labelErrorsHoldTheReferenceToo() {
        SplittableRandom random = new SplittableRandom(4);
        int runs = 300;
        double squares = 0;
        double stated = 0;
        for (int run = 0; run < runs; run++) {
            LabelledCounts reference = rows(random, 800).labelled();
            LabelledCounts window = rows(random, 1500).labelled();
            Performance estimate = estimate(window, reference);
            double distance =
                    value(RealisedFigures.of(window, 0.95), Measure.ACCURACY) - value(estimate, Measure.ACCURACY);
            squares += distance * distance / runs;
            stated += estimate.figure(Measure.ACCURACY).labelError().getAsDouble() / runs;
        }
        assertThat(Math.sqrt(squares) / stated).isBetween(0.85, 1.15);
    }

    private static ScoredRows rows(SplittableRandom random, int count) {
        List<ScoredRows.Row> made = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            double score = random.nextInt(20) / 20.0 + 0.025;
            made.add(new ScoredRows.Row(
                    score,
                    score > 0.4 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < score * score ? Side.POSITIVE : Side.NEGATIVE));
        }
        return new ScoredRows(made);
    }

    @Test
    void lossesAreThoseOfTheScoresUnderTheRatesOfTheReference() {
        LabelledCounts reference = rows(new SplittableRandom(5), 200_000).labelled();
        Performance estimate = estimate(reference, reference);
        Performance realised = RealisedFigures.of(reference, 0.95);
        for (Measure measure : List.of(Measure.BRIER, Measure.LOG_LOSS, Measure.AVERAGE_PRECISION, Measure.AUC)) {
            assertThat(value(estimate, measure)).isCloseTo(value(realised, measure), within(1e-3));
        }
        assertThat(estimate.method().blindTo()).contains("as in the reference");
    }

    @Test
    void scoresBeyondTheReferenceAreUnseenAndTakeItsEnds() {
        LabelledCounts reference = ScoredRows.of(new double[] {.3, .4, .5, .6}, new int[] {0, 0, 1, 1})
                .labelled();
        LabelledCounts window =
                ScoredRows.of(new double[] {.1, .2, .45, .9}, new int[4]).labelled();
        Performance estimate = estimate(window, reference);
        assertThat(estimate.unseenShare()).isEqualTo(0.75);
        assertThat(value(estimate, Measure.TRUE_POSITIVES)).isEqualTo(1);
        assertThat(value(estimate, Measure.FALSE_NEGATIVES)).isCloseTo(0.5, within(1e-12));
    }

    /** A highest step of the curve that is exactly 1 gives a precision of 1; its rows are few, so there is doubt. */
    @Test
    void aStepOfPositivesOnlyIsNotCertain() {
        LabelledCounts reference = ScoredRows.of(new double[] {.3, .4, .99, .99, .99}, new int[] {0, 1, 1, 1, 1})
                .labelled();
        LabelledCounts window =
                ScoredRows.of(new double[] {.99, .99, .99}, new int[3]).labelled();
        Figure precision = estimate(window, reference).figure(Measure.PRECISION);
        assertThat(precision.value()).hasValue(1);
        assertThat(precision.labelError().getAsDouble()).isGreaterThan(0.1);
    }

    @Test
    void aReferenceWithoutRowsIsRefused() {
        assertThatThrownBy(() -> Cbpe.calibrated(ScoreCounts.none(), LabelledCounts.none(), 0.95))
                .hasMessage("calibration needs at least 1 row, found 0");
    }

    private static double value(Performance performance, Measure measure) {
        return performance.figure(measure).value().orElseThrow();
    }

    private static double error(Performance performance, Measure measure) {
        return performance.figure(measure).standardError().orElseThrow();
    }
}
