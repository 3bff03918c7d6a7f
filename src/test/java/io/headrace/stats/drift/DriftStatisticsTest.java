package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.BenjaminiHochberg;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DriftStatisticsTest {
    private static final long[] DECILES = {428, 425, 414, 427, 440, 447, 380, 386, 444, 386};
    private static final long[] DECILES_NOW = {426, 437, 429, 391, 469, 433, 360, 443, 371, 418};

    @Test
    void decilesOfDeequ() { // D1
        ScaledChiSquare law = ScaledChiSquare.ofStability(10, 4177, 4177);
        double index = PopulationStability.of(DECILES, DECILES_NOW, Smoothing.TEN_THOUSANDTH);
        assertThat(index).isEqualTo(0.007406694184, within(5e-13));
        assertThat(law.quantile(0.95)).isEqualTo(0.008101, within(5e-7));
        assertThat(law.pValue(index)).isEqualTo(0.0788, within(5e-5));
        JensenShannon divergence = JensenShannon.of(DECILES, DECILES_NOW);
        assertThat(divergence.divergenceInNats()).isEqualTo(0.000925059, within(5e-10));
        assertThat(divergence.distanceInNats()).isEqualTo(0.0304148, within(5e-8));
        assertThat(divergence.distanceInBits()).isEqualTo(0.0365319, within(5e-8));
        expect(ChiSquareTest.twoSample(DECILES, DECILES_NOW), 15.4429, 0.0795, within(5e-5));
        expect(ChiSquareTest.oneSample(DECILES, DECILES_NOW), 30.4015, 0.000375, within(5e-7));
    }

    private static void expect(ChiSquareTest test, double statistic, double pValue, Offset<Double> near) {
        assertThat(test.statistic()).isEqualTo(statistic, within(5e-5));
        assertThat(test.pValue()).isEqualTo(pValue, near);
    }

    @Test
    void oneSampleTestTakesTheReferenceAsExact() { // D2, D3
        long[] reference = {223, 20, 25, 12, 13};
        long[] now = {207, 20, 25, 14, 25};
        assertThat(ChiSquareTest.oneSample(reference, now).pValue()).isEqualTo(0.0132280, within(5e-8));
        assertThat(ChiSquareTest.twoSample(reference, now).pValue()).isEqualTo(0.338785, within(5e-7));
        long[] evidently = {16, 18, 16, 14, 12, 12};
        long[] evidentlyNow = {16, 16, 16, 16, 16, 8};
        assertThat(ChiSquareTest.oneSample(evidently, evidentlyNow).pValue()).isEqualTo(0.673088, within(5e-7));
        assertThat(ChiSquareTest.twoSample(evidently, evidentlyNow).pValue()).isEqualTo(0.898526, within(5e-7));
        assertThat(ShareDistance.hellinger(evidently, evidentlyNow)).isEqualTo(0.06812, within(1e-5));
    }

    @Test
    void emptyBinIsWhatTheSmoothingSays() { // D4
        long[] reference = {500, 300, 200, 0};
        long[] now = {400, 300, 200, 100};
        assertThat(stability(reference, now, new Smoothing(0, 1e-6))).isEqualTo(1.17360, within(5e-6));
        assertThat(stability(reference, now, Smoothing.TEN_THOUSANDTH)).isEqualTo(0.712399, within(5e-7));
        assertThat(stability(reference, now, new Smoothing(0, 1e-3))).isEqualTo(0.478226, within(5e-7));
        assertThat(stability(reference, now, Smoothing.HALF_A_ROW)).isEqualTo(0.551517, within(5e-7));
        assertThat(Smoothing.HALF_A_ROW.words()).isEqualTo("+0.5 rows");
        assertThat(Smoothing.TEN_THOUSANDTH.words()).isEqualTo("least share 1.0E-4");
        assertThatIllegalArgumentException().isThrownBy(() -> new Smoothing(0, 0));
    }

    private static double stability(long[] reference, long[] now, Smoothing smoothing) {
        return PopulationStability.of(reference, now, smoothing);
    }

    @Test
    void oneRowInANewBinHardlyMovesTheIndex() {
        long[] reference = LongStream.concat(LongStream.generate(() -> 100).limit(10), LongStream.of(0))
                .toArray();
        long[] now = reference.clone();
        now[0] = 99;
        now[10] = 1;
        assertThat(stability(reference, now, new Smoothing(0, Double.MIN_NORMAL)))
                .as("frouros")
                .isEqualTo(0.7015, within(5e-4));
        assertThat(stability(reference, now, Smoothing.TEN_THOUSANDTH))
                .as("Evidently")
                .isEqualTo(0.0021, within(5e-5));
        assertThat(stability(reference, now, Smoothing.HALF_A_ROW)).isEqualTo(0.0011, within(5e-5));
    }

    @Test
    void outlierDoesNotHideAShift() {
        SplittableRandom random = new SplittableRandom(6);
        double[] reference = random.doubles(10_000)
                .map(any -> Worlds.normal(random))
                .sorted()
                .toArray();
        NumberBins bins = NumberBins.ofSorted(reference);
        double[] now =
                random.doubles(10_000).map(any -> 2 + Worlds.normal(random)).toArray();
        now[0] = 1e6;
        double index = stability(
                Worlds.counts(bins, reference).coarse(bins),
                Worlds.counts(bins, now).coarse(bins),
                Smoothing.HALF_A_ROW);
        assertThat(index).as("3.31 of the two laws").isEqualTo(3.31, within(0.15));
    }

    @Test
    void emptyBinsOnBothSidesChangeNothing() {
        long[] reference = {1_000_000, 0, 1_000_000};
        long[] now = {50, 0, 50};
        assertThat(stability(reference, now, Smoothing.HALF_A_ROW)).isZero();
        assertThat(ChiSquareTest.twoSample(reference, now).degrees()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stability(reference, new long[3], Smoothing.HALF_A_ROW))
                .withMessageContaining("now must have rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stability(reference, new long[] {1}, Smoothing.HALF_A_ROW));
    }

    @Test
    void customaryLimitSaysNothingWithoutTheRows() {
        assertThat(falseAlarms(50)).isEqualTo(0.98, within(0.005));
        assertThat(falseAlarms(100)).isEqualTo(0.83, within(0.005));
        assertThat(falseAlarms(200)).isEqualTo(0.35, within(0.005));
        assertThat(falseAlarms(500)).isEqualTo(0.003, within(0.0005));
        assertThat(falseAlarms(1000)).isLessThan(1e-6);
        assertThat(ScaledChiSquare.ofStability(10, 100, 100).quantile(0.99)).isEqualTo(0.433, within(5e-4));
        assertThat(ScaledChiSquare.ofStability(10, 10_000, 10_000).quantile(0.99))
                .isEqualTo(0.0043, within(5e-5));
    }

    private static double falseAlarms(long rows) {
        return ScaledChiSquare.ofStability(10, rows, rows).pValue(0.1);
    }

    @Test
    void disjointCategoriesAreAsFarApartAsCanBe() {
        JensenShannon divergence = JensenShannon.of(new long[] {7, 3, 0}, new long[] {0, 0, 5});
        assertThat(divergence.distanceInBits()).isEqualTo(1, within(1e-15));
        assertThat(divergence.distanceInNats()).isEqualTo(0.8326, within(5e-5));
        assertThat(ShareDistance.totalVariation(new long[] {7, 3, 0}, new long[] {0, 0, 5}))
                .isEqualTo(1);
        assertThat(ShareDistance.hellinger(new long[] {7, 3, 0}, new long[] {0, 0, 5}))
                .isEqualTo(1, within(1e-15));
        assertThat(ShareDistance.largest(new long[] {7, 3, 0}, new long[] {0, 0, 5}))
                .isEqualTo(1);
    }

    @Test
    void oneRowOfANewCategoryIsNoDrift() {
        long[] reference = {250, 250, 250, 250, 0};
        long[] now = {250, 250, 250, 250, 1};
        assertThat(ChiSquareTest.twoSample(reference, now).pValue()).isEqualTo(0.909, within(1e-3));
        assertThat(ChiSquareTest.oneSample(reference, now).pValue()).isZero();
        assertThat(ChiSquareTest.twoSampleOfCommonBins(reference, now).pValue()).isGreaterThan(0.9);
    }

    @Test
    void oneSampleTestCriesWolf() {
        SplittableRandom random = new SplittableRandom(7);
        int one = 0;
        int two = 0;
        for (int i = 0; i < 2_000; i++) {
            long[] reference = fiveCategories(random);
            long[] now = fiveCategories(random);
            one += ChiSquareTest.oneSample(reference, now).pValue() < 0.05 ? 1 : 0;
            two += ChiSquareTest.twoSample(reference, now).pValue() < 0.05 ? 1 : 0;
        }
        assertThat(one / 2_000.0).isEqualTo(0.32, within(0.05));
        assertThat(two / 2_000.0).isEqualTo(0.05, within(0.015));
    }

    private static long[] fiveCategories(SplittableRandom random) {
        long[] rows = new long[5];
        random.ints(500, 0, 5).forEach(category -> rows[category]++);
        return rows;
    }

    @Test
    void kolmogorovIsExactForFewRows() {
        KolmogorovDistance few = new KolmogorovDistance(0.7, 0, 20, 8);
        assertThat(few.pValue()).isEqualTo(0.003676, within(5e-7));
        assertThat(new KolmogorovDistance(0.7, 0, 8, 20).pValue()).isEqualTo(few.pValue(), within(1e-12));
        assertThat(new KolmogorovDistance(0, 0, 8, 20).pValue()).isEqualTo(1);
        assertThat(new KolmogorovDistance(1, 0, 3, 2).pValue()).isEqualTo(0.2, within(1e-12));
    }

    @Test
    void exactChanceIsThatOfAllOrdersOfTheRows() {
        for (int n = 1; n <= 6; n++) {
            for (int m = 1; m <= 5; m++) {
                double[] distances = distancesOfAllOrders(n, m);
                for (double distance : distances) {
                    double share = Arrays.stream(distances)
                                    .filter(other -> other >= distance - 1e-9)
                                    .count()
                            / (double) distances.length;
                    assertThat(new KolmogorovDistance(distance, 0, n, m).pValue())
                            .isEqualTo(share, within(1e-12));
                }
            }
        }
    }

    /** Each set of m places among n + m is one order; its distance is the widest gap along it. */
    private static double[] distancesOfAllOrders(int n, int m) {
        return IntStream.range(0, 1 << (n + m))
                .filter(order -> Integer.bitCount(order) == m)
                .mapToDouble(order -> {
                    double widest = 0;
                    int now = 0;
                    for (int place = 0; place < n + m; place++) {
                        now += order >> place & 1;
                        widest = Math.max(widest, Math.abs((place + 1.0 - now) / n - (double) now / m));
                    }
                    return widest;
                })
                .toArray();
    }

    @Test
    void wassersteinOfSmoothNumbersIsNearerThanItsBound() {
        SplittableRandom random = new SplittableRandom(13);
        double[] reference = random.doubles(20_000).sorted().toArray();
        double[] now = random.doubles(10_000).map(x -> 0.2 + x * x).sorted().toArray();
        NumberBins bins = NumberBins.ofSorted(reference);
        WassersteinDistance distance =
                WassersteinDistance.of(bins, Worlds.counts(bins, reference), Worlds.counts(bins, now));
        assertThat(distance.distance()).isEqualTo(wasserstein(reference, now), within(5e-4));
        assertThat(distance.error()).isBetween(1e-3, 0.05);
    }

    @Test
    void kolmogorovOfManyRowsFollowsTheLimit() {
        assertThat(KolmogorovDistance.quantile(0.999, 1_000_000, 1_000_000)).isEqualTo(0.0028, within(5e-5));
        assertThat(KolmogorovDistance.quantile(0.95, 100, 300) * Math.sqrt(75)).isEqualTo(1.358, within(5e-4));
        double critical = KolmogorovDistance.quantile(0.99, 100_000, 50_000);
        assertThat(new KolmogorovDistance(critical, 0, 100_000, 50_000).pValue())
                .isEqualTo(0.01, within(2e-4));
        assertThat(new KolmogorovDistance(0.16, 0, 100, 100).pValue())
                .as("exact and limit agree where one hands over to the other")
                .isEqualTo(new KolmogorovDistance(0.16, 0, 100, 101).pValue(), within(0.02));
        assertThat(new KolmogorovDistance(1, 0, 1_000_000, 1_000_000).pValue()).isZero();
    }

    @Test
    void boundsHoldTheValuesOfTheRows() {
        SplittableRandom random = new SplittableRandom(8);
        for (int world = 0; world < 300; world++) {
            double[] reference = Worlds.numbers(random, 1 + random.nextInt(2_000));
            double[] now = Worlds.moved(random, reference);
            Arrays.sort(reference);
            Arrays.sort(now);
            NumberBins bins = NumberBins.ofSorted(reference);
            ColumnCounts before = Worlds.counts(bins, reference);
            ColumnCounts after = Worlds.counts(bins, now);
            KolmogorovDistance distance = KolmogorovDistance.of(bins, before.counts(), after.counts());
            double exact = kolmogorov(reference, now);
            assertThat(exact).isBetween(distance.distance() - 1e-12, distance.distance() + distance.error() + 1e-12);
            WassersteinDistance wasserstein = WassersteinDistance.of(bins, before, after);
            double moved = wasserstein(reference, now);
            double rounding = 1e-9 * (moved + wasserstein.distance());
            assertThat(moved).isEqualTo(wasserstein.distance(), within(wasserstein.error() + rounding));
        }
    }

    @Test
    void errorOfKolmogorovIsAboutABinsShareAndNoneOfFewNumbers() {
        SplittableRandom random = new SplittableRandom(9);
        double[] smooth = random.doubles(10_000).sorted().toArray();
        double[] later = random.doubles(10_000).map(x -> x * x).toArray();
        NumberBins bins = NumberBins.ofSorted(smooth);
        KolmogorovDistance distance = KolmogorovDistance.of(
                bins,
                Worlds.counts(bins, smooth).counts(),
                Worlds.counts(bins, later).counts());
        assertThat(distance.distance()).isEqualTo(0.25, within(0.02));
        assertThat(distance.error()).isLessThanOrEqualTo(0.0101);
        NumberBins few = NumberBins.ofSorted(new double[] {1, 2, 3});
        assertThat(KolmogorovDistance.of(
                                few,
                                Worlds.counts(few, 1, 2, 3).counts(),
                                Worlds.counts(few, 1, 1, 3).counts())
                        .error())
                .isZero();
    }

    /** The largest gap of the distribution functions of sorted numbers, at each of them. */
    private static double kolmogorov(double[] reference, double[] now) {
        return DoubleStream.concat(Arrays.stream(reference), Arrays.stream(now))
                .map(x -> Math.abs(share(reference, x) - share(now, x)))
                .max()
                .orElseThrow();
    }

    /** Both functions only change at a number, so the gap stays the same up to the next. */
    private static double wasserstein(double[] reference, double[] now) {
        double[] all = DoubleStream.concat(Arrays.stream(reference), Arrays.stream(now))
                .sorted()
                .distinct()
                .toArray();
        return IntStream.range(1, all.length)
                .mapToDouble(i ->
                        (all[i] - all[i - 1]) * Math.abs(share(reference, all[i - 1]) - share(now, all[i - 1])))
                .sum();
    }

    private static double share(double[] sorted, double x) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / sorted.length;
    }

    @Test
    void wassersteinOfAShiftIsTheShift() {
        NumberBins bins = NumberBins.ofSorted(new double[] {0, 1, 5, 6});
        WassersteinDistance distance =
                WassersteinDistance.of(bins, Worlds.counts(bins, 0, 0, 0, 1), Worlds.counts(bins, 5, 5, 5, 6));
        assertThat(distance.distance()).isEqualTo(5, within(1e-12));
        assertThat(distance.error()).isEqualTo(0, within(1e-12));
        assertThat(distance.dividedBy(2).distance()).isEqualTo(2.5, within(1e-12));
        assertThat(distance.dividedBy(0).distance()).isInfinite();
    }

    @Test
    void sharesMoveWithTheirErrors() {
        ShareShift shift = ShareShift.of(20, 1_000, 60, 1_000);
        assertThat(shift.difference()).isEqualTo(0.04, within(1e-12));
        assertThat(shift.standardError()).isEqualTo(0.0087178, within(5e-7));
        assertThat(shift.pValue()).isEqualTo(8.577e-6, within(5e-10));
        assertThat(ShareShift.of(0, 10, 0, 10).pValue()).isEqualTo(1);
        assertThat(ShareShift.of(10, 10, 10, 10).pValue()).isEqualTo(1);
        assertThat(ShareShift.of(0, 1_000, 1_000, 1_000).pValue()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> ShareShift.of(0, 0, 0, 10));
    }

    @Test
    void meanAndSpreadMoveWithTheirErrors() {
        NumberBins bins = NumberBins.ofSorted(new double[] {1});
        MeanShift shift = MeanShift.of(Worlds.counts(bins, 1, 3), Worlds.counts(bins, 2, 6, 10, 14));
        assertThat(shift.difference()).isEqualTo(6);
        assertThat(shift.inDeviations()).isEqualTo(6);
        assertThat(shift.standardError()).isEqualTo(Math.sqrt(1 / 2.0 + 20 / 4.0), within(1e-12));
        assertThat(shift.logRatio()).isEqualTo(Math.log(Math.sqrt(20)), within(1e-12));
        assertThat(shift.logRatioError()).isEqualTo(Math.sqrt(1 / 4.0 + 1 / 8.0), within(1e-12));
        assertThat(MeanShift.of(Worlds.counts(bins, 5, 5), Worlds.counts(bins, 5))
                        .meanPValue())
                .isEqualTo(1);
        assertThat(MeanShift.of(Worlds.counts(bins, 5, 5), Worlds.counts(bins, 6))
                        .meanPValue())
                .isZero();
    }

    @Test
    void benjaminiHochbergFindsFourOfFifteen() {
        double[] pValues = {
            .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324, .4262, .5719, .6528, .759, 1
        };
        assertThat(Arrays.stream(BenjaminiHochberg.adjusted(pValues)).filter(q -> q <= 0.05))
                .hasSize(4);
        assertThat(Arrays.stream(pValues).filter(p -> p * 15 <= 0.05)).hasSize(3);
        double[] mixed = BenjaminiHochberg.adjusted(new double[] {0.04, Double.NaN, 0.01});
        assertThat(mixed).containsExactly(0.04, Double.NaN, 0.02);
        assertThat(BenjaminiHochberg.adjusted(new double[0])).isEmpty();
    }

    @Test
    void noncentralLawIsThePoissonMixture() {
        SplittableRandom random = new SplittableRandom(10);
        for (int i = 0; i < 200; i++) {
            int degrees = 1 + random.nextInt(60);
            double noncentrality = Math.pow(10, 4 * random.nextDouble() - 1) * 0.9;
            double mean = degrees + noncentrality;
            double value = Math.max(0.1, mean + 4 * Worlds.normal(random) * Math.sqrt(2 * (mean + noncentrality)));
            assertThat(ChiSquareLaw.upperTail(degrees, noncentrality, value))
                    .isEqualTo(mixture(degrees, noncentrality, value), within(1e-9));
        }
        double justBelow = ChiSquareLaw.upperTail(9, 9_999, 10_100);
        assertThat(ChiSquareLaw.upperTail(9, 10_001, 10_102)).isEqualTo(justBelow, within(1e-4));
        assertThat(ChiSquareLaw.upperTail(9, 1e12, 20)).isEqualTo(1);
        assertThat(ChiSquareLaw.upperTail(9, 1e5, 1e7)).isZero();
    }

    private static double mixture(int degrees, double noncentrality, double value) {
        double rate = noncentrality / 2;
        double sum = 0;
        double log = -rate;
        for (int j = 0; j < 3 * rate + 200; j++) {
            sum += Math.exp(log) * ChiSquareLaw.upperTail(degrees + 2 * j, value);
            log += Math.log(rate / (j + 1));
        }
        return sum;
    }

    @Test
    void powerAndDetectableEffectAreEachOthersInverse() {
        ScaledChiSquare law = ScaledChiSquare.ofStability(10, 5_000, 800);
        double detectable = law.detectable(0.01, 0.8);
        assertThat(law.power(detectable, 0.01)).isEqualTo(0.8, within(1e-6));
        assertThat(law.power(0, 0.01)).isEqualTo(0.01, within(1e-9));
        double distance = KolmogorovDistance.detectable(0.01, 0.8, 5_000, 800);
        assertThat(KolmogorovDistance.power(distance, 0.01, 5_000, 800)).isEqualTo(0.8, within(1e-9));
        assertThat(new ScaledChiSquare(0, 1).detectable(0.01, 0.8)).isInfinite();
    }

    @Test
    void toleratedDriftIsNotFoundHoweverManyRows() {
        ScaledChiSquare law = ScaledChiSquare.ofStability(10, 10_000_000, 10_000_000);
        assertThat(law.pValue(0.02)).isZero();
        assertThat(law.toleratedPValue(0.02, 0.1)).isEqualTo(1);
        assertThat(law.toleratedPValue(0.1, 0.1)).isEqualTo(0.5, within(0.01));
        assertThat(law.toleratedPValue(0.2, 0.1)).isZero();
    }

    @Test
    void criticalValuesAreThoseOfTheTables() {
        assertThat(ChiSquareLaw.critical(9, 0.05)).isEqualTo(16.918978, within(5e-7));
        assertThat(ChiSquareLaw.critical(1, 0.01)).isEqualTo(6.634897, within(5e-7));
        assertThat(ChiSquareLaw.upperTail(3, 1e9)).isZero();
        assertThat(ChiSquareLaw.upperTail(100, 0)).isEqualTo(1);
    }
}
