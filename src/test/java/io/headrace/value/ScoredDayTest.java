package io.headrace.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.value.ChurnCampaign;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Beside the slow way: row by row. */
class ScoredDayTest {
    private static final Offset<Double> HAIR = within(1e-5);
    private static final CostMatrix MATRIX = new CostMatrix(12.5, -2, -1, 0.25, "pounds");
    private static final Version VERSION = version(MATRIX, Optional.of(0.3));

    /** A row: its score on an edge of a bin, what was decided, what came, and whether that is known. */
    private record Row(double score, boolean acted, boolean positive, boolean isKnown) {
        double worth(boolean act) {
            return act ? positive ? MATRIX.hit() : MATRIX.falseAlarm() : positive ? MATRIX.miss() : MATRIX.rest();
        }

        double expected(boolean act) {
            return act ? MATRIX.acted(score) : MATRIX.spared(score);
        }
    }

    private static Version version(CostMatrix matrix, Optional<Double> capacity) {
        return new Version(1, matrix, capacity, Optional.empty(), ValidDays.from(LocalDate.of(2026, 1, 1)));
    }

    private static List<Row> rows(SplittableRandom random, double known) {
        List<Row> rows = new ArrayList<>();
        int count = 50 + random.nextInt(200);
        List<Integer> edges = new ArrayList<>();
        for (int edge = 1; edge <= 1000; edge++) {
            edges.add(edge);
        }
        for (int row = 0; row < count; row++) {
            // No two rows share a score, so that capacity cuts no bin.
            double score = edges.remove(random.nextInt(edges.size())) / 1000.0;
            rows.add(new Row(
                    score, random.nextDouble() < score, random.nextDouble() < score, random.nextDouble() < known));
        }
        return rows;
    }

    private static Side side(boolean isPositive) {
        return isPositive ? Side.POSITIVE : Side.NEGATIVE;
    }

    private static ScoreCounts decisions(List<Row> rows) {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        rows.forEach(row -> counter.add(row.score(), side(row.acted())));
        return counter.counts();
    }

    private static Optional<LabelledCounts> outcomes(List<Row> rows) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        rows.stream()
                .filter(Row::isKnown)
                .forEach(row -> counter.add(row.score(), side(row.acted()), side(row.positive())));
        return Optional.of(counter.counts());
    }

    private static ScoredDay day(List<Row> rows) {
        return new ScoredDay(decisions(rows), outcomes(rows), Optional.empty());
    }

    private static double of(List<ValueFigure> figures, Basis basis, Measured measured) {
        return find(figures, basis, measured).orElseThrow().value();
    }

    private static Optional<ValueFigure> find(List<ValueFigure> figures, Basis basis, Measured measured) {
        return figures.stream()
                .filter(figure -> figure.basis() == basis && figure.measured() == measured)
                .findFirst();
    }

    private static double realised(List<Row> rows, Predicate<Row> acts) {
        return rows.stream()
                .filter(Row::isKnown)
                .mapToDouble(row -> row.worth(acts.test(row)))
                .sum();
    }

    @Test
    void realisedValuesAreThoseOfTheRowsWhoseOutcomesAreKnown() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20; round++) {
            List<Row> rows = rows(random, 0.7);
            List<ValueFigure> figures = day(rows).figures(VERSION);
            double earned = realised(rows, Row::acted);
            assertThat(of(figures, Basis.REALISED, Measured.EARNED)).isCloseTo(earned, HAIR);
            assertThat(of(figures, Basis.REALISED, Measured.NONE)).isCloseTo(realised(rows, row -> false), HAIR);
            assertThat(of(figures, Basis.REALISED, Measured.ALL)).isCloseTo(realised(rows, row -> true), HAIR);
            double best = Double.NEGATIVE_INFINITY;
            for (int edge = 0; edge <= 1000; edge++) {
                double threshold = edge / 1000.0;
                best = Math.max(best, realised(rows, row -> row.score() > threshold));
            }
            assertThat(of(figures, Basis.REALISED, Measured.BEST)).isCloseTo(best, HAIR);
            assertThat(of(figures, Basis.REALISED, Measured.REGRET)).isCloseTo(best - earned, HAIR);
            assertThat(find(figures, Basis.REALISED, Measured.REGRET)
                            .orElseThrow()
                            .interval()
                            .orElseThrow()
                            .lower())
                    .isGreaterThanOrEqualTo(0);
            List<Row> known = rows.stream()
                    .filter(Row::isKnown)
                    .sorted(Comparator.comparing(Row::score).reversed())
                    .toList();
            List<Row> highest = known.subList(0, (int) (0.3 * known.size()));
            assertThat(of(figures, Basis.REALISED, Measured.CAPACITY))
                    .isCloseTo(realised(rows, highest::contains), HAIR);
            assertThat(figures.stream().filter(figure -> figure.basis() == Basis.REALISED))
                    .allMatch(figure -> figure.rows() == known.size());
        }
    }

    @Test
    void theCurveIsThatOfTwentyThresholds() {
        List<Row> rows = rows(new SplittableRandom(2), 1);
        List<ValueFigure> curve = day(rows).figures(VERSION).stream()
                .filter(figure -> figure.basis() == Basis.REALISED && figure.measured() == Measured.ABOVE)
                .toList();
        assertThat(curve).hasSize(ScoredDay.STEPS - 1).allSatisfy(figure -> {
            double threshold = figure.threshold().getAsDouble();
            assertThat(figure.value()).isCloseTo(realised(rows, row -> row.score() > threshold), HAIR);
        });
    }

    @Test
    void openRowsAndTheOthersAreAllThatIsExpected() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 20; round++) {
            List<Row> rows = rows(random, 0.9 * random.nextDouble());
            ScoredDay day = day(rows);
            List<ValueFigure> figures = day.figures(VERSION);
            double all =
                    rows.stream().mapToDouble(row -> row.expected(row.acted())).sum();
            double open = rows.stream()
                    .filter(row -> !row.isKnown())
                    .mapToDouble(row -> row.expected(row.acted()))
                    .sum();
            assertThat(of(figures, Basis.EXPECTED, Measured.EARNED)).isCloseTo(all, HAIR);
            ValueFigure left = find(figures, Basis.OPEN, Measured.EARNED).orElseThrow();
            assertThat(left.value()).isCloseTo(open, HAIR);
            assertThat(left.rows())
                    .isEqualTo(day.open())
                    .isEqualTo(rows.stream().filter(row -> !row.isKnown()).count());
            double variance = rows.stream()
                    .filter(row -> !row.isKnown())
                    .mapToDouble(row -> {
                        double spread =
                                row.acted() ? MATRIX.hit() - MATRIX.falseAlarm() : MATRIX.miss() - MATRIX.rest();
                        return row.score() * (1 - row.score()) * spread * spread;
                    })
                    .sum();
            assertThat(left.labelError().getAsDouble()).isCloseTo(Math.sqrt(variance), HAIR);
        }
    }

    @Test
    void whatIsNotKnownIsNotTold() {
        List<Row> rows = rows(new SplittableRandom(4), 0);
        List<ValueFigure> none = day(rows).figures(version(MATRIX, Optional.empty()));
        assertThat(none).noneMatch(figure -> figure.basis() == Basis.REALISED);
        assertThat(none).noneMatch(figure -> figure.measured() == Measured.CAPACITY);
        assertThat(of(none, Basis.OPEN, Measured.EARNED)).isEqualTo(of(none, Basis.EXPECTED, Measured.EARNED));
        List<Row> known = rows(new SplittableRandom(5), 1);
        assertThat(day(known).open()).isZero();
        assertThat(find(day(known).figures(VERSION), Basis.OPEN, Measured.EARNED))
                .isEmpty();
    }

    /** Where the test rows had half the rate that scores say, half is expected. */
    @Test
    void ratesAreThoseOfTheTestRows() {
        ScoreCounts.Counter scored = new ScoreCounts.Counter();
        LabelledCounts.Counter tested = new LabelledCounts.Counter();
        for (int row = 0; row < 1000; row++) {
            scored.add(0.4, Side.POSITIVE);
            tested.add(0.4, Side.POSITIVE, side(row % 5 == 0));
        }
        ScoredDay day = new ScoredDay(scored.counts(), Optional.empty(), Optional.of(tested.counts()));
        ValueFigure earned =
                find(day.figures(VERSION), Basis.EXPECTED, Measured.EARNED).orElseThrow();
        assertThat(earned.value()).isCloseTo(200 * 12.5 - 800 * 2, HAIR);
        assertThat(earned.labelError().getAsDouble())
                .as("holds the doubt of the test rows")
                .isGreaterThan(Math.sqrt(1000 * 0.2 * 0.8) * 14.5);
    }

    /** A value that changed is reckoned from the same counts. */
    @Test
    void anotherMatrixNeedsNoOtherCounts() {
        List<Row> rows = rows(new SplittableRandom(6), 1);
        ScoredDay day = day(rows);
        CostMatrix other = new CostMatrix(3, -7, 0, 0, "pounds");
        double earned = rows.stream()
                .filter(Row::acted)
                .mapToDouble(row -> row.positive() ? 3 : -7)
                .sum();
        assertThat(of(day.figures(version(other, Optional.empty())), Basis.REALISED, Measured.EARNED))
                .isCloseTo(earned, HAIR);
    }

    /** More outcomes than rows, as where an entity is answered twice, leave no row that could be expected of. */
    @Test
    void outcomesThatAreNoneOfTheRowsAreNotTakenFromThem() {
        List<Row> rows = rows(new SplittableRandom(7), 1);
        LabelledCounts once = outcomes(rows).orElseThrow();
        ScoredDay day = new ScoredDay(decisions(rows), Optional.of(once.merge(once)), Optional.empty());
        assertThat(day.open()).isZero();
        assertThat(find(day.figures(VERSION), Basis.OPEN, Measured.EARNED)).isEmpty();
    }

    /** The campaign's profit is that of the outcomes that are known, and of one class there is none. */
    @Test
    void aCampaignNeedsBothOutcomes() {
        ChurnCampaign campaign = new ChurnCampaign(6, 14, 200, 10, 1);
        Version version = new Version(
                1, MATRIX, Optional.empty(), Optional.of(campaign), ValidDays.from(LocalDate.of(2026, 1, 1)));
        List<Row> rows = rows(new SplittableRandom(8), 0.7);
        List<Row> known = rows.stream().filter(Row::isKnown).toList();
        boolean[] labels = new boolean[known.size()];
        double[] scores = new double[known.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = known.get(row).positive();
            scores[row] = known.get(row).score();
        }
        ChurnCampaign.Profit oracle = campaign.expectedMaximum(BinaryOutcomes.of(scores, labels));
        ValueFigure figure = find(day(rows).figures(version), Basis.REALISED, Measured.CAMPAIGN)
                .orElseThrow();
        assertThat(figure.value()).isCloseTo(oracle.profit() * known.size(), HAIR);
        assertThat(figure.contacted().getAsDouble()).isCloseTo(oracle.contacted(), HAIR);
        assertThat(figure.interval().orElseThrow().upper())
                .isCloseTo(oracle.interval(0.95).upper() * known.size(), HAIR);
        assertThat(figure.rows()).isEqualTo(known.size());
        List<Row> ofOneClass =
                rows.stream().filter(row -> !row.isKnown() || row.positive()).toList();
        for (List<Row> without : List.of(ofOneClass, rows(new SplittableRandom(9), 0))) {
            assertThat(day(without).figures(version)).noneMatch(none -> none.measured() == Measured.CAMPAIGN);
        }
        assertThat(day(rows).figures(VERSION)).noneMatch(none -> none.measured() == Measured.CAMPAIGN);
    }

    /** Of an arm only what its decisions earn: the same as among all figures. */
    @Test
    void whatIsEarnedIsThatOfAllFigures() {
        ScoredDay day = day(rows(new SplittableRandom(10), 0.5));
        assertThat(day.earned(VERSION))
                .hasSize(3)
                .containsExactlyElementsOf(day.figures(VERSION).stream()
                        .filter(figure -> figure.measured() == Measured.EARNED)
                        .toList());
    }

    @Test
    void aDayWithoutScoresIsRefused() {
        assertThatThrownBy(() -> new ScoredDay(ScoreCounts.none(), Optional.empty(), Optional.empty()))
                .hasMessage("decisions must hold a row with a score, found none");
        assertThat(ValueFigure.spent(2, 10).threshold()).isEqualTo(OptionalDouble.empty());
    }
}
