package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.NumberErrors;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorCountsTest {
    private static final PredictionBins BINS = new PredictionBins(List.of(10.0, 20.0, 30.0));

    @Test
    void errorsAreThoseOfTheRows() {
        SplittableRandom random = new SplittableRandom(1);
        double[] predicted = random.doubles(500, 0, 40).toArray();
        double[] actual = random.doubles(500, 0, 40).toArray();
        Performance found = counted(BINS, predicted, actual, 0, 500).realised(0.95);
        NumberErrors slow = NumberErrors.of(predicted, actual);
        Figure absolute = found.figure(Measure.MEAN_ABSOLUTE_ERROR);
        assertThat(absolute.value().orElseThrow()).isCloseTo(slow.meanAbsolute(), within(1e-12));
        assertThat(absolute.interval().orElseThrow().upper())
                .isCloseTo(slow.meanAbsoluteInterval(0.95).upper(), within(1e-9));
        Figure root = found.figure(Measure.ROOT_MEAN_SQUARED_ERROR);
        assertThat(root.value().orElseThrow()).isCloseTo(slow.rootMeanSquared(), within(1e-12));
        assertThat(root.interval().orElseThrow().upper())
                .as("delta method and normal interval of the squares agree to second order")
                .isCloseTo(slow.rootMeanSquaredInterval(0.95).upper(), within(0.05));
        assertThat(found.rows()).isEqualTo(500);
        assertThat(found.method()).isEqualTo(Performance.Method.REALISED);
    }

    @Test
    void theErrorOfTheMeanIsRight() {
        int covered = 0;
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ErrorCounts.Counter counter = new ErrorCounts.Counter(PredictionBins.ONE);
            for (int row = 0; row < 300; row++) {
                counter.add(0, -Math.log(1 - random.nextDouble()));
            }
            covered += counter.counts()
                            .realised(0.95)
                            .figure(Measure.MEAN_ABSOLUTE_ERROR)
                            .interval()
                            .orElseThrow()
                            .contains(1)
                    ? 1
                    : 0;
        }
        assertThat(covered).isBetween(362, 398);
    }

    @Test
    void anyOrderAndPartitionGiveTheSameBits() {
        SplittableRandom random = new SplittableRandom(2);
        double[] predicted = random.doubles(300, -1e9, 1e9).toArray();
        double[] actual = random.doubles(300, -1e-9, 1e-9).toArray();
        ErrorCounts all = counted(BINS, predicted, actual, 0, 300);
        ErrorCounts parts = counted(BINS, predicted, actual, 200, 300)
                .merge(counted(BINS, predicted, actual, 0, 70))
                .merge(counted(BINS, predicted, actual, 70, 200));
        assertThat(parts).isEqualTo(all).hasSameHashCodeAs(all);
        assertThat(parts.toBytes()).isEqualTo(all.toBytes());
        assertThat(ErrorCounts.fromBytes(all.toBytes())).isEqualTo(all);
        assertThat(ErrorCounts.fromBytes(all.toBytes()).errors()).isEqualTo(all.errors());
    }

    @Test
    void rowsWithoutAnOutcomeAreMissing() {
        ErrorCounts.Counter counter = new ErrorCounts.Counter(BINS);
        counter.add(Double.NaN, 1);
        counter.add(1, Double.POSITIVE_INFINITY);
        assertThat(counter.counts().missing()).isEqualTo(2);
        Figure none = counter.counts().realised(0.95).figure(Measure.MEAN_ABSOLUTE_ERROR);
        assertThat(none.value()).isEmpty();
        assertThat(none.reason()).isNotEmpty();
    }

    @Test
    void refusesOtherBinsAndDamage() {
        ErrorCounts counts = counted(BINS, new double[] {1, 25}, new double[] {2, 3}, 0, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counts.merge(new ErrorCounts.Counter(PredictionBins.ONE).counts()))
                .withMessage("errors by different bins do not merge");
        byte[] bytes = counts.toBytes();
        bytes[9] ^= 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorCounts.fromBytes(bytes))
                .withMessageContaining("check sum");
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorCounts.fromBytes(new byte[3]));
    }

    private static ErrorCounts counted(PredictionBins bins, double[] predicted, double[] actual, int from, int to) {
        ErrorCounts.Counter counter = new ErrorCounts.Counter(bins);
        for (int row = from; row < to; row++) {
            counter.add(predicted[row], actual[row]);
        }
        return counter.counts();
    }
}
