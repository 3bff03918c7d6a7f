package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColumnResamplerTest {
    private static final int DRAWS = 4000;

    private static final NumberBins BINS = NumberBins.ofSorted(new double[] {1, 2, 2, 3});

    /** Shares of 0.5, 0.3 and 0.05, and 0.15 missing. */
    private static ColumnCounts reference() {
        ColumnCounter counter = new ColumnCounter(BINS);
        for (int row = 0; row < 1000; row++) {
            if (row < 500) {
                counter.add(1);
            } else if (row < 800) {
                counter.add(2);
            } else if (row < 850) {
                counter.add(3);
            } else {
                counter.addMissing();
            }
        }
        return counter.counts();
    }

    /** Counts have the mean and the variance of a multinomial draw, both where they are small and where they are large. */
    @Test
    void drawsRowsWithReplacement() {
        for (long rows : new long[] {1, 7, 200, 50_000}) {
            ColumnResampler resampler = new ColumnResampler(reference());
            SplittableRandom random = new SplittableRandom(rows);
            double[] sum = new double[4];
            double[] squares = new double[4];
            for (int draw = 0; draw < DRAWS; draw++) {
                ColumnCounts drawn = resampler.draw(rows, random);
                assertThat(drawn.rows()).isEqualTo(rows);
                assertThat(drawn.isBy(BINS)).isTrue();
                long[] counts = {
                    drawn.count(BINS.bin(1)), drawn.count(BINS.bin(2)), drawn.count(BINS.bin(3)), drawn.missing()
                };
                for (int i = 0; i < counts.length; i++) {
                    sum[i] += counts[i];
                    squares[i] += (double) counts[i] * counts[i];
                }
            }
            double[] shares = {0.5, 0.3, 0.05, 0.15};
            for (int i = 0; i < shares.length; i++) {
                double variance = rows * shares[i] * (1 - shares[i]);
                double mean = sum[i] / DRAWS;
                assertThat(mean).isCloseTo(rows * shares[i], within(5 * Math.sqrt(variance / DRAWS)));
                assertThat(squares[i] / DRAWS - mean * mean).isCloseTo(variance, within(variance * 0.2));
            }
        }
    }

    @Test
    void levelsOfTextsAreDrawnAsTheyAreNamedSoThatNoneIsNew() {
        TextBins bins = TextBins.of(Map.of("red", 600L, "green", 300L));
        ColumnCounter counter = new ColumnCounter(bins);
        for (int row = 0; row < 1000; row++) {
            counter.add(row < 600 ? "red" : row < 900 ? "green" : "rare" + row % 7);
        }
        ColumnCounts reference = counter.counts();
        ColumnResampler resampler = new ColumnResampler(reference);
        SplittableRandom random = new SplittableRandom(3);
        for (int draw = 0; draw < 200; draw++) {
            ColumnCounts drawn = resampler.draw(500, random);
            assertThat(drawn.rows()).isEqualTo(500);
            assertThat(LevelChanges.rowsOfNew(reference, drawn)).isZero();
            assertThat(drawn.named().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            + drawn.unnamed())
                    .isEqualTo(drawn.count(bins.size() - 1));
        }
    }

    @Test
    void theSameSeedDrawsTheSame() {
        ColumnResampler resampler = new ColumnResampler(reference());
        assertThat(resampler.draw(5000, new SplittableRandom(1)))
                .isEqualTo(resampler.draw(5000, new SplittableRandom(1)))
                .isNotEqualTo(resampler.draw(5000, new SplittableRandom(2)));
        assertThatThrownBy(() -> new ColumnResampler(ColumnCounts.none(BINS)))
                .hasMessage("there must be rows to draw from, found none");
    }
}
