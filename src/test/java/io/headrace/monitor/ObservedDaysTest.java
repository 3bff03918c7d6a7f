package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.policy.Basis;
import io.headrace.policy.ColumnWindow;
import io.headrace.policy.ObservedDay;
import io.headrace.stats.estimate.Measure;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ObservedDaysTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
    private static final DayFacts FACTS = new DayFacts("", "", "", List.of(), Set.of(), "", Set.of(), 7, List.of());

    @Test
    void aSeasonIsNoDrift() {
        assertThat(column(deciding("training", "population", 0.001, 0.4), deciding("season", "population", 0.6, 0.02)))
                .satisfies(window -> {
                    assertThat(window.q()).hasValue(0.6);
                    assertThat(window.effect()).isEqualTo(0.02);
                    assertThat(window.row()).contains(" season ");
                });
    }

    @Test
    void driftIsNotToldWhereItsSeasonCannotBeJudged() {
        Deciding season = deciding("season", "population", Double.NaN, 0);

        assertThat(column(deciding("training", "population", 0.001, 0.4), season))
                .satisfies(window -> {
                    assertThat(window.q()).isEmpty();
                    assertThat(window.row()).contains(" season ");
                });
        assertThat(column(deciding("training", "population", 0.5, 0.01), season).q())
                .hasValue(0.5);
    }

    @Test
    void aSeasonThatWasNotThereSaysNothing() {
        assertThat(column(deciding("training", "population", 0.001, 0.4)).q()).hasValue(0.001);
    }

    @Test
    void whatDiffersFromLatelyIsNoFindingBesideAnotherComparison() {
        Deciding trailing = deciding("trailing", "population", 0.001, 0.4);

        assertThat(column(trailing, deciding("training", "population", 0.5, 0.01))
                        .q())
                .hasValue(0.5);
        assertThat(column(trailing).q()).hasValue(0.001);
    }

    @Test
    void whatIsComparedWithTrainingAloneHidesNoOtherColumn() {
        ObservedDay day = ObservedDays.of(
                DAY,
                FACTS,
                List.of(
                        deciding("trailing", "population", 0.001, 0.4),
                        new Deciding(
                                "run",
                                "training",
                                "scores",
                                "score",
                                "calibration-ratio",
                                OptionalDouble.of(0.001),
                                0.3,
                                0,
                                0.2,
                                1)),
                List.of(),
                List.of());

        assertThat(day.columns()).extracting(ColumnWindow::statistic).hasSize(2).contains("kolmogorov-smirnov");
    }

    @Test
    void aColumnHasAWindowForEachStatisticAndTheScoreItsOwnName() {
        ObservedDay day = ObservedDays.of(
                DAY,
                FACTS,
                List.of(
                        deciding("training", "population", 0.1, 0.1),
                        deciding("training", "scores", 0.2, 0.1),
                        new Deciding(
                                "run",
                                "training",
                                "scores",
                                "score",
                                "missing",
                                OptionalDouble.empty(),
                                0,
                                0,
                                0.05,
                                1)),
                List.of(),
                List.of("a.csv"));

        assertThat(day.columns())
                .extracting(window -> window.column() + " " + window.statistic())
                .containsExactlyInAnyOrder(
                        "score kolmogorov-smirnov", "scores.score kolmogorov-smirnov", "scores.score missing");
        assertThat(day.columns())
                .allSatisfy(window -> assertThat(window.files()).containsExactly("a.csv"));
        assertThat(day.newLabels()).isEqualTo(7);
    }

    @Test
    void ofRealisedFiguresTheLatestCounts() {
        ObservedDay day = ObservedDays.of(
                DAY,
                FACTS,
                List.of(),
                List.of(
                        new Compared("run", Basis.REALISED, Measure.AUC, "2026-01-01 00:00:00", 0.6, 0.8, 0.05),
                        new Compared("run", Basis.REALISED, Measure.AUC, "2026-01-03 00:00:00", 0.7, 0.8, 0.05),
                        new Compared("run", Basis.ESTIMATED, Measure.AUC, "2026-01-11 00:00:00", 0.8, 0.8, 0.05)),
                List.of());

        assertThat(day.performance()).hasSize(2).anySatisfy(figure -> {
            assertThat(figure.basis()).isEqualTo(Basis.REALISED);
            assertThat(figure.value()).hasValue(0.7);
            assertThat(figure.lowest()).isCloseTo(0.75, Offset.offset(1e-12));
        });
    }

    @Test
    void aSliceHasAWindowOfItsOwn() {
        ObservedDay day = ObservedDays.of(
                DAY,
                FACTS,
                List.of(),
                List.of(
                        new Compared("run", Basis.REALISED, Measure.AUC, "2026-01-03 00:00:00", 0.8, 0.8, 0.05),
                        new Compared(
                                "run",
                                Basis.REALISED,
                                Measure.AUC,
                                "2026-01-03 00:00:00",
                                0.6,
                                0.8,
                                0.05,
                                "country = DE")),
                List.of());

        assertThat(day.performance()).hasSize(2).anySatisfy(figure -> {
            assertThat(figure.slice()).isEqualTo("country = DE");
            assertThat(figure.row()).endsWith("country = DE");
        });
    }

    private static ColumnWindow column(Deciding... columns) {
        return ObservedDays.of(DAY, FACTS, List.of(columns), List.of(), List.of())
                .columns()
                .get(0);
    }

    private static Deciding deciding(String against, String of, double q, double effect) {
        OptionalDouble known = Double.isNaN(q) ? OptionalDouble.empty() : OptionalDouble.of(q);
        return new Deciding("run", against, of, "score", "kolmogorov-smirnov", known, effect, 0, 0.1, 1);
    }
}
