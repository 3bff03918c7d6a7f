package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.NumberErrors;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionErrorsTest {
    private static final PredictionBins BINS = new PredictionBins(List.of(10.0, 20.0, 30.0));

    @Test
    void aPredictionOnAnEdgeBelongsToTheBinBelow() {
        assertThat(BINS.count()).isEqualTo(4);
        assertThat(List.of(BINS.of(-5), BINS.of(10), BINS.of(10.5), BINS.of(30), BINS.of(31)))
                .containsExactly(0, 0, 1, 2, 3);
        assertThatThrownBy(() -> BINS.of(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new PredictionBins(List.of(2.0, 2.0))).hasMessageContaining("edges[1]");
    }

    @Test
    void aWindowLikeTheReferenceHasItsErrors() {
        SplittableRandom random = new SplittableRandom(1);
        double[] predicted = random.doubles(500, 0, 40).toArray();
        double[] actual = new double[500];
        PredictionErrors.Counter counter = new PredictionErrors.Counter(BINS);
        long[] rows = new long[BINS.count()];
        for (int row = 0; row < 500; row++) {
            actual[row] = predicted[row] * (0.5 + random.nextDouble());
            counter.add(predicted[row], actual[row]);
            rows[BINS.of(predicted[row])]++;
        }
        NumberErrors errors = NumberErrors.of(predicted, actual);
        Performance expected = counter.errors().expected(rows, 3, 0.95);
        assertThat(value(expected, Measure.MEAN_ABSOLUTE_ERROR)).isCloseTo(errors.meanAbsolute(), within(1e-9));
        assertThat(value(expected, Measure.ROOT_MEAN_SQUARED_ERROR)).isCloseTo(errors.rootMeanSquared(), within(1e-9));
        assertThat(expected.missing()).isEqualTo(3);
        double halfWidth = errors.meanAbsoluteInterval(0.95).upper() - errors.meanAbsolute();
        assertThat(expected.figure(Measure.MEAN_ABSOLUTE_ERROR)
                        .interval()
                        .orElseThrow()
                        .upper())
                .isBetween(errors.meanAbsolute() + halfWidth, errors.meanAbsolute() + 1.5 * halfWidth);
    }

    @Test
    void moreRowsWhereErrorsAreLargeRaiseTheExpectedError() {
        PredictionErrors.Counter counter = new PredictionErrors.Counter(BINS);
        counter.add(5, 6);
        counter.add(25, 20);
        counter.add(25, 32);
        Performance expected = counter.errors().expected(new long[] {1, 0, 3, 0}, 0, 0.95);
        assertThat(value(expected, Measure.MEAN_ABSOLUTE_ERROR)).isCloseTo((1 + 3 * 6) / 4.0, within(1e-12));
        assertThat(value(expected, Measure.ROOT_MEAN_SQUARED_ERROR))
                .isCloseTo(Math.sqrt((1 + 3 * 37) / 4.0), within(1e-12));
    }

    @Test
    void predictionsThatTheReferenceHasNotAreUnseen() {
        PredictionErrors.Counter counter = new PredictionErrors.Counter(BINS);
        counter.add(5, 6);
        PredictionErrors errors = counter.errors();
        Performance half = errors.expected(new long[] {2, 0, 0, 2}, 0, 0.95);
        assertThat(half.unseenShare()).isEqualTo(0.5);
        assertThat(value(half, Measure.MEAN_ABSOLUTE_ERROR)).isEqualTo(1);
        Performance none = errors.expected(new long[] {0, 0, 0, 2}, 0, 0.95);
        assertThat(none.figures())
                .allSatisfy(figure ->
                        assertThat(figure.reason()).isEqualTo("the reference has no row at these predictions"));
        assertThat(errors.expected(new long[4], 0, 0.95).figures())
                .allSatisfy(figure -> assertThat(figure.value()).isEmpty());
    }

    @Test
    void anyOrderGivesTheSameErrors() {
        SplittableRandom random = new SplittableRandom(3);
        double[] actual = random.doubles(200, -1e6, 1e6).toArray();
        PredictionErrors.Counter up = new PredictionErrors.Counter(BINS);
        PredictionErrors.Counter down = new PredictionErrors.Counter(BINS);
        for (int row = 0; row < 200; row++) {
            up.add(15, actual[row]);
            down.add(15, actual[199 - row]);
        }
        assertThat(up.errors()).isEqualTo(down.errors());
    }

    private static double value(Performance performance, Measure measure) {
        return performance.figure(measure).value().orElseThrow();
    }
}
