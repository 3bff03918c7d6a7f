package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.monitor.JudgedFigure.Verdict;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.PredictionBins;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SliceJudgeTest {
    private static final SliceJudge JUDGE = new SliceJudge(100);

    @Test
    void oneSliceHasTheBoundOfAllRows() {
        Performance window = errors(1, 2000, 1.1);
        Performance tested = errors(2, 2000, 1);
        JudgedFigure alone = JudgedFigure.of(window, Optional.of(tested), 100).stream()
                .filter(figure -> figure.figure().measure() == Measure.MEAN_ABSOLUTE_ERROR)
                .findFirst()
                .orElseThrow();
        JudgedFigure slice =
                judged(Map.of(slice("DE"), window), Map.of(slice("DE"), tested)).get(slice("DE"));
        assertThat(slice.tolerated().orElseThrow()).isCloseTo(alone.tolerated().orElseThrow(), within(1e-9));
        assertThat(slice.verdict()).isEqualTo(alone.verdict());
        assertThat(slice.q()).isPresent();
    }

    @Test
    void theWorseSlicesAreFoundAmongManyAndTheirBandsSayTheSame() {
        SortedMap<Slice, Performance> window = new TreeMap<>();
        Map<Slice, Performance> tested = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            window.put(slice("c" + i), errors(100 + i, 1000, i < 3 ? 1.4 : 1));
            tested.put(slice("c" + i), errors(200 + i, 1000, 1));
        }
        SortedMap<Slice, JudgedFigure> judged = JUDGE.judge(window, tested);
        judged.forEach((slice, figure) -> {
            boolean isWorse =
                    figure.figure().value().orElseThrow() - figure.reference().orElseThrow()
                            > figure.tolerated().orElseThrow();
            assertThat(figure.verdict() == Verdict.WORSE).as(slice.words()).isEqualTo(isWorse);
        });
        assertThat(judged.values())
                .filteredOn(figure -> figure.verdict() == Verdict.WORSE)
                .hasSize(3);
    }

    /** Of 200 windows of 40 slices without a change at most as many have a finding as one figure without a change would, by chance. */
    @Test
    void manySlicesWithoutAChangeAreQuiet() {
        int alarmed = 0;
        for (int seed = 0; seed < 200; seed++) {
            SortedMap<Slice, Performance> window = new TreeMap<>();
            Map<Slice, Performance> tested = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                window.put(slice("c" + i), errors(10_000L * seed + i, 200, 1));
                tested.put(slice("c" + i), errors(10_000L * seed + 5_000 + i, 200, 1));
            }
            alarmed +=
                    JUDGE.judge(window, tested).values().stream().anyMatch(figure -> figure.verdict() == Verdict.WORSE)
                            ? 1
                            : 0;
        }
        // 0.135 % of 200 are 0.3; 3 and more would come in 1 of 300 repetitions.
        assertThat(alarmed).isLessThanOrEqualTo(2);
    }

    @Test
    void fewRowsAreUnknownAndDoNotCountAmongTheOthers() {
        SortedMap<Slice, JudgedFigure> judged = judged(
                Map.of(
                        slice("few"), errors(1, 99, 9),
                        slice("untested"), errors(2, 1000, 1),
                        slice("hardly"), errors(3, 1000, 1),
                        slice("known"), errors(4, 1000, 1.3)),
                Map.of(
                        slice("few"), errors(5, 1000, 1),
                        slice("hardly"), errors(6, 99, 1),
                        slice("known"), errors(7, 1000, 1)));
        assertThat(judged.get(slice("few")).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judged.get(slice("few")).reason()).isEqualTo("fewer than 100 rows");
        assertThat(judged.get(slice("untested")).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judged.get(slice("hardly")).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judged.get(slice("known")).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(judged.get(slice("known")).q())
                .satisfies(q -> assertThat(q.orElseThrow()).isLessThan(1e-3));
        assertThat(JUDGE.judge(new TreeMap<>(), Map.of())).isEmpty();
    }

    @Test
    void rowsWithoutAValueAreASlice() {
        Slice missing = new Slice("country", null);
        assertThat(missing.words()).isEqualTo("country = missing");
        assertThat(judged(Map.of(missing, errors(1, 500, 1), slice("DE"), errors(2, 500, 1)), Map.of()))
                .containsOnlyKeys(missing, slice("DE"));
        assertThat(missing).isLessThan(slice("DE"));
    }

    private static SortedMap<Slice, JudgedFigure> judged(
            Map<Slice, Performance> window, Map<Slice, Performance> tested) {
        return JUDGE.judge(new TreeMap<>(window), tested);
    }

    private static Slice slice(String value) {
        return new Slice("country", value);
    }

    private static Performance errors(long seed, int rows, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        ErrorCounts.Counter counter = new ErrorCounts.Counter(PredictionBins.ONE);
        for (int row = 0; row < rows; row++) {
            counter.add(0, scale * random.nextDouble());
        }
        return StoredFigures.realised(StoredCounts.of(Of.ERRORS, counter.counts()));
    }
}
