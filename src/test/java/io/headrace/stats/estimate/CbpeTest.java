package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CbpeTest {
    private static final double CONFIDENCE = Performance.THREE_STANDARD_ERRORS;

    /** Vector D7. */
    @Test
    void fourRowsByHand() {
        Performance estimate = Cbpe.of(
                ScoredRows.of(new double[] {0.9, 0.8, 0.3, 0.1}, new int[4]).counts(), CONFIDENCE);
        assertThat(value(estimate, Measure.TRUE_POSITIVES)).isCloseTo(1.7, within(1e-8));
        assertThat(value(estimate, Measure.FALSE_POSITIVES)).isCloseTo(0.3, within(1e-8));
        assertThat(value(estimate, Measure.FALSE_NEGATIVES)).isCloseTo(0.4, within(1e-8));
        assertThat(value(estimate, Measure.TRUE_NEGATIVES)).isCloseTo(1.6, within(1e-8));
        assertThat(value(estimate, Measure.ACCURACY)).isCloseTo(0.825, within(1e-8));
        assertThat(value(estimate, Measure.AUC)).isCloseTo(0.863409, within(1e-6));
        assertThat(value(estimate, Measure.PRECISION)).isCloseTo(1.7 / 2, within(1e-8));
        assertThat(value(estimate, Measure.RECALL)).isCloseTo(1.7 / 2.1, within(1e-8));
        assertThat(value(estimate, Measure.SPECIFICITY)).isCloseTo(1.6 / 1.9, within(1e-8));
        assertThat(value(estimate, Measure.F1)).isCloseTo(3.4 / 4.1, within(1e-8));
        assertThat(value(estimate, Measure.BRIER)).isCloseTo((0.09 + 0.16 + 0.21 + 0.09) / 4, within(1e-8));
        assertThat(estimate.method().blindTo()).contains("concept drift");
    }

    @Test
    void equalsTheSumsOverRowsWhereEachBinHasOneScore() {
        for (int seed = 0; seed < 5; seed++) {
            ScoredRows rows = ScoredRows.centred(new SplittableRandom(seed), 400);
            Performance estimate = Cbpe.of(rows.counts(), CONFIDENCE);
            assertThat(value(estimate, Measure.AUC)).isCloseTo(rows.expectedAuc(), within(1e-8));
            assertThat(value(estimate, Measure.AVERAGE_PRECISION))
                    .isCloseTo(rows.expectedAveragePrecision(), within(1e-8));
            double truePositives = rows.expected(Side.POSITIVE, Side.POSITIVE);
            assertThat(value(estimate, Measure.TRUE_POSITIVES)).isCloseTo(truePositives, within(1e-6));
            assertThat(value(estimate, Measure.RECALL))
                    .isCloseTo(
                            truePositives / (truePositives + rows.expected(Side.NEGATIVE, Side.POSITIVE)),
                            within(1e-8));
        }
    }

    @Test
    void liesWithinTheBinErrorOfTheUnbinnedAuc() {
        for (int seed = 0; seed < 20; seed++) {
            ScoredRows rows = squeezed(new SplittableRandom(seed), 300);
            Performance estimate = Cbpe.of(rows.counts(), CONFIDENCE);
            double distance = Math.abs(value(estimate, Measure.AUC) - rows.expectedAuc());
            assertThat(distance).isLessThanOrEqualTo(estimate.aucBinError() + 1e-8);
            assertThat(estimate.aucBinError()).isBetween(0.001, 0.2);
        }
    }

    /** Few bins with many different scores each. */
    private static ScoredRows squeezed(SplittableRandom random, int rows) {
        List<ScoredRows.Row> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            made.add(ScoredRows.row(random, 0.495 + random.nextDouble() / 100));
        }
        return new ScoredRows(made);
    }

    @Test
    void expectedLogLossIsTheMeanEntropy() {
        ScoredRows rows = ScoredRows.calibrated(new SplittableRandom(1), 20_000);
        double entropy = rows.rows().stream()
                .mapToDouble(row -> row.probability())
                .map(p -> -p * Math.log(p) - (1 - p) * Math.log1p(-p))
                .average()
                .orElseThrow();
        assertThat(value(Cbpe.of(rows.counts(), CONFIDENCE), Measure.LOG_LOSS)).isCloseTo(entropy, within(2e-6));
    }

    /** The label error is the spread of realised figures about the estimate; the standard error that of new samples. */
    @Test
    void errorsAreThoseOfRepetitions() {
        SplittableRandom random = new SplittableRandom(11);
        ScoredRows rows = ScoredRows.calibrated(random, 1500);
        Performance estimate = Cbpe.of(rows.counts(), CONFIDENCE);
        Map<Measure, Double> sameRows = spread(estimate, () -> relabelled(random, rows));
        Map<Measure, Double> newRows = spread(estimate, () -> resampled(random, rows));
        for (Measure measure : Measure.OF_CLASSES) {
            Figure figure = estimate.figure(measure);
            assertThat(sameRows.get(measure) / figure.labelError().getAsDouble())
                    .as("label error of " + measure)
                    .isBetween(0.85, 1.15);
            assertThat(newRows.get(measure) / figure.standardError().getAsDouble())
                    .as("standard error of " + measure)
                    .isBetween(0.85, 1.15);
        }
    }

    private static Map<Measure, Double> spread(Performance estimate, java.util.function.Supplier<ScoredRows> draw) {
        Map<Measure, Double> squares = new EnumMap<>(Measure.class);
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            Performance realised = RealisedFigures.of(draw.get().labelled(), CONFIDENCE);
            for (Measure measure : Measure.OF_CLASSES) {
                double distance = value(realised, measure) - value(estimate, measure);
                squares.merge(measure, distance * distance / runs, Double::sum);
            }
        }
        squares.replaceAll((measure, square) -> Math.sqrt(square));
        return squares;
    }

    private static ScoredRows relabelled(SplittableRandom random, ScoredRows rows) {
        return new ScoredRows(rows.rows().stream()
                .map(row -> ScoredRows.row(random, row.probability()))
                .toList());
    }

    private static ScoredRows resampled(SplittableRandom random, ScoredRows rows) {
        return new ScoredRows(rows.rows().stream()
                .map(row -> ScoredRows.row(
                        random,
                        rows.rows().get(random.nextInt(rows.rows().size())).probability()))
                .toList());
    }

    @Test
    void theStandardErrorOfAnAccuracyIsThatOfAShare() {
        Performance estimate =
                Cbpe.of(ScoredRows.calibrated(new SplittableRandom(5), 700).counts(), CONFIDENCE);
        double accuracy = value(estimate, Measure.ACCURACY);
        Figure figure = estimate.figure(Measure.ACCURACY);
        assertThat(figure.standardError().getAsDouble())
                .isCloseTo(Math.sqrt(accuracy * (1 - accuracy) / 700), within(1e-9));
        Interval band = figure.interval().orElseThrow();
        assertThat(band.upper() - accuracy).isCloseTo(3 * figure.standardError().getAsDouble(), within(1e-6));
    }

    @Test
    void whatIsNotDefinedIsEmptyWithAReason() {
        Performance nothing = Cbpe.of(ScoreCounts.none(), CONFIDENCE);
        assertThat(nothing.figures()).hasSize(Measure.OF_CLASSES.size()).allSatisfy(figure -> {
            assertThat(figure.value()).isEmpty();
            assertThat(figure.interval()).isEmpty();
            assertThat(figure.reason()).isNotEmpty();
        });
        Performance sureNegatives =
                Cbpe.of(ScoredRows.of(new double[] {0, 0, 0}, new int[3]).counts(), CONFIDENCE);
        assertThat(sureNegatives.figure(Measure.PRECISION).reason()).isEqualTo("no row was decided positive");
        assertThat(sureNegatives.figure(Measure.RECALL).reason()).isEqualTo("no row is positive");
        assertThat(sureNegatives.figure(Measure.AUC).reason()).isEqualTo("only one class is expected");
        assertThat(sureNegatives.figure(Measure.AVERAGE_PRECISION).value()).isEmpty();
        assertThat(sureNegatives.figure(Measure.ACCURACY).value()).hasValue(1);
        assertThat(sureNegatives.figure(Measure.SPECIFICITY).value()).hasValue(1);
    }

    @Test
    void oneConstantScoreRanksAtChance() {
        Performance estimate = Cbpe.of(
                ScoredRows.of(new double[] {0.99, 0.99, 0.99}, new int[3]).counts(), CONFIDENCE);
        assertThat(value(estimate, Measure.AUC)).isCloseTo(0.5, within(1e-9));
        assertThat(value(estimate, Measure.PRECISION)).isCloseTo(0.99, within(1e-8));
        assertThat(value(estimate, Measure.RECALL)).isEqualTo(1);
    }

    private static double value(Performance performance, Measure measure) {
        return performance.figure(measure).value().orElseThrow();
    }
}
