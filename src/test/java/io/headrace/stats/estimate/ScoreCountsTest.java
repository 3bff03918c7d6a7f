package io.headrace.stats.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScoreCountsTest {
    @Property(tries = 300)
    void aProbabilityLiesInItsBin(@ForAll @DoubleRange(min = 0, max = 1) double probability) {
        int bin = ScoreBins.of(probability);
        assertThat(probability).isLessThanOrEqualTo(ScoreBins.edge(bin + 1));
        assertThat(bin == 0 || probability > ScoreBins.edge(bin)).isTrue();
    }

    @Test
    void anEdgeBelongsToTheBinBelowIt() {
        for (int edge = 1; edge <= ScoreBins.COUNT; edge++) {
            double probability = edge / 1000.0;
            assertThat(ScoreBins.of(probability)).isEqualTo(edge - 1);
            if (edge < ScoreBins.COUNT) {
                assertThat(ScoreBins.of(Math.nextUp(probability))).isEqualTo(edge);
            }
        }
        assertThat(ScoreBins.of(0.0)).isZero();
        assertThat(ScoreBins.of(-0.0)).isZero();
    }

    @Test
    void whatIsNoProbabilityIsRefusedAndNoScoreIsMissing() {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        assertThatThrownBy(() -> counter.add(1.0000001, Side.POSITIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0000001");
        assertThatThrownBy(() -> counter.add(-0.1, Side.POSITIVE)).isInstanceOf(IllegalArgumentException.class);
        counter.add(Double.NaN, Side.POSITIVE);
        counter.addMissing();
        assertThat(counter.counts().missing()).isEqualTo(2);
        assertThat(counter.counts().rows()).isZero();
    }

    @Test
    void sumsAreThoseOfTheRows() {
        ScoredRows rows = ScoredRows.calibrated(new SplittableRandom(1), 5000);
        ScoreCounts counts = rows.counts();
        double sum = 0;
        double spread = 0;
        for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
            for (Side decision : Side.values()) {
                sum += counts.sumUnits(bin, decision) * ScoreCounts.UNIT;
                spread += counts.spreadUnits(bin, decision) * ScoreCounts.UNIT;
            }
        }
        assertThat(counts.rows()).isEqualTo(5000);
        assertThat(counts.rows(Side.POSITIVE))
                .isEqualTo(rows.rows().stream()
                        .filter(row -> row.probability() > 0.5)
                        .count());
        double[] probabilities = rows.probabilities();
        assertThat(sum).isCloseTo(java.util.Arrays.stream(probabilities).sum(), within(5000 * ScoreCounts.UNIT));
        assertThat(spread)
                .isCloseTo(
                        java.util.Arrays.stream(probabilities)
                                .map(p -> p * (1 - p))
                                .sum(),
                        within(5000 * ScoreCounts.UNIT));
        assertThat(counts.mean()).isCloseTo(sum / 5000, within(1e-12));
    }

    @Test
    void anyOrderAndAnyPartsGiveTheSameBytes() {
        List<ScoredRows.Row> rows = new ArrayList<>(
                ScoredRows.calibrated(new SplittableRandom(2), 3000).rows());
        LabelledCounts whole = new ScoredRows(rows).labelled();
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 30; run++) {
            Collections.shuffle(rows, new Random(run));
            LabelledCounts merged = LabelledCounts.none();
            int from = 0;
            while (from < rows.size()) {
                int to = Math.min(rows.size(), from + random.nextInt(1, 1200));
                merged = merged.merge(new ScoredRows(rows.subList(from, to)).labelled());
                from = to;
            }
            assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
            assertThat(merged.toBytes()).isEqualTo(whole.toBytes());
            assertThat(merged.scores()).isEqualTo(new ScoredRows(rows).counts());
        }
    }

    @Test
    void bytesGiveTheCountsBack() {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        counter.add(ScoredRows.calibrated(new SplittableRandom(4), 100_000).counts());
        counter.add(0, Side.NEGATIVE);
        counter.add(1, Side.POSITIVE);
        counter.addMissing();
        ScoreCounts counts = counter.counts();
        assertThat(ScoreCounts.fromBytes(counts.toBytes())).isEqualTo(counts);
        assertThat(counts.toBytes().length).isLessThan(20_000);
        assertThat(ScoreCounts.fromBytes(ScoreCounts.none().toBytes())).isEqualTo(ScoreCounts.none());
        LabelledCounts labelled =
                ScoredRows.calibrated(new SplittableRandom(5), 1000).labelled();
        assertThat(LabelledCounts.fromBytes(labelled.toBytes())).isEqualTo(labelled);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes =
                ScoredRows.calibrated(new SplittableRandom(6), 50).labelled().toBytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x11;
            assertThatThrownBy(() -> LabelledCounts.fromBytes(changed))
                    .as("byte %d", at)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> LabelledCounts.fromBytes(cut))
                    .as("length %d", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anUnknownVersionIsNamed() {
        byte[] bytes = ScoreCounts.none().toBytes();
        bytes[0] = 9;
        assertThatThrownBy(() -> ScoreCounts.fromBytes(bytes))
                .hasMessage("score counts of version 9 cannot be read, only version 1");
    }

    @Test
    void whatIsLeftWithoutAPartIsTheRest() {
        SplittableRandom random = new SplittableRandom(22);
        for (int round = 0; round < 50; round++) {
            ScoreCounts.Counter all = new ScoreCounts.Counter();
            ScoreCounts.Counter part = new ScoreCounts.Counter();
            ScoreCounts.Counter rest = new ScoreCounts.Counter();
            int rows = random.nextInt(200);
            for (int row = 0; row < rows; row++) {
                double score = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
                Side decision = random.nextBoolean() ? Side.POSITIVE : Side.NEGATIVE;
                all.add(score, decision);
                (random.nextBoolean() ? part : rest).add(score, decision);
            }
            assertThat(all.counts().without(part.counts())).contains(rest.counts());
            assertThat(all.counts().without(all.counts())).contains(ScoreCounts.none());
            part.add(0.5, Side.POSITIVE);
            ScoreCounts more = all.counts().merge(part.counts());
            assertThat(
                            part.counts().rows() == 0
                                    ? ScoreCounts.none()
                                    : all.counts().without(more).orElse(null))
                    .as("others are no part")
                    .isNull();
        }
    }
}
