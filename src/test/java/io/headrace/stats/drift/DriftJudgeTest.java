package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.drift.DriftVerdict.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DriftJudgeTest {
    private static final DriftJudge JUDGE = new DriftJudge(DriftRules.STANDARD);
    private static final double[] NORMAL = normal(10, 20_000, 0);
    private static final NumberBins BINS = NumberBins.ofSorted(sorted(NORMAL));

    private static double[] normal(long seed, int rows, double mean) {
        SplittableRandom random = new SplittableRandom(seed);
        return DoubleStream.generate(() -> mean + Worlds.normal(random))
                .limit(rows)
                .toArray();
    }

    private static double[] sorted(double[] numbers) {
        return Arrays.stream(numbers).sorted().toArray();
    }

    private static ReferenceColumn column(String name) {
        return new ReferenceColumn(name, BINS, Worlds.counts(BINS, NORMAL), 1);
    }

    private static DriftVerdict verdict(Statistic statistic, ReferenceColumn column, ColumnCounts now) {
        return JUDGE.judge(List.of(column), List.of(now)).stream()
                .filter(verdict -> verdict.statistic() == statistic)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameLawIsOkByEveryStatistic() {
        List<DriftVerdict> verdicts =
                JUDGE.judge(List.of(column("x")), List.of(Worlds.counts(BINS, normal(11, 10_000, 0))));
        assertThat(verdicts)
                .extracting(DriftVerdict::statistic)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Statistic.UNSEEN_LEVELS)));
        assertThat(verdicts).allMatch(verdict -> verdict.verdict() == Answer.OK);
        assertThat(verdicts)
                .filteredOn(DriftVerdict::decides)
                .extracting(DriftVerdict::statistic)
                .containsExactly(Statistic.MISSING, Statistic.KOLMOGOROV_SMIRNOV);
    }

    @Test
    void aShiftIsDriftByEveryStatisticOfThePlace() {
        List<DriftVerdict> verdicts =
                JUDGE.judge(List.of(column("x")), List.of(Worlds.counts(BINS, normal(12, 10_000, 1))));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.verdict() == Answer.OK)
                .extracting(DriftVerdict::statistic)
                .containsExactlyInAnyOrder(Statistic.MISSING, Statistic.SPREAD);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.statistic() == Statistic.MEAN)
                .singleElement()
                .satisfies(mean -> {
                    assertThat(mean.value()).isEqualTo(1, within(0.05));
                    assertThat(mean.verdict()).isEqualTo(Answer.DRIFT);
                });
    }

    @Test
    void rowsSayAllThatIsNeededToJudgeThem() {
        DriftVerdict index =
                verdict(Statistic.POPULATION_STABILITY, column("x"), Worlds.counts(BINS, normal(13, 5_000, 0)));
        assertThat(index.smoothing()).isEqualTo("+0.5 rows");
        assertThat(index.statistic().base()).isEqualTo("e");
        assertThat(index.n()).isEqualTo(20_000);
        assertThat(index.m()).isEqualTo(5_000);
        assertThat(index.null95()).isEqualTo(16.919 * (1 / 20_000.0 + 1 / 5_000.0), within(1e-6));
        assertThat(index.null99()).isEqualTo(21.666 * (1 / 20_000.0 + 1 / 5_000.0), within(1e-6));
        assertThat(index.pValue()).isEqualTo(index.qValue()).isBetween(0.0, 1.0);
        assertThat(index.tolerance()).isEqualTo(0.1);
        assertThat(index.power()).isEqualTo(1, within(1e-9));
        assertThat(index.detectable()).isBetween(0.003, 0.007);
        assertThat(index.levels()).isSameAs(LevelChanges.NONE);
        DriftVerdict gap =
                verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), Worlds.counts(BINS, normal(13, 5_000, 0.5)));
        assertThat(gap.effect() - gap.error()).isEqualTo(gap.value(), within(1e-12));
        assertThat(gap.error()).isBetween(1e-5, 0.0051);
    }

    @Test
    void harmlessButSignificantIsOk() {
        DriftVerdict gap =
                verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), Worlds.counts(BINS, normal(14, 20_000, 0.15)));
        assertThat(gap.qValue()).isLessThan(1e-6);
        assertThat(gap.verdict()).isEqualTo(Answer.OK);
        DriftJudge strict = new DriftJudge(DriftRules.STANDARD.withTolerance(Statistic.KOLMOGOROV_SMIRNOV, 0.02));
        assertThat(strict.judge(List.of(column("x")), List.of(Worlds.counts(BINS, normal(14, 20_000, 0.15)))))
                .filteredOn(verdict -> verdict.statistic() == Statistic.KOLMOGOROV_SMIRNOV)
                .singleElement()
                .extracting(DriftVerdict::verdict)
                .isEqualTo(Answer.DRIFT);
    }

    @Test
    void tooFewRowsAreNeverOk() {
        DriftVerdict none = verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), ColumnCounts.none(BINS));
        assertThat(none.verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(none.reason()).isEqualTo(UnknownReason.TOO_FEW_ROWS);
        DriftVerdict few = verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), Worlds.counts(BINS, normal(15, 29, 5)));
        assertThat(few.reason()).isEqualTo(UnknownReason.TOO_FEW_ROWS);
        assertThat(few.value()).as("computed, not judged").isGreaterThan(0.9);
        assertThat(few.qValue()).isNaN();
        DriftVerdict weak = verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), Worlds.counts(BINS, normal(15, 100, 0)));
        assertThat(weak.power()).isLessThan(0.5);
        assertThat(weak.verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(weak.reason()).isEqualTo(UnknownReason.TOO_FEW_ROWS);
        DriftVerdict clear =
                verdict(Statistic.KOLMOGOROV_SMIRNOV, column("x"), Worlds.counts(BINS, normal(15, 100, 3)));
        assertThat(clear.verdict()).as("a clear drift needs no power").isEqualTo(Answer.DRIFT);
        assertThat(verdict(Statistic.WASSERSTEIN, column("x"), Worlds.counts(BINS, normal(15, 100, 0))))
                .satisfies(distance -> assertThat(distance.verdict()).isEqualTo(Answer.UNKNOWN))
                .satisfies(distance -> assertThat(distance.power()).isLessThan(0.5));
        DriftVerdict missing = verdict(Statistic.MISSING, column("x"), ColumnCounts.none(BINS));
        assertThat(missing.verdict()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void missingValuesHaveAnAlarmOfTheirOwn() {
        double[] half = normal(16, 10_000, 0);
        Arrays.fill(half, 0, 2_000, Double.NaN);
        List<DriftVerdict> verdicts = JUDGE.judge(List.of(column("x")), List.of(Worlds.counts(BINS, half)));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.verdict() == Answer.DRIFT)
                .extracting(DriftVerdict::statistic)
                .containsExactly(Statistic.MISSING);
        ColumnCounter all = new ColumnCounter(BINS);
        IntStream.range(0, 1_000).forEach(i -> all.addMissing());
        assertThat(JUDGE.judge(List.of(column("x")), List.of(all.counts()))).allSatisfy(verdict -> {
            boolean missing = verdict.statistic() == Statistic.MISSING;
            assertThat(verdict.verdict()).isEqualTo(missing ? Answer.DRIFT : Answer.UNKNOWN);
            assertThat(verdict.reason()).isEqualTo(missing ? UnknownReason.NONE : UnknownReason.ALL_MISSING);
        });
    }

    @Test
    void oneValueIsUnknownAndASecondOneIsDrift() {
        NumberBins bins = NumberBins.ofSorted(new double[] {7});
        double[] sevens = new double[1_000];
        Arrays.fill(sevens, 7);
        ReferenceColumn constant = new ReferenceColumn("c", bins, Worlds.counts(bins, sevens), 1);
        DriftVerdict same = verdict(Statistic.KOLMOGOROV_SMIRNOV, constant, Worlds.counts(bins, sevens));
        assertThat(same.verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(same.reason()).isEqualTo(UnknownReason.ONE_VALUE);
        double[] mixed = sevens.clone();
        Arrays.fill(mixed, 0, 300, 700);
        DriftVerdict moved = verdict(Statistic.KOLMOGOROV_SMIRNOV, constant, Worlds.counts(bins, mixed));
        assertThat(moved.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(moved.effect()).isEqualTo(0.3, within(1e-12));
    }

    @Test
    void personalColumnIsUnknownButForMissingValues() {
        ColumnCounter before = new ColumnCounter(PresenceBins.ofPersonal());
        ColumnCounter after = new ColumnCounter(PresenceBins.ofPersonal());
        for (int i = 0; i < 1_000; i++) {
            before.addPresent();
            after.add(i % 5 == 0 ? null : "Ada");
        }
        ReferenceColumn column = new ReferenceColumn("name", PresenceBins.ofPersonal(), before.counts(), 1);
        List<DriftVerdict> verdicts = JUDGE.judge(List.of(column), List.of(after.counts()));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.statistic() != Statistic.MISSING)
                .isNotEmpty()
                .allMatch(verdict -> verdict.reason() == UnknownReason.NO_BINS);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.verdict() == Answer.DRIFT)
                .extracting(DriftVerdict::statistic)
                .containsExactly(Statistic.MISSING);
    }

    @Test
    void newAndLostLevelsAreCounted() {
        TextBins bins = TextBins.of(Map.of("de", 700L, "fr", 200L, "it", 100L));
        ColumnCounts before = texts(bins, Map.of("de", 700, "fr", 200, "it", 100));
        ReferenceColumn country = new ReferenceColumn("country", bins, before, 1);
        DriftVerdict now = verdict(Statistic.CHI_SQUARE, country, texts(bins, Map.of("de", 500, "fr", 300, "pl", 200)));
        assertThat(now.levels()).isEqualTo(new LevelChanges(List.of("pl"), 200, List.of("it")));
        assertThat(now.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(now.effect()).isEqualTo(0.3, within(1e-12));
        assertThat(now.error()).isZero();
        DriftVerdict one =
                verdict(Statistic.CHI_SQUARE, country, texts(bins, Map.of("de", 700, "fr", 200, "it", 100, "pl", 1)));
        assertThat(one.levels().appeared()).containsExactly("pl");
        assertThat(one.verdict()).isEqualTo(Answer.OK);
    }

    @Test
    void rowsOfNewLevelsHaveAnAlarmOfTheirOwn() {
        Map<String, Integer> before = Map.of("de", 700, "fr", 299, "it", 1);
        TextBins bins = TextBins.of(Map.of("de", 700L, "fr", 299L, "it", 1L));
        ReferenceColumn country = new ReferenceColumn("country", bins, texts(bins, before), 1);
        DriftVerdict new8 = verdict(
                Statistic.UNSEEN_LEVELS, country, texts(bins, Map.of("de", 650, "fr", 270, "pl", 50, "cz", 30)));
        assertThat(new8.decides()).isTrue();
        assertThat(new8.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(new8.value()).isEqualTo(0.08 - 0.001, within(1e-12));
        assertThat(new8.error()).isZero();
        assertThat(verdict(Statistic.CHI_SQUARE, country, texts(bins, Map.of("de", 650, "fr", 270, "pl", 80)))
                        .verdict())
                .as("the total variation is tolerated")
                .isEqualTo(Answer.OK);
        DriftVerdict few =
                verdict(Statistic.UNSEEN_LEVELS, country, texts(bins, Map.of("de", 690, "fr", 307, "pl", 3)));
        assertThat(few.verdict()).isEqualTo(Answer.OK);
        assertThat(few.pValue()).isGreaterThan(0.1);
        DriftVerdict none = verdict(Statistic.UNSEEN_LEVELS, country, texts(bins, Map.of("de", 1000)));
        assertThat(none.value()).isEqualTo(-0.001, within(1e-12));
        assertThat(none.effect()).isZero();
        assertThat(none.pValue()).isOne();
    }

    @Test
    void aColumnThatAlwaysHasNewLevelsIsQuiet() {
        int alarms = 0;
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<String, Integer> before = zipf(random, 2_000);
            Map<String, Long> rows = new HashMap<>();
            before.forEach((level, count) -> rows.put(level, (long) count));
            TextBins bins = TextBins.of(rows);
            ReferenceColumn column = new ReferenceColumn("sku", bins, texts(bins, before), 1);
            DriftVerdict verdict = verdict(Statistic.UNSEEN_LEVELS, column, texts(bins, zipf(random, 1_000)));
            alarms += verdict.pValue() < 0.05 ? 1 : 0;
        }
        // Rows that are not named count as rare in the reference and as known now, so that alarms are fewer than 5 %.
        assertThat(alarms).isLessThan(20);
    }

    private static Map<String, Integer> zipf(SplittableRandom random, int rows) {
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            counts.merge("s" + (int) Math.min(1e6, Math.pow(1 - random.nextDouble(), -1.5)), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void levelsThatTheBinsPutTogetherAreCarriedAsError() {
        Map<String, Integer> many = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> many.put("level " + (100 + i), 100));
        Map<String, Long> rows = new HashMap<>();
        many.forEach((level, count) -> rows.put(level, (long) count));
        TextBins bins = TextBins.of(rows);
        DriftVerdict same = verdict(
                Statistic.CHI_SQUARE, new ReferenceColumn("many", bins, texts(bins, many), 1), texts(bins, many));
        assertThat(same.effect() - same.error()).isZero();
        assertThat(same.effect() + same.error()).isEqualTo(0.5, within(1e-12));
        assertThat(same.verdict()).isEqualTo(Answer.OK);
        assertThat(same.levels()).isEqualTo(LevelChanges.NONE);
    }

    private static ColumnCounts texts(TextBins bins, Map<String, Integer> rows) {
        ColumnCounter counter = new ColumnCounter(bins);
        rows.forEach((level, count) -> IntStream.range(0, count).forEach(i -> counter.add(level)));
        return counter.counts();
    }

    @Test
    void columnsRankByImportanceTimesEffect() {
        List<ReferenceColumn> columns = List.of(
                new ReferenceColumn("weak", BINS, Worlds.counts(BINS, NORMAL), 0.1),
                new ReferenceColumn("strong", BINS, Worlds.counts(BINS, NORMAL), 0.9),
                new ReferenceColumn("still", BINS, Worlds.counts(BINS, NORMAL), 1));
        List<DriftVerdict> verdicts = JUDGE.judge(
                columns,
                List.of(
                        Worlds.counts(BINS, normal(17, 5_000, 2)),
                        Worlds.counts(BINS, normal(18, 5_000, 1)),
                        Worlds.counts(BINS, normal(19, 5_000, 0))));
        assertThat(DriftVerdict.ranked(verdicts))
                .hasSize(6)
                .extracting(DriftVerdict::column)
                .startsWith("strong", "weak", "still");
    }

    @Test
    void rowsOfOtherBinsAreRefused() {
        NumberBins others = NumberBins.ofSorted(new double[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JUDGE.judge(List.of(column("x")), List.of(ColumnCounts.none(others))))
                .withMessageContaining("x are not counted by the reference's bins");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReferenceColumn("x", BINS, ColumnCounts.none(others), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> JUDGE.judge(List.of(column("x")), List.of()));
    }

    @Test
    void rulesAreChecked() {
        DriftRules standard = DriftRules.STANDARD;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.withTolerance(Statistic.MEAN, 0))
                .withMessageContaining("tolerance of mean");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DriftRules(
                        0.01,
                        30,
                        0.5,
                        Smoothing.HALF_A_ROW,
                        Statistic.KOLMOGOROV_SMIRNOV,
                        Statistic.WASSERSTEIN,
                        Map.of(),
                        Set.of()))
                .withMessageContaining("wasserstein for texts");
        assertThat(standard.decidingOnly().statistics())
                .isEqualTo(EnumSet.of(
                        Statistic.MISSING,
                        Statistic.UNSEEN_LEVELS,
                        Statistic.KOLMOGOROV_SMIRNOV,
                        Statistic.CHI_SQUARE));
    }

    @Test
    void windowsWithoutDriftRaiseNoAlarm() { // D6
        assertThat(alarms(60, 40, 0)).isZero();
    }

    @Tag("full")
    @Test
    void thousandWindowsOfAHundredColumnsWithoutDriftRaiseAlarmsInOnePercentAtMost() { // D6
        assertThat(alarms(1_000, 100, 0)).isLessThanOrEqualTo(10);
    }

    @Test
    void significanceAloneKeepsTheLevelToo() { // D6 without the help of a tolerance, and with a reference that is a
        // sample
        assertThat(significant(60, 30)).isLessThanOrEqualTo(3);
    }

    @Tag("full")
    @Test
    void significanceAloneKeepsTheLevelInManyWindowsOfAHundredColumns() { // D6
        assertThat(significant(500, 100)).isLessThanOrEqualTo(11);
    }

    /** Windows with a q below 0.01 in any column; reference and window are both drawn from the law, each time anew. */
    private static int significant(int windows, int columns) {
        int significant = 0;
        for (int window = 0; window < windows; window++) {
            SplittableRandom random = new SplittableRandom(5_000L + window);
            List<ReferenceColumn> references = new ArrayList<>();
            List<ColumnCounts> now = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                World world = World.made(random, column, 2_000);
                references.add(world.reference());
                now.add(World.made(random, column, 1_000)
                        .countedBy(world.reference().bins()));
            }
            significant += JUDGE.judge(references, now).stream()
                            .anyMatch(verdict -> verdict.decides() && verdict.qValue() < 0.01)
                    ? 1
                    : 0;
        }
        return significant;
    }

    @Test
    void shiftsOfTwiceTheToleranceAreFound() { // D6
        assertThat(found(100, 20)).allSatisfy(found -> assertThat(found).isGreaterThanOrEqualTo(95));
    }

    @Tag("full")
    @Test
    void shiftsOfTwiceTheToleranceAreFoundAmongAHundredColumns() { // D6
        assertThat(found(300, 100)).allSatisfy(found -> assertThat(found).isGreaterThanOrEqualTo(285));
    }

    /** In how many windows the moved column of numbers, of texts, and the one with missing values are found. */
    private static List<Integer> found(int windows, int columns) {
        int[] found = new int[3];
        for (int window = 0; window < windows; window++) {
            List<DriftVerdict> verdicts = judged(window, columns, 0.2).stream()
                    .filter(verdict -> verdict.decides() && verdict.verdict() == Answer.DRIFT)
                    .toList();
            found[0] += isFound(verdicts, "c0", Statistic.KOLMOGOROV_SMIRNOV) ? 1 : 0;
            found[1] += isFound(verdicts, "c3", Statistic.CHI_SQUARE) ? 1 : 0;
            found[2] += isFound(verdicts, "c1", Statistic.MISSING) ? 1 : 0;
        }
        return Arrays.stream(found).boxed().toList();
    }

    private static boolean isFound(List<DriftVerdict> verdicts, String column, Statistic statistic) {
        return verdicts.stream()
                .anyMatch(verdict -> verdict.column().equals(column) && verdict.statistic() == statistic);
    }

    private static int alarms(int windows, int columns, double shift) {
        int alarms = 0;
        for (int window = 0; window < windows; window++) {
            alarms += judged(window, columns, shift).stream()
                            .anyMatch(verdict -> verdict.decides() && verdict.verdict() == Answer.DRIFT)
                    ? 1
                    : 0;
        }
        return alarms;
    }

    /**
     * A window of 1,000 rows drawn again from the reference of 5,000; in a column of numbers and one of texts a share of rows is
     * moved, in one of numbers half that share is missing.
     */
    private static List<DriftVerdict> judged(int window, int columns, double shift) {
        SplittableRandom random = new SplittableRandom(1_000L + window);
        List<ReferenceColumn> references = new ArrayList<>();
        List<ColumnCounts> now = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            World world = World.of(column);
            references.add(world.reference());
            now.add(world.drawn(random, 1_000, column == 0 || column == 3 ? shift : 0, column == 1 ? shift / 2 : 0));
        }
        return JUDGE.judge(references, now);
    }

    /** A reference: smooth numbers, lumps, few numbers, texts of few and many levels. */
    private record World(ReferenceColumn reference, double[] numbers) {
        private static final List<World> KNOWN = Collections.synchronizedList(new ArrayList<>());

        static World of(int column) {
            while (KNOWN.size() <= column) {
                KNOWN.add(made(new SplittableRandom(KNOWN.size()), KNOWN.size(), 5_000));
            }
            return KNOWN.get(column);
        }

        static World made(SplittableRandom random, int column, int rows) {
            double[] numbers = DoubleStream.generate(() -> switch (column % 5) {
                        case 0 -> Worlds.normal(random);
                        case 1 -> random.nextInt(5);
                        case 2 -> random.nextInt(4) == 0 ? 0 : random.nextDouble();
                        case 3 -> random.nextInt(6);
                        default -> Math.floor(Math.pow(random.nextDouble(), 3) * 150);
                    })
                    .limit(rows)
                    .toArray();
            ColumnBins bins = bins(column, numbers);
            return new World(new ReferenceColumn("c" + column, bins, counted(bins, numbers), 1), numbers);
        }

        private static ColumnBins bins(int column, double[] numbers) {
            if (column % 5 < 3) {
                return NumberBins.ofSorted(sorted(numbers));
            }
            Map<String, Long> rows = new HashMap<>();
            Arrays.stream(numbers).forEach(number -> rows.merge("level " + number, 1L, Long::sum));
            return TextBins.of(rows);
        }

        private static ColumnCounts counted(ColumnBins bins, double[] numbers) {
            ColumnCounter counter = new ColumnCounter(bins);
            for (double number : numbers) {
                if (bins instanceof TextBins) {
                    counter.add("level " + number);
                } else {
                    counter.add(number);
                }
            }
            return counter.counts();
        }

        ColumnCounts countedBy(ColumnBins bins) {
            return counted(bins, numbers);
        }

        ColumnCounts drawn(SplittableRandom random, int rows, double shift, double missing) {
            ColumnCounter counter = new ColumnCounter(reference.bins());
            for (int i = 0; i < rows; i++) {
                double number = numbers[random.nextInt(numbers.length)];
                boolean moved = random.nextDouble() < shift;
                if (random.nextDouble() < missing) {
                    counter.addMissing();
                } else if (reference.bins() instanceof TextBins) {
                    counter.add(moved ? "moved" : "level " + number);
                } else {
                    counter.add(moved ? 10 : number);
                }
            }
            return counter.counts();
        }
    }
}
