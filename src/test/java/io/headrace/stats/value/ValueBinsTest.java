package io.headrace.stats.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ValueBinsTest {
    private static final Offset<Double> HAIR = within(1e-9);
    private static final CostMatrix MATRIX = new CostMatrix(20, -3, -8, 0.5, "EUR");

    /** A row: its score, what was decided, and what it is worth acted on and spared. */
    private record Row(double score, Side decision, boolean positive, double acted, double spared) {
        double worth(double share) {
            return share * acted + (1 - share) * spared;
        }
    }

    private static List<Row> rows(SplittableRandom random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            double score = random.nextInt(4) == 0 ? random.nextInt(1001) / 1000.0 : random.nextDouble();
            boolean positive = random.nextDouble() < score;
            rows.add(new Row(
                    score,
                    random.nextDouble() < score ? Side.POSITIVE : Side.NEGATIVE,
                    positive,
                    positive ? MATRIX.hit() : MATRIX.falseAlarm(),
                    positive ? MATRIX.miss() : MATRIX.rest()));
        }
        return rows;
    }

    private static LabelledCounts counts(List<Row> rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        rows.forEach(row -> counter.add(row.score(), row.decision(), row.positive() ? Side.POSITIVE : Side.NEGATIVE));
        return counter.counts();
    }

    private static ValueSums sums(List<Row> rows) {
        ValueSums sums = ValueSums.realised("EUR");
        rows.forEach(row -> sums.add(row.score(), row.decision(), row.acted(), row.spared()));
        return sums;
    }

    /** The slow way: a share of acting for each row. */
    private static void assertWorth(Worth worth, List<Row> rows, ToDoubleFunction<Row> share) {
        double[] values = rows.stream()
                .mapToDouble(row -> row.worth(share.applyAsDouble(row)))
                .toArray();
        assertSums(worth, values);
    }

    private static void assertSums(Worth worth, double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - total / values.length) * (value - total / values.length);
        }
        assertThat(worth.rows()).isEqualTo(values.length);
        assertThat(worth.total()).isCloseTo(total, within(1e-7));
        if (values.length > 1) {
            assertThat(worth.standardError().getAsDouble())
                    .isCloseTo(Math.sqrt(squares / (values.length - 1) * values.length), within(1e-6));
        }
    }

    private static double decided(Row row) {
        return row.decision() == Side.POSITIVE ? 1 : 0;
    }

    @Test
    void equalsTheSumOverRows() {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 60; run++) {
            List<Row> rows = rows(random, 1 + random.nextInt(200));
            double threshold = random.nextInt(1, 1001) / 1000.0;
            for (ValueBins bins :
                    List.of(ValueBins.realised(counts(rows), MATRIX), sums(rows).bins())) {
                assertWorth(bins.worth(DecisionRule.AS_DECIDED), rows, ValueBinsTest::decided);
                assertWorth(bins.worth(DecisionRule.NONE), rows, row -> 0);
                assertWorth(bins.worth(DecisionRule.ALL), rows, row -> 1);
                Worth above = bins.worth(DecisionRule.above(threshold));
                assertWorth(above, rows, row -> row.score() > threshold ? 1 : 0);
                assertThat(above.least()).isEqualTo(above.total());
                assertThat(above.most()).isEqualTo(above.total());
            }
        }
    }

    @Test
    void theDifferenceOfRulesIsThatOfTheirRows() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 60; run++) {
            List<Row> rows = rows(random, 2 + random.nextInt(200));
            double threshold = random.nextInt(1, 1001) / 1000.0;
            ValueBins bins = ValueBins.realised(counts(rows), MATRIX);
            assertSums(
                    bins.difference(DecisionRule.above(threshold), DecisionRule.AS_DECIDED),
                    rows.stream()
                            .mapToDouble(row -> row.worth(row.score() > threshold ? 1 : 0) - row.worth(decided(row)))
                            .toArray());
        }
    }

    /** The same rows through two models: only rows decided differently count. */
    @Test
    void twoModelsAreComparedRowByRow() {
        SplittableRandom random = new SplittableRandom(4);
        List<Row> rows = rows(random, 300);
        long[] only = new long[4];
        double[] differences = new double[300];
        for (int row = 0; row < 300; row++) {
            Row here = rows.get(row);
            boolean first = random.nextBoolean();
            boolean second = random.nextBoolean();
            differences[row] = here.worth(first ? 1 : 0) - here.worth(second ? 1 : 0);
            if (first != second) {
                only[(first ? 0 : 2) + (here.positive() ? 0 : 1)]++;
            }
        }
        assertSums(new DifferingDecisions(300, only[0], only[1], only[2], only[3]).difference(MATRIX), differences);
    }

    @Test
    void aCapacityIsSharedAmongTies() {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < 12; row++) {
            counter.add(0.4, Side.NEGATIVE, row < 3 ? Side.POSITIVE : Side.NEGATIVE);
        }
        ValueBins bins = ValueBins.realised(counter.counts(), new CostMatrix(4, -1, 0, 0, "EUR"));
        Worth worth = bins.worthAtCapacity(4);
        assertThat(worth.total()).isCloseTo(4 * (3 * 4 - 9) / 12.0, HAIR);
        // At worst the four are negative, at best three of them are positive.
        assertThat(worth.least()).isLessThanOrEqualTo(-4);
        assertThat(worth.most()).isGreaterThanOrEqualTo(11);
        assertThatThrownBy(() -> bins.worthAtCapacity(13))
                .hasMessage("capacity must lie between 0 and the rows, 12, found 13");
    }

    @Test
    void aCapacityTakesTheHighestScores() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 40; run++) {
            List<Row> rows = rows(random, 2 + random.nextInt(150));
            ValueBins bins = ValueBins.realised(counts(rows), MATRIX);
            int capacity = random.nextInt(rows.size() + 1);
            List<Row> ranked = rows.stream()
                    .sorted(Comparator.comparingDouble(row -> -ScoreBins.of(row.score())))
                    .toList();
            double total = ranked.stream().mapToDouble(Row::spared).sum();
            int from = 0;
            while (from < ranked.size()) {
                int bin = ScoreBins.of(ranked.get(from).score());
                int to = from;
                double gain = 0;
                while (to < ranked.size() && ScoreBins.of(ranked.get(to).score()) == bin) {
                    gain += ranked.get(to).acted() - ranked.get(to).spared();
                    to++;
                }
                total += gain * Math.max(0, Math.min(capacity, to) - from) / (to - from);
                from = to;
            }
            assertThat(bins.worthAtCapacity(capacity).total()).isCloseTo(total, within(1e-7));
            assertThat(bins.acted(bins.ofHighest(capacity))).isCloseTo(capacity, HAIR);
        }
    }

    @Test
    void aThresholdWithinABinSaysWhatTheBinMayCost() {
        SplittableRandom random = new SplittableRandom(6);
        for (int run = 0; run < 200; run++) {
            List<Row> rows = new ArrayList<>();
            for (Row row : rows(random, 60)) {
                double score = 0.498 + row.score() * 0.004;
                rows.add(new Row(score, row.decision(), row.positive(), row.acted(), row.spared()));
            }
            double threshold = 0.498 + random.nextDouble() * 0.004;
            Worth worth = ValueBins.realised(counts(rows), MATRIX).worth(DecisionRule.above(threshold));
            double exact = rows.stream()
                    .mapToDouble(row -> row.worth(row.score() > threshold ? 1 : 0))
                    .sum();
            assertThat(exact).isBetween(worth.least() - 1e-9, worth.most() + 1e-9);
            assertThat(worth.total()).isBetween(worth.least() - 1e-9, worth.most() + 1e-9);
        }
    }

    @Test
    void regretIsWhatTheBestThresholdEarnsMore() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 40; run++) {
            List<Row> rows = rows(random, 1 + random.nextInt(80));
            Regret regret = ValueBins.realised(counts(rows), MATRIX).regret(DecisionRule.above(0.5), 0.95);
            double best = Double.NEGATIVE_INFINITY;
            double bestThreshold = Double.NaN;
            for (int edge = 1000; edge >= 0; edge--) {
                double threshold = edge / 1000.0;
                double earned = rows.stream()
                        .mapToDouble(row -> row.worth(row.score() > threshold || threshold == 0 ? 1 : 0))
                        .sum();
                if (earned > best + 1e-9) {
                    best = earned;
                    bestThreshold = threshold;
                }
            }
            assertThat(regret.bestThreshold()).isEqualTo(bestThreshold);
            assertThat(regret.best().total()).isCloseTo(best, within(1e-7));
            double at = rows.stream()
                    .mapToDouble(row -> row.worth(row.score() > 0.5 ? 1 : 0))
                    .sum();
            assertThat(regret.regret().total()).isCloseTo(best - at, within(1e-7));
            assertThat(regret.interval().isPresent()).isEqualTo(rows.size() > 1);
            regret.interval().ifPresent(interval -> {
                assertThat(interval.lower())
                        .isBetween(0.0, Math.max(0, regret.regret().total()));
                assertThat(interval.upper())
                        .isGreaterThanOrEqualTo(regret.regret().total() - 1e-9);
            });
        }
    }

    @Test
    void ofEqualThresholdsTheHighestCounts() {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        counter.add(0.9, Side.POSITIVE, Side.NEGATIVE);
        counter.add(0.2, Side.NEGATIVE, Side.NEGATIVE);
        Regret regret = ValueBins.realised(counter.counts(), new CostMatrix(1, 0, 0, 0, "EUR"))
                .regret(DecisionRule.AS_DECIDED, 0.95);
        assertThat(regret.bestThreshold()).isEqualTo(1);
        assertThat(regret.regret().total()).isZero();
    }

    /** Without labels: what calibrated scores lead one to expect, by the sum over rows. */
    @Test
    void expectedValueIsThatOfTheScores() {
        SplittableRandom random = new SplittableRandom(8);
        List<Row> rows = rows(random, 500);
        ScoreCounts scores = counts(rows).scores();
        ValueSums sums = ValueSums.expected("EUR");
        double total = 0;
        double labels = 0;
        double squares = 0;
        for (Row row : rows) {
            double p = row.score();
            boolean acts = row.decision() == Side.POSITIVE;
            sums.add(p, row.decision(), MATRIX);
            total += acts ? MATRIX.acted(p) : MATRIX.spared(p);
            double spread = acts ? MATRIX.hit() - MATRIX.falseAlarm() : MATRIX.miss() - MATRIX.rest();
            labels += p * (1 - p) * spread * spread;
            squares += acts
                    ? p * MATRIX.hit() * MATRIX.hit() + (1 - p) * MATRIX.falseAlarm() * MATRIX.falseAlarm()
                    : p * MATRIX.miss() * MATRIX.miss() + (1 - p) * MATRIX.rest() * MATRIX.rest();
        }
        for (ValueBins bins : List.of(ValueBins.expected(scores, MATRIX), sums.bins())) {
            Worth worth = bins.worth(DecisionRule.AS_DECIDED);
            assertThat(worth.total()).isCloseTo(total, within(1e-5));
            assertThat(worth.labelError().getAsDouble()).isCloseTo(Math.sqrt(labels), within(1e-5));
            assertThat(worth.standardError().getAsDouble())
                    .isCloseTo(Math.sqrt((squares - total * total / 500) * 500 / 499), within(1e-5));
        }
    }

    /**
     * B3: the values that NannyML 0.13.1 estimates on its synthetic data set (Apache-2.0), with 2 for a true negative, −5 for a false
     * positive, −10 for a false negative and 10 for a true positive; the counts are of its 50,000 reference rows, the first
     * 20,000 later ones and the other 30,000.
     */
    @Test
    void estimatesBeforeLabelsWhatNannyMlDoes() throws IOException {
        CostMatrix matrix = new CostMatrix(10, -5, -10, 2, "USD");
        LabelledCounts reference = read("synthetic-reference-v1.bin");
        LabelledCounts first = read("synthetic-first-v1.bin");
        LabelledCounts second = read("synthetic-second-v1.bin").merge(read("synthetic-third-v1.bin"));
        assertThat(decided(ValueBins.calibrated(first.scores(), reference, matrix))
                        .total())
                .isCloseTo(106_231.756268351, within(1e-6));
        assertThat(decided(ValueBins.calibrated(second.scores(), reference, matrix))
                        .total())
                .isCloseTo(155_489.880450141, within(1e-6));
        Worth estimated = decided(ValueBins.calibrated(first.scores(), reference, matrix));
        Worth known = decided(ValueBins.realised(first, matrix));
        assertThat(estimated.labelInterval(0.95).contains(known.total())).isTrue();
        // Its sampling error is that of the window's rows; here the reference adds its own doubt.
        assertThat(known.standardError().getAsDouble()).isCloseTo(695.36, within(1.0));
        assertThat(estimated.standardError().getAsDouble())
                .isGreaterThan(known.standardError().getAsDouble());
        // The second window drifted: its labels brought less than scores could tell.
        Worth later = decided(ValueBins.calibrated(second.scores(), reference, matrix));
        assertThat(later.labelInterval(0.95)
                        .contains(decided(ValueBins.realised(second, matrix)).total()))
                .isFalse();
    }

    private static Worth decided(ValueBins bins) {
        return bins.worth(DecisionRule.AS_DECIDED);
    }

    private static LabelledCounts read(String name) throws IOException {
        try (InputStream in = LabelledCounts.class.getResourceAsStream(name)) {
            return LabelledCounts.fromBytes(in.readAllBytes());
        }
    }

    @Test
    void aThousandRowsAreWorthATotalPerRow() {
        Worth worth = Worth.ofSums(250, 500, 4000, "EUR");
        assertThat(worth.perThousand().total()).isCloseTo(2000, HAIR);
        assertThat(worth.perThousand().interval(0.95).lower() * 0.25)
                .isCloseTo(worth.interval(0.95).lower(), HAIR);
        Worth both = worth.plus(Worth.ofSums(100, 100, 300, "EUR"));
        assertThat(both.rows()).isEqualTo(350);
        assertThat(both.total()).isCloseTo(600, HAIR);
        assertThatThrownBy(() -> worth.plus(Worth.ofSums(100, 100, 300, "USD"))).hasMessageContaining("EUR and in USD");
    }

    @Test
    void needsARowWithAScore() {
        assertThatThrownBy(() -> ValueBins.realised(LabelledCounts.none(), MATRIX))
                .hasMessage("a value needs at least 1 row with a score, found 0");
        ScoreCounts.Counter missing = new ScoreCounts.Counter();
        missing.addMissing();
        assertThatThrownBy(() -> ValueBins.expected(missing.counts(), MATRIX)).hasMessageContaining("found 0");
    }

    @Test
    void sumsAddUpInAnyOrderToTheSameBytes() {
        List<Row> rows = new ArrayList<>();
        for (Row row : rows(new SplittableRandom(9), 400)) {
            rows.add(new Row(row.score(), row.decision(), row.positive(), row.acted() / 3, row.spared() * 1e9));
        }
        ValueSums all = sums(rows);
        ValueSums first = sums(rows.subList(0, 130));
        ValueSums second = sums(rows.subList(130, 400));
        second.add(first);
        assertThat(second.bins().worth(DecisionRule.AS_DECIDED))
                .isEqualTo(all.bins().worth(DecisionRule.AS_DECIDED));
        byte[] bytes = all.toBytes();
        ValueSums read = ValueSums.fromBytes(bytes);
        assertThat(read.rows()).isEqualTo(400);
        assertThat(read.bins().worth(DecisionRule.above(0.3)))
                .isEqualTo(all.bins().worth(DecisionRule.above(0.3)));
        bytes[40]++;
        assertThatThrownBy(() -> ValueSums.fromBytes(bytes)).hasMessageContaining("damaged");
        assertThatThrownBy(() -> all.add(ValueSums.expected("EUR"))).hasMessageContaining("do not add up");
    }

    @Test
    void curvesRunFromActingOnNoneToActingOnAll() {
        List<Row> rows = rows(new SplittableRandom(10), 500);
        ValueBins bins = ValueBins.realised(counts(rows), MATRIX);
        ProfitCurve thresholds = ProfitCurve.overThresholds(bins, 1000);
        assertThat(thresholds.points()).hasSize(1001);
        assertThat(thresholds.best().threshold()).isEqualTo(bins.bestThreshold());
        ProfitCurve depths = ProfitCurve.overDepths(bins, 10);
        assertThat(depths.points().get(0).worth()).isEqualTo(bins.worth(DecisionRule.NONE));
        assertThat(depths.points().get(0).threshold()).isEqualTo(1);
        assertThat(depths.points().get(10).worth().total())
                .isCloseTo(bins.worth(DecisionRule.ALL).total(), HAIR);
        assertThat(depths.points().get(3).depth()).isEqualTo(0.3);
        assertThatThrownBy(() -> ProfitCurve.overThresholds(bins, 7)).hasMessage("steps must divide 1000, found 7");
    }
}
