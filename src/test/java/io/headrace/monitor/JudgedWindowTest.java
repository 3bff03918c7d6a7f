package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.Basis;
import io.headrace.quality.PredictedNumbers;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.TextBins;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Side;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a run makes of stored counts, without any table. */
class JudgedWindowTest {
    private static final MonitorSpec SPEC = MonitorSpecs.standard();
    private static final RunId RUN = new RunId("monitor-lapse", LocalDate.of(2026, 1, 20), 1);
    private static final RunId TRAINING = new RunId("train-lapse", LocalDate.of(2026, 1, 1), 1);
    private static final RunId SCORING = new RunId("score-lapse", LocalDate.of(2026, 1, 20), 1);
    private static final String AS_OF = "2026-01-21 00:00:00";

    @Test
    void errorsOfNumbersAreExpectedWhereThePredictionsLie() {
        double[] tested = numbers(1, 0, 10);
        NumberBins bins = NumberBins.ofSorted(Arrays.stream(tested).sorted().toArray());
        ErrorCounts.Counter errors = new ErrorCounts.Counter(PredictedNumbers.bins(bins));
        SplittableRandom random = new SplittableRandom(2);
        // Errors are as large as the prediction.
        Arrays.stream(tested).forEach(number -> errors.add(number, number - random.nextDouble() * number));
        List<StoredCounts> training = List.of(
                StoredCounts.fixing(Of.TEST_SCORES, StoredCounts.SCORE, bins, counts(bins, tested)),
                StoredCounts.of(Of.TEST_ERRORS, errors.counts()));
        assertThat(window(training, score(bins, numbers(3, 0, 10)), List.of()).compared())
                .singleElement()
                .satisfies(figure -> {
                    assertThat(figure.basis()).isEqualTo(Basis.ESTIMATED);
                    assertThat(figure.measure()).isEqualTo(Measure.MEAN_ABSOLUTE_ERROR);
                    assertThat(figure.isWorse()).isFalse();
                });
        JudgedWindow moved = window(training, score(bins, numbers(4, 7, 10)), List.of());
        assertThat(moved.compared())
                .singleElement()
                .satisfies(figure -> assertThat(figure.isWorse()).isTrue());
        assertThat(moved.words()).contains("estimated mean absolute error");
        assertThat(moved.performanceRows())
                .extracting(row -> row.getString(6) + " " + row.getString(7))
                .containsExactly("direct_loss mean_absolute_error", "direct_loss root_mean_squared_error");
    }

    @Test
    void aColumnThatIsNotCountedAnyMoreIsAFinding() {
        NumberBins bins = NumberBins.ofSorted(numbers(5, 0, 1));
        List<StoredCounts> training = List.of(
                StoredCounts.fixing(Of.TRAINING, "here", bins, counts(bins, numbers(5, 0, 1))),
                StoredCounts.fixing(Of.TRAINING, "gone", bins, counts(bins, numbers(5, 0, 1))));
        JudgedWindow window = window(
                training, List.of(StoredCounts.of(Of.POPULATION, "here", counts(bins, numbers(6, 0, 1)))), List.of());
        assertThat(window.drifted()).containsExactly("gone (schema)");
        assertThat(window.deciding())
                .filteredOn(column -> column.statistic().equals("schema"))
                .singleElement()
                .satisfies(column -> {
                    assertThat(column.column()).isEqualTo("gone");
                    assertThat(column.q()).hasValue(0);
                    assertThat(column.effect()).isGreaterThan(column.tolerance());
                    assertThat(column.importance()).isEqualTo(0.25);
                });
    }

    @Test
    void allColumnsTogetherAreJudgedLikeAColumnAndSayWhichFitWorse() {
        NumberBins errors = NumberBins.ofSorted(numbers(20, 0, 1));
        TextBins columns = new TextBins(List.of("orders", "gone", "age"), new int[] {0, 1, 2, 3});
        List<StoredCounts> training = List.of(
                StoredCounts.fixing(Of.TRAINING, ColumnsTogether.NAME, errors, counts(errors, numbers(20, 0, 1))),
                StoredCounts.fixing(Of.FITS_LEAST, ColumnsTogether.NAME, columns, least(columns, 50, 50)));
        JudgedWindow drifted = window(
                training,
                List.of(
                        StoredCounts.of(Of.POPULATION, ColumnsTogether.NAME, counts(errors, numbers(21, 0.5, 1.5))),
                        StoredCounts.of(Of.FITS_LEAST, ColumnsTogether.NAME, least(columns, 80, 20))),
                List.of());
        assertThat(drifted.drifted()).containsExactly("all columns together (kolmogorov-smirnov)");
        assertThat(drifted.deciding()).singleElement().satisfies(column -> {
            assertThat(column.statistic()).isEqualTo("kolmogorov-smirnov");
            assertThat(column.importance())
                    .as("as much as a feature on average")
                    .isEqualTo(0.25);
        });
        assertThat(drifted.driftRows())
                .filteredOn(row -> row.getString(9).equals("kolmogorov-smirnov"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString(row.length() - 1))
                        .isEqualTo("fits least: orders in 80 % of rows (50 % before)"));
        assertThat(drifted.driftRows()).extracting(row -> row.getString(9)).doesNotContain("missing");

        JudgedWindow small = window(
                training,
                List.of(StoredCounts.of(Of.POPULATION, ColumnsTogether.NAME, counts(errors, new double[] {0.5, 0.6}))),
                List.of());
        assertThat(small.driftRows())
                .filteredOn(row -> row.getString(9).equals("kolmogorov-smirnov"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString(25)).isEqualTo("unknown");
                    assertThat(row.getString(26)).isEqualTo("too few rows");
                    assertThat(row.getBoolean(27))
                            .as("nothing is decided by it")
                            .isFalse();
                });
        assertThat(small.unknown()).as("of columns, of which none was counted").isEqualTo(1);
        assertThat(window(training, score(errors, numbers(22, 0, 1)), List.of()).drifted())
                .as("a window that was counted without it has lost no column")
                .isEmpty();
    }

    @Test
    void aVersionThatKeepsNothingToJudgeColumnsTogetherSaysSo() {
        NumberBins bins = NumberBins.ofSorted(numbers(5, 0, 1));
        StoredCounts here = StoredCounts.fixing(Of.TRAINING, "here", bins, counts(bins, numbers(5, 0, 1)));
        StoredCounts there = StoredCounts.fixing(Of.TRAINING, "there", bins, counts(bins, numbers(5, 0, 1)));
        List<StoredCounts> now = List.of(StoredCounts.of(Of.POPULATION, "here", counts(bins, numbers(6, 0, 1))));
        assertThat(window(List.of(here, there), now, List.of()).words())
                .contains("by version 1, which keeps nothing to judge its columns together");
        assertThat(window(List.of(here), now, List.of()).words())
                .as("one column hangs together with none")
                .doesNotContain("together");
    }

    private static ColumnCounts least(TextBins columns, int orders, int gone) {
        ColumnCounter counter = new ColumnCounter(columns);
        IntStream.range(0, orders).forEach(row -> counter.add("orders"));
        IntStream.range(0, gone).forEach(row -> counter.add("gone"));
        return counter.counts();
    }

    @Test
    void slicesAreJudgedBesideThoseOfTheTest() {
        Slice de = new Slice("country", "DE");
        Slice fr = new Slice("country", "FR");
        List<StoredCounts> training = List.of(
                outcomes(Of.TEST_OUTCOMES, 7, 4000, 1),
                outcomes(Of.TEST_OUTCOMES, 8, 2000, 1).of(de),
                outcomes(Of.TEST_OUTCOMES, 9, 2000, 1).of(fr));
        JudgedWindow window = window(
                training,
                List.of(),
                List.of(
                        outcomes(Of.OUTCOMES, 10, 4000, 1),
                        outcomes(Of.OUTCOMES, 11, 2000, 1).of(de),
                        outcomes(Of.OUTCOMES, 12, 2000, 0.3).of(fr)));
        assertThat(window.compared())
                .extracting(figure -> figure.slice() + " " + figure.isWorse())
                .containsExactly(" false", "country = DE false", "country = FR true");
        assertThat(window.words()).contains("realised AUC of country = FR").doesNotContain("country = DE");
        List<Row> slices = window.performanceRows().stream()
                .filter(row -> !row.getString(row.length() - 2).isEmpty())
                .toList();
        assertThat(slices)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get(row.length() - 1)).isNotNull());
    }

    @Test
    void whatIsLateIsSaidAlsoWhereNothingWasScored() {
        JudgedWindow window = new JudgedWindow(SPEC, SPEC.rules(), source(List.of(), List.of()), RUN, ZoneOffset.UTC);
        window.judge(new TreeMap<>(), List.of());
        window.judge(new Delivered(new TreeMap<>(Map.of("2026-01-19 00:00:00", 10L)), AS_OF, 1));
        assertThat(window.words()).contains("scores are 2 days late, tolerated 0");
        assertThat(window.driftRows()).hasSize(2);
        assertThat(window.deciding()).extracting(DriftTable.Deciding::statistic).containsExactly("none", "freshness");
        assertThat(window.judgedColumns()).isZero();

        JudgedWindow without = new JudgedWindow(SPEC, SPEC.rules(), source(List.of(), List.of()), RUN, ZoneOffset.UTC);
        without.judge(new Delivered(new TreeMap<>(), AS_OF, 0));
        assertThat(without.driftRows()).as("no version is in force").isEmpty();
    }

    private static JudgedWindow window(
            List<StoredCounts> training, List<StoredCounts> scoring, List<StoredCounts> outcomes) {
        JudgedWindow window = new JudgedWindow(SPEC, SPEC.rules(), source(training, scoring), RUN, ZoneOffset.UTC);
        window.judge(
                new TreeMap<>(scoring.isEmpty() ? Map.of() : Map.of(AS_OF, SCORING.toString())),
                Counted.all(1, Optional.of("2026-01-11 00:00:00"), outcomes));
        return window;
    }

    private static CountSource source(List<StoredCounts> training, List<StoredCounts> scoring) {
        return new CountSource() {
            @Override
            public List<Kept> of(Set<String> runs) {
                List<Kept> kept = new ArrayList<>();
                if (runs.contains(TRAINING.toString())) {
                    training.forEach(counts -> kept.add(new Kept(TRAINING, new Counted(1, Optional.empty(), counts))));
                }
                if (runs.contains(SCORING.toString())) {
                    scoring.forEach(counts -> kept.add(new Kept(SCORING, new Counted(1, Optional.of(AS_OF), counts))));
                }
                return kept;
            }

            @Override
            public String trainingRun(int version) {
                return TRAINING.toString();
            }

            @Override
            public Map<String, Double> importance(String trainingRun) {
                return Map.of("gone", 0.25);
            }
        };
    }

    private static List<StoredCounts> score(NumberBins bins, double[] numbers) {
        return List.of(StoredCounts.of(Of.SCORES, StoredCounts.SCORE, counts(bins, numbers)));
    }

    private static ColumnCounts counts(ColumnBins bins, double[] numbers) {
        ColumnCounter counter = new ColumnCounter(bins);
        Arrays.stream(numbers).forEach(counter::add);
        return counter.counts();
    }

    /** In ascending order. */
    private static double[] numbers(long seed, double from, double to) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 3000)
                .mapToDouble(i -> from + (to - from) * random.nextDouble())
                .sorted()
                .toArray();
    }

    /** Rows whose scores tell more, or less, of their labels. */
    private static StoredCounts outcomes(Of of, long seed, int rows, double telling) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < rows; row++) {
            double probability = random.nextDouble();
            double rate = 0.5 + telling * (probability - 0.5);
            counter.add(
                    probability,
                    probability > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    random.nextDouble() < rate ? Side.POSITIVE : Side.NEGATIVE);
        }
        return StoredCounts.of(of, StoredCounts.SCORE, counter.counts());
    }
}
