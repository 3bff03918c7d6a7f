package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DeLong;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Group.Condition;
import io.headrace.stats.fairness.GroupRows.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FairnessReportTest {
    private static final Offset<Double> HAIR = within(1e-9);
    private static final FairnessRules RULES =
            new FairnessRules(2, 20, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "m", "age", "middle")));

    private static double value(FairnessReport report, GroupMetric metric, Group group) {
        return report.figure(metric, group).value().orElse(Double.NaN);
    }

    private static double share(List<Row> rows, Predicate<Row> of, Predicate<Row> all) {
        List<Row> these = rows.stream().filter(all).toList();
        return (double) these.stream().filter(of).count() / these.size();
    }

    /** Each group and intersection folded from the one aggregate has the figures of its rows. */
    @Test
    void figuresAreThoseOfTheRows() {
        GroupRows rows = GroupRows.random(new SplittableRandom(1), 3000);
        FairnessReport report =
                FairnessReport.of(rows.counts(), new FairnessRules(2, 2, 0.95, Side.POSITIVE, RULES.reference()));
        // Everybody, three and three, nine pairs.
        assertThat(report.figures().stream().map(GroupFigure::group).distinct()).hasSize(1 + 3 + 3 + 9);
        report.figures().stream().map(GroupFigure::group).distinct().forEach(group -> {
            List<Row> of = rows.of(group);
            assertThat(value(report, GroupMetric.SELECTION_RATE, group))
                    .isCloseTo(share(of, Row::isSelected, row -> true), HAIR);
            assertThat(value(report, GroupMetric.TRUE_POSITIVE_RATE, group))
                    .isCloseTo(share(of, Row::isSelected, Row::isPositive), HAIR);
            assertThat(value(report, GroupMetric.PRECISION, group))
                    .isCloseTo(share(of, Row::isPositive, Row::isSelected), HAIR);
            assertThat(value(report, GroupMetric.BASE_RATE, group))
                    .isCloseTo(share(of, Row::isPositive, row -> true), HAIR);
            assertThat(value(report, GroupMetric.ACCURACY, group))
                    .isCloseTo(share(of, row -> row.isSelected() == row.isPositive(), row -> true), HAIR);
            double falsePositives = share(of, Row::isSelected, row -> !row.isPositive());
            assertThat(value(report, GroupMetric.FALSE_POSITIVE_RATE, group)).isCloseTo(falsePositives, HAIR);
            assertThat(value(report, GroupMetric.MEAN_ODDS, group))
                    .isCloseTo((falsePositives + share(of, Row::isSelected, Row::isPositive)) / 2, HAIR);
            double mean = of.stream().mapToDouble(Row::score).average().orElseThrow();
            assertThat(value(report, GroupMetric.MEAN_SCORE, group)).isCloseTo(mean, HAIR);
            assertThat(value(report, GroupMetric.CALIBRATION_GAP, group))
                    .isCloseTo(mean - share(of, Row::isPositive, row -> true), HAIR);
            assertThat(value(report, GroupMetric.AUC, group))
                    .isCloseTo(DeLong.estimate(outcomes(of)).auc(), HAIR);
        });
    }

    private static BinaryOutcomes outcomes(List<Row> rows) {
        boolean[] labels = new boolean[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.get(row).isPositive();
        }
        return BinaryOutcomes.of(rows.stream().mapToDouble(Row::score).toArray(), labels);
    }

    @Test
    void standardErrorsOfMeansAreThoseOfTheRows() {
        GroupRows rows = GroupRows.random(new SplittableRandom(2), 500);
        GroupTally all = rows.counts().by(List.of()).get(Group.EVERYBODY);
        double[] gaps = rows.rows().stream()
                .mapToDouble(row -> row.score() - (row.isPositive() ? 1 : 0))
                .toArray();
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double squares =
                Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum();
        assertThat(GroupMetric.CALIBRATION_GAP.sample(all, Side.POSITIVE).standardError())
                .isCloseTo(Math.sqrt(squares / 499 / 500), HAIR);
        assertThat(GroupMetric.AUC.sample(all, Side.POSITIVE).standardError())
                .isCloseTo(DeLong.estimate(outcomes(rows.rows())).standardError(), HAIR);
    }

    @Test
    void partsOfTheRowsAddUp() {
        GroupRows all = GroupRows.random(new SplittableRandom(3), 400);
        GroupCounts first = new GroupRows(all.columns(), all.rows().subList(0, 90)).counts();
        GroupCounts second = new GroupRows(all.columns(), all.rows().subList(90, 400)).counts();
        assertThat(second.merge(first)).isEqualTo(all.counts());
        assertThat(FairnessReport.of(first.merge(second), RULES)).isEqualTo(FairnessReport.of(all.counts(), RULES));
    }

    @Test
    void unknownValuesAreAGroupOfTheirOwn() {
        FairnessReport report = FairnessReport.of(
                GroupRows.random(new SplittableRandom(4), 3000).counts(), RULES);
        Group unknown = new Group(List.of(new Condition("sex", Optional.empty())));
        assertThat(unknown).hasToString("sex unknown");
        assertThat(report.figure(GroupMetric.SELECTION_RATE, unknown).rows()).isBetween(100L, 200L);
        assertThat(report.comparison(GroupMetric.SELECTION_RATE, unknown)).isPresent();
    }

    @Test
    void groupsAreComparedWithTheReferenceOfTheirColumns() {
        FairnessReport report = FairnessReport.of(
                GroupRows.random(new SplittableRandom(5), 3000).counts(), RULES);
        Group women = Group.of("sex", "f");
        assertThat(report.comparison(GroupMetric.AUC, women).orElseThrow().reference())
                .isEqualTo(Group.of("sex", "m"));
        Group oldWomen = women.and(new Condition("age", Optional.of("old")));
        GroupComparison comparison =
                report.comparison(GroupMetric.SELECTION_RATE, oldWomen).orElseThrow();
        assertThat(comparison.reference()).hasToString("sex = m, age = middle");
        assertThat(comparison.difference().getAsDouble()).isLessThan(-0.1);
        assertThat(comparison.ratioInterval().orElseThrow().upper()).isLessThan(1);
        assertThat(comparison.falseDiscovery()).isBetween(comparison.pValue(), comparison.familyWise());
        assertThat(report.comparison(GroupMetric.CALIBRATION_GAP, women)
                        .orElseThrow()
                        .ratio())
                .isEmpty();
        // Nothing was planted between the sexes' shares, but in their outcomes.
        assertThat(report.comparison(GroupMetric.CALIBRATION_GAP, women)
                        .orElseThrow()
                        .familyWise())
                .isLessThan(0.01);
    }

    /** A group without positives, of three rows, is there and says so: no rate of 0, and no gap of 1. */
    @Test
    void smallGroupsAreInsufficientAndNotDropped() {
        GroupRows rows = new GroupRows(List.of("sex"));
        rows.add(60, 0.9, true, true, "m");
        rows.add(40, 0.1, false, false, "m");
        rows.add(3, 0.1, false, false, "f");
        FairnessReport report = FairnessReport.of(
                rows.counts(), new FairnessRules(1, 10, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "m"))));
        Group women = Group.of("sex", "f");
        GroupFigure rate = report.figure(GroupMetric.TRUE_POSITIVE_RATE, women);
        assertThat(rate.isInsufficient()).isTrue();
        assertThat(rate.rows()).isZero();
        assertThat(report.figure(GroupMetric.SELECTION_RATE, women).rows()).isEqualTo(3);
        GroupComparison comparison =
                report.comparison(GroupMetric.TRUE_POSITIVE_RATE, women).orElseThrow();
        assertThat(comparison.isInsufficient()).isTrue();
        assertThat(comparison.pValue()).isNaN();
        AcrossGroups across = report.across(GroupMetric.TRUE_POSITIVE_RATE, List.of("sex"));
        assertThat(across.difference()).isEmpty();
        assertThat(across.leftOut()).containsExactly(women);
        assertThat(report.equalisedOddsDifference(List.of("sex"))).isEmpty();
    }

    @Test
    void aReferenceThatIsNotThereIsTold() {
        GroupCounts counts = GroupRows.random(new SplittableRandom(8), 300).counts();
        FairnessReport report = FairnessReport.of(
                counts,
                new FairnessRules(1, 20, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "x", "age", "middle"))));
        assertThat(report.withoutReference()).containsExactly(List.of("sex"));
        assertThat(report.comparisons()).extracting(GroupComparison::group).doesNotContain(Group.of("sex", "f"));
        FairnessRules half = new FairnessRules(1, 20, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "m")));
        assertThatThrownBy(() -> FairnessReport.of(counts, half))
                .hasMessage("the reference names no value of age, found {sex=m}");
    }

    @Test
    void rowsWithoutALabelCountWhereOnlyTheDecisionMatters() {
        GroupCounts.Counter counter = new GroupCounts.Counter(List.of("sex"));
        for (int row = 0; row < 40; row++) {
            counter.add(
                    List.of(Optional.of("f")),
                    0.3,
                    row % 4 == 0 ? Side.POSITIVE : Side.NEGATIVE,
                    row < 20 ? Optional.of(Side.NEGATIVE) : Optional.empty());
        }
        counter.add(List.of(Optional.of("f")), Double.NaN, Side.NEGATIVE, Optional.empty());
        FairnessReport report = FairnessReport.of(
                counter.counts(), new FairnessRules(1, 2, 0.95, Side.POSITIVE, Reference.mostSelected()));
        Group women = Group.of("sex", "f");
        assertThat(report.figure(GroupMetric.SELECTION_RATE, women).rows()).isEqualTo(40);
        assertThat(value(report, GroupMetric.SELECTION_RATE, women)).isEqualTo(0.25);
        assertThat(report.figure(GroupMetric.MEAN_SCORE, women).rows()).isEqualTo(40);
        assertThat(report.figure(GroupMetric.FALSE_POSITIVE_RATE, women).rows()).isEqualTo(20);
        assertThat(counter.counts().cells().get(women).missing()).isEqualTo(1);
    }

    /** Where the negative decision is the good one, an alarm not raised is a selection. */
    @Test
    void theFavourableSideTurnsRatesRound() {
        GroupRows rows = GroupRows.random(new SplittableRandom(6), 800);
        FairnessReport good = FairnessReport.of(rows.counts(), RULES);
        FairnessReport bad =
                FairnessReport.of(rows.counts(), new FairnessRules(2, 20, 0.95, Side.NEGATIVE, RULES.reference()));
        Group group = Group.of("age", "old");
        assertThat(value(bad, GroupMetric.SELECTION_RATE, group))
                .isCloseTo(1 - value(good, GroupMetric.SELECTION_RATE, group), HAIR);
        assertThat(value(bad, GroupMetric.TRUE_POSITIVE_RATE, group))
                .isCloseTo(1 - value(good, GroupMetric.FALSE_POSITIVE_RATE, group), HAIR);
        assertThat(value(bad, GroupMetric.ACCURACY, group)).isEqualTo(value(good, GroupMetric.ACCURACY, group));
        assertThat(value(bad, GroupMetric.AUC, group)).isEqualTo(value(good, GroupMetric.AUC, group));
    }

    /** F5. */
    @Test
    void entropiesAreThePublishedOnes() {
        double[] benefits = {0.9, 0.75, 0.6};
        assertThat(GeneralisedEntropy.of(benefits, 2)).isCloseTo(0.0133333, within(5e-8));
        assertThat(GeneralisedEntropy.of(benefits, 1)).isCloseTo(0.0134237, within(5e-8));
        assertThat(GeneralisedEntropy.of(benefits, 0)).isCloseTo(0.0136073, within(5e-8));
        // Of five persons one is refused what was deserved and one given what was not.
        DecisionCounts toy = new DecisionCounts(2, 1, 1, 1);
        assertThat(GeneralisedEntropy.of(toy, 2)).isCloseTo(0.2, HAIR);
        assertThat(GeneralisedEntropy.of(toy, 1)).isCloseTo(4 * Math.log(2) / 10, HAIR);
        assertThatThrownBy(() -> GeneralisedEntropy.of(toy, 0)).hasMessageContaining("needs benefits above 0");
        assertThatThrownBy(() -> GeneralisedEntropy.of(new double[] {0, 0}, 2)).hasMessageContaining("some benefit");
    }

    @Test
    void anExponentNearOneIsNearTheil() {
        double[] benefits = {3, 1, 0.5, 2};
        assertThat(GeneralisedEntropy.of(benefits, 1 + 1e-7))
                .isCloseTo(GeneralisedEntropy.of(benefits, 1), within(1e-6));
        assertThat(GeneralisedEntropy.of(benefits, 1e-7)).isCloseTo(GeneralisedEntropy.of(benefits, 0), within(1e-6));
    }

    @Test
    void refusesColumnsThatAreNotCounted() {
        GroupCounts counts = GroupRows.random(new SplittableRandom(7), 50).counts();
        assertThatThrownBy(() -> counts.by(List.of("country")))
                .hasMessage("groups are counted by [sex, age], not by country");
        assertThatThrownBy(() -> counts.lattice(3)).hasMessageContaining("depth must lie between 1 and the columns, 2");
    }
}
