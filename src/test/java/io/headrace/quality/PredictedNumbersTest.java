package io.headrace.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.PresenceBins;
import io.headrace.stats.estimate.PredictionBins;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PredictedNumbersTest {
    @Test
    void countsOfPredictionsAreThoseOfTheBinsOfErrors() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int distinct = 1 + random.nextInt(150);
            double[] reference = numbers(random, 400, distinct);
            NumberBins column =
                    NumberBins.ofSorted(Arrays.stream(reference).sorted().toArray());
            PredictionBins bins = PredictedNumbers.bins(column);
            double[] now = numbers(random, 300, 160);
            ColumnCounter counter = new ColumnCounter(column);
            long[] slow = new long[bins.count()];
            for (double number : now) {
                counter.add(number);
                slow[bins.of(number)]++;
            }
            assertThat(PredictedNumbers.rows(column, counter.counts(), bins)).containsExactly(slow);
        }
    }

    @Test
    void manyNumbersHaveTenBins() {
        double[] numbers = DoubleStream.iterate(0, x -> x + 1).limit(5_000).toArray();
        assertThat(PredictedNumbers.bins(NumberBins.ofSorted(numbers)).count()).isEqualTo(10);
        assertThat(PredictedNumbers.bins(PresenceBins.ofPersonal())).isEqualTo(PredictionBins.ONE);
    }

    private static double[] numbers(SplittableRandom random, int rows, int distinct) {
        return DoubleStream.generate(() -> distinct > 120 ? random.nextDouble() * 10 : random.nextInt(distinct))
                .limit(rows)
                .toArray();
    }
}
